"""A real installation: a database, granian as docs/how-to/deploy.md starts it, people signed in."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32  # a CSRF token is whatever cookie and header agree on


@dataclass
class Installation:
    """One folder, one database, and a server that can be killed and started again."""

    environment: dict[str, str]
    people: list[dict[str, object]]
    port: int
    processes: list[subprocess.Popen] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path, database: str, assessors: int) -> "Installation":
        environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "integrator_eval.settings",
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", "tests.server.load", str(assessors)]
        made = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        return cls(environment, json.loads(made.stdout), free_port())

    def start(self) -> None:
        """A server whose processes can be killed together; back when it answers."""
        self._spawn(
            *("granian", "--interface", "wsgi", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--no-log"),
            *("--workers", "2", "--blocking-threads", "1"),
            "integrator_eval.wsgi:application",
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with closing(Window(self, 0)) as window:
                    window.get("/")
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("the server does not answer")

    def start_worker(self) -> None:
        """The process that makes what the server only asks for (TASKS=database)."""
        self._spawn("django", "db_worker", "--no-startup-delay", "--interval", "0.1")

    def _spawn(self, *module: str) -> None:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)

    def kill(self) -> None:
        """Pull the plug of what was started last: no process gets to say goodbye."""
        process = self.processes.pop()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def run(self, *arguments: str) -> str:
        """What a management command prints; CalledProcessError if it fails."""
        return self._run([sys.executable, "manage.py", *arguments])

    def record(self) -> dict[str, Any]:
        """What the ledger and the rows say; see `record.py`."""
        return json.loads(self._run([sys.executable, "-m", "tests.server.record"]))

    def shelf(self, *what: str) -> dict[str, Any]:
        """What becomes of reports; see `shelf.py`."""
        return json.loads(self._run([sys.executable, "-m", "tests.server.shelf", *what]))

    def _run(self, command: list[str]) -> str:
        ran = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return ran.stdout


class Window:
    """One browser window of one person: one connection, kept open."""

    def __init__(self, installation: Installation, person: int) -> None:
        self.person = installation.people[person]
        self.connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=60)
        self.headers = {
            "Cookie": f"sessionid={self.person['session']}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def download(self, path: str) -> bytes:
        """What is no text."""
        self.connection.request("GET", path, None, self.headers)
        return self.connection.getresponse().read()

    def post(self, path: str, **fields: object) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(fields))

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        try:
            self.connection.request(method, path, body, self.headers)
            response = self.connection.getresponse()
            return response.status, response.read().decode()
        except Exception:
            self.connection.close()  # half an answer would be taken for the next one
            raise


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(installation: Installation) -> Iterator[Installation]:
    installation.start()
    try:
        yield installation
    finally:
        while installation.processes:
            installation.kill()
