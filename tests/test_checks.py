import pytest
from django.core.checks import registry
from django.test import override_settings

from scoring import checks
from scoring.checks import content_security_policy_is_strict, pango_is_installed

STRICT = {"default-src": ["'none'"], "script-src": ["'self'"]}


def test_where_pango_is_installed_nothing_is_said() -> None:
    assert pango_is_installed(None) == []


@pytest.mark.parametrize("installed", [[], ["pango-1.0"], ["pangoft2-1.0"]])
def test_where_pango_is_missing_the_hint_says_how_to_install_it(
    installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "find_library", lambda name: name if name in installed else None)

    (error,) = pango_is_installed(None)

    assert (error.id, error.is_serious()) == ("scoring.E001", True)
    systems = [line.split(":")[0].strip() for line in error.hint.splitlines()[1:]]
    assert systems == ["Debian, Ubuntu", "Fedora", "macOS"]


def test_our_own_content_security_policy_is_strict() -> None:
    assert content_security_policy_is_strict(None) == []


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        ({"SECURE_CSP": STRICT}, []),
        ({"SECURE_CSP": {}}, ["scoring.E002"]),
        ({"SECURE_CSP": {"script-src": ["'self'"]}}, ["scoring.E002"]),
        ({"MIDDLEWARE": []}, ["scoring.E002"]),
        ({"SECURE_CSP": STRICT | {"style-src": ["'unsafe-inline'"]}}, ["scoring.W001"]),
        ({"SECURE_CSP": STRICT | {"script-src": ["'unsafe-eval'"]}}, ["scoring.W001"]),
    ],
)
def test_a_missing_or_lax_content_security_policy_is_noticed(
    change: dict[str, object], ids: list[str]
) -> None:
    with override_settings(**change):
        found = content_security_policy_is_strict(None)

    assert [message.id for message in found] == ids


@pytest.mark.parametrize("for_deployment", [False, True])
def test_django_runs_our_checks(for_deployment: bool) -> None:
    names = {check.__name__ for check in registry.registry.get_checks(for_deployment)}

    assert pango_is_installed.__name__ in names
    assert (content_security_policy_is_strict.__name__ in names) is for_deployment
