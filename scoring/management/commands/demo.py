import json
import os
import secrets
import socket
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone
from granian import Granian
from granian.constants import Interfaces
from rich.console import Console
from rich.table import Table

from scoring.domain import demo
from scoring.models import Rubric, Seat, User

LOOPBACK = "127.0.0.1"  # the passwords are on the screen: nobody else's machine may reach it


class Command(BaseCommand):
    help = "Load the demonstration and serve it, to this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="only load it")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_serve"]:
            require_free(options["port"])
        people = self.load()
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        demo.give_password(people=people, password=password)
        self.tell(people, password, options)
        if not options["no_serve"]:
            serve(options["port"])

    def load(self) -> list[User]:
        call_command("migrate", verbosity=0, interactive=False)
        if not Rubric.objects.published().exists():
            call_command("loaddata", "rubric", verbosity=0)
        data = json.loads(Path(settings.FIXTURE_DIRS[0], "demo.json").read_bytes())
        try:
            return demo.load(data=data, at=timezone.now())
        except demo.DemoError as error:
            raise CommandError(f"fixtures/demo.json: {error}") from error

    def tell(self, people: list[User], password: str, options: dict[str, Any]) -> None:
        table = Table("Username", "Role", "Password")
        for person in people:
            table.add_row(person.username, role_of(person), password)
        console = Console(file=self.stdout, no_color=options["no_color"], highlight=False)  # type: ignore[arg-type]  # writes as a file does
        console.print(table)
        if not options["no_serve"]:
            console.print(f"http://{LOOPBACK}:{options['port']}/   (Ctrl+C ends it)")


def role_of(person: User) -> str:
    if person.is_superuser:
        return "administrator"
    return ", ".join(sorted(set(Seat.objects.filter(user=person).values_list("role", flat=True))))


def require_free(port: int) -> None:
    """Granian shares a port with whoever listens there: a reader would reach either of the two."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one just left is free
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {port} cannot be used: {error}. Try --port 8001.") from error


def serve(port: int) -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    connections.close_all()  # the workers are forked: each opens its own
    Granian(
        settings.WSGI_APPLICATION.replace(".application", ":application"),
        address=LOOPBACK,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(2, os.cpu_count() or 1),
        blocking_threads=1,
    ).serve()
