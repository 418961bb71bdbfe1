"""What an installation may get wrong: the start stops and names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a new process reads them, and what they then print."""
    return subprocess.run(
        [sys.executable, "-c", "from integrator_eval import settings; print(settings.DEBUG)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "maybe"),
        ("HTTPS", "ja"),
        ("DATABASE_URL", "mysql://localhost/eval"),
        ("DATABASE_URL", "nonsense"),
        ("EMAIL_URL", "carrier-pigeon://mail.example"),
        ("EMAIL_URL", "smtp://mail.example:port"),
        ("TIME_ZONE", "Europe/Nowhere"),
        ("LOG_LEVEL", "LOUD"),
        ("TASKS", "later"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_variable(
    variable: str, value: str, tmp_path: Path
) -> None:
    started = start(tmp_path, **{variable: value})

    assert started.returncode != 0
    (told,) = started.stderr.splitlines()[-1:]
    assert told.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert variable in told.removeprefix("django.core.exceptions.ImproperlyConfigured: ")


def test_without_any_variable_it_starts_safely(tmp_path: Path) -> None:
    started = start(tmp_path)

    assert (started.returncode, started.stdout, started.stderr) == (0, "False\n", "")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = tmp_path / "data" / "secret_key"

    start(tmp_path)
    first = key.read_text()
    start(tmp_path)

    assert len(first) >= 50
    assert key.read_text() == first
    assert key.stat().st_mode & 0o777 == 0o600
    assert list(key.parent.iterdir()) == [key]


def test_an_installation_is_for_this_machine_until_it_is_told_otherwise() -> None:
    assert settings.ALLOWED_HOSTS[:3] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings.DEBUG is False
