"""`manage.py demo`: the demonstration that ships, loaded and served."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from scoring.enums import State
from scoring.models import Evaluation, LedgerEntry, Rubric, User

from .domain.test_demo import SMALL


def run() -> str:
    said = StringIO()
    call_command("demo", "--no-serve", stdout=said)
    return said.getvalue()


def sign_ins(said: str) -> dict[str, tuple[str, str]]:
    """Role and password by username, from the table in the terminal."""
    lines = [line.strip("│").split("│") for line in said.splitlines() if line.startswith("│")]
    return {name.strip(): (role.strip(), password.strip()) for name, role, password in lines}


@pytest.fixture
def small(rubric: Rubric, tmp_path: Path, settings: Any) -> Path:
    """A small file in place of the one that ships."""
    settings.FIXTURE_DIRS = [tmp_path]
    file = tmp_path / "demo.json"
    file.write_text(json.dumps(SMALL))
    return file


def test_the_demonstration_that_ships_is_loaded_once(
    rubric: Rubric, monkeypatch: pytest.MonkeyPatch, everything: Callable[[], Any]
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "one for all")

    first_said, first = run(), everything()
    second_said, second = run(), everything()

    assert second == first
    assert second_said == first_said
    states = dict(Evaluation.objects.values_list("slug", "state"))
    assert states == {"demo": State.DECIDED, "demo-express": State.OPEN}
    finished = Evaluation.objects.get(slug="demo")
    assert finished.leaders == [finished.decision.candidate.name] == ["Alcaraván Correo"]
    assert LedgerEntry.objects.of(finished).filter(action="assessment.saved").count() == 844


def test_everybody_can_sign_in_with_the_password_that_is_told(small: Path) -> None:
    told = sign_ins(run())

    assert {name: role for name, (role, _) in told.items()} == {
        "cio": "owner",
        "sistemas": "assessor",
        "admin": "administrator",
    }
    for person in User.objects.all():
        _role, password = told[person.username]
        assert person.check_password(password)


def test_without_a_password_given_each_run_makes_another(small: Path) -> None:
    first, second = sign_ins(run()), sign_ins(run())

    assert first.keys() == second.keys()
    assert {password for _, password in first.values()}.isdisjoint(
        password for _, password in second.values()
    )


def test_a_wrong_file_is_told_where_it_is_wrong(small: Path) -> None:
    small.write_text(json.dumps({"people": [{}], "evaluations": []}))

    with pytest.raises(CommandError) as error:
        run()

    assert str(error.value) == "fixtures/demo.json: people[0]: there is no 'username'"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[int]:
    """The port on which a new installation serves the demonstration."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEMO_PASSWORD": "secret"},
        start_new_session=True,
    )
    yield port
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=30) == 0


def test_it_serves_its_pages_with_their_files_to_this_machine_only(served: int) -> None:
    page = fetch(f"http://127.0.0.1:{served}/accounts/login/")

    (stylesheet,) = [part for part in page.split('"') if "scoring/app." in part]
    assert "@font-face" in fetch(f"http://127.0.0.1:{served}{stylesheet}")
    with pytest.raises(ConnectionRefusedError), socket.socket() as elsewhere:
        elsewhere.connect(("127.0.0.2", served))  # what listens on 0.0.0.0 answers here too


def fetch(address: str) -> str:
    """What is at the address, once the server is up."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  our own
                return str(answer.read(), "utf-8")
        except urllib.error.URLError as error:
            assert isinstance(error.reason, ConnectionRefusedError), error  # noqa: PT017  not yet
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_cannot_be_is_refused_before_anything_is_made(db: None, port: str) -> None:
    with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
        call_command("demo", "--port", port)

    assert not Evaluation.objects.exists()


def test_a_port_that_somebody_listens_on_is_refused(db: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command("demo", "--port", str(port))
