"""The documentation holds: examples compute, links lead somewhere, what it says of files is so."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import get_commands

from scoring.engine import Problem, compare
from scoring.engine.agreement import kendall_w
from scoring.engine.panel import agreement
from scoring.engine.problem import Method
from scoring.engine.value import measure_value

ROOT = settings.BASE_DIR
LOCALE = ROOT / "integrator_eval" / "locale"
METHOD = (ROOT / "docs" / "method.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES}


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


ANSWER, PROBLEM = blocks(METHOD, "json")


def table(text: str, first: str) -> list[dict[str, str]]:
    """The rows of the table whose first heading is `first`."""
    lines = text[text.index(f"| {first} |") :].split("\n\n")[0].splitlines()
    heads, _rule, *rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def links(text: str) -> Iterator[str]:
    """Relative ones: addresses are for the reader to try."""
    without_code = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code):
        if "://" not in target:
            yield target.partition("#")[0]


def test_worked_example_gives_the_numbers_of_its_table() -> None:
    expected = table(METHOD, "candidate")

    comparison = compare(Problem.from_json(PROBLEM))

    assert [
        {
            "candidate": one.code,
            **{f"{group.code} proven": f"{group.proven:.10g}" for group in one.competencies},
            "proven": f"{one.score.proven:.10g}",
            "promised": f"{one.score.claimed:.10g}",
            "ceiling": f"{one.score.ceiling:.10g}",
            "coverage": f"{one.coverage:.0%}",
            "status": one.status,
            "rank": str(one.rank or "–"),
        }
        for one in comparison.candidates
    ] == expected


def test_printed_answer_is_the_answer_to_the_example() -> None:
    computed = compare(Problem.from_json(PROBLEM)).to_json()

    shown = {
        "candidates": computed["candidates"][:1],
        "simulation": {"near": computed["simulation"]["near"]},
    }
    assert computed | shown == json.loads(ANSWER)


def test_engine_used_as_a_library_prints_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,), (printed,) = blocks(METHOD, "python"), blocks(METHOD, "text")
    (tmp_path / "problem.json").write_text(PROBLEM, "utf-8")
    monkeypatch.chdir(tmp_path)

    exec(code, {})  # noqa: S102  our own page

    assert capsys.readouterr().out == printed


def test_thresholds_of_the_verdict_are_those_of_the_method() -> None:
    clear, narrow, _none = table(METHOD, "verdict")
    method = Method()

    assert [clear["P(first) at least"], clear["nearest flip at least"]] == [
        f"{method.clear.first:.2f}",
        f"{method.clear.flip} points",
    ]
    assert narrow["P(first) at least"] == f"{method.narrow.first:.2f}"


def test_hours_to_restore_are_worth_what_the_table_says() -> None:
    check = json.loads(PROBLEM)["competencies"][1]["checks"][0]
    rows = table(METHOD, "hours")

    values = measure_value(check["scale"]["points"], [float(row["hours"]) for row in rows])

    assert values.tolist() == [float(row["value"]) for row in rows]


def test_cost_is_worth_what_the_text_says() -> None:
    assert measure_value([[0.6, 100], [1, 50], [1.2, 0]], 40, reference=50) == pytest.approx(75)


def test_agreement_in_the_example_is_what_the_text_says() -> None:
    rows = table(METHOD, "assessor")

    found = agreement(Problem.from_json(PROBLEM))

    assert [
        {
            "assessor": one.assessor,
            "difference": f"{one.points:g}",
            "ratings in common": str(one.cells),
        }
        for one in found.leniencies
    ] == rows
    assert [(one.check, one.widest) for one in found.spreads] == [("4.1", 20)]
    assert found.spreads[0].deviation == pytest.approx(200**0.5)


def test_concordance_of_the_example_is_what_the_text_says() -> None:
    rows = table(METHOD, "person")

    w = kendall_w([[float(row[code]) for code in ("norte", "sur", "este")] for row in rows])

    [told] = re.findall(r"− 18\) = (\d\.\d+)", METHOD)
    assert f"{w:.3f}" == told


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_to_files(name: str) -> None:
    page = ROOT / name

    broken = [target for target in links(TEXTS[name]) if not (page.parent / target).exists()]

    assert broken == []


@pytest.mark.parametrize("name", TEXTS)
def test_commands_exist(name: str) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", TEXTS[name]))

    assert named - set(get_commands()) == set()


def test_every_variable_of_the_settings_is_documented() -> None:
    source = (ROOT / "integrator_eval" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'read\(\s*env\.\w+,\s*"([A-Z_]+)"', source))

    documented = {row["variable"].strip("`") for row in settings_table()}

    assert documented == read


def settings_table() -> list[dict[str, str]]:
    return table(TEXTS["docs/how-to/configure.md"], "variable")


def test_every_decision_says_context_decision_and_consequences() -> None:
    decisions = [Path(name) for name in TEXTS if name.startswith("docs/decisions/")]

    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.*)$", TEXTS[path.as_posix()], re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path


@pytest.mark.parametrize("language", [path.name for path in sorted(LOCALE.iterdir())])
def test_compiled_catalogue_says_what_its_source_says(language: str) -> None:
    """Decision 9: compiled catalogues are committed, and a machine without gettext has no other."""
    source = LOCALE / language / "LC_MESSAGES" / "django.po"

    compiled = polib.mofile(str(source.with_suffix(".mo")))

    assert messages(compiled) == messages(polib.pofile(str(source)).translated_entries())


def messages(entries: Iterable[polib.POEntry]) -> dict[tuple[str, str | None], object]:
    """What each text becomes; plural forms by number."""
    return {(one.msgid, one.msgctxt): one.msgstr_plural or one.msgstr for one in entries}
