from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from scoring.enums import TRANSITIONS, State, Transition

START, END = "<!-- drawn by manage.py draw_life -->", "<!-- end of the drawing -->"
PAGE = Path(settings.BASE_DIR, "docs", "life.md")


class Command(BaseCommand):
    help = "Draw the steps of an evaluation's life into docs/life.md, from the table in enums.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--page", type=Path, default=PAGE, help="the page to draw into")

    def handle(self, *args: Any, **options: Any) -> None:
        page = options["page"]
        before, start, rest = page.read_text("utf-8").partition(START)
        _old, end, after = rest.partition(END)
        if not (start and end):
            raise CommandError(f"{page} has no place for it: “{START}” … “{END}”.")
        page.write_text(f"{before}{START}\n{drawing()}\n{END}{after}", "utf-8")
        self.stderr.write(f"{page}: drawn")


def drawing() -> str:
    """The life as a Mermaid diagram of states, in English whoever draws it."""
    with translation.override("en"):
        states = [f"    {state.value}: {state.label}" for state in State]
        steps = [f"    {one.source} --> {one.target}: {_said(one)}" for one in TRANSITIONS.values()]
    first, *_between, last = State.values
    lines = ["stateDiagram-v2", *states, f"    [*] --> {first}", *steps, f"    {last} --> [*]"]
    return "\n".join(["```mermaid", *lines, "```"])


def _said(one: Transition) -> str:
    return f"{one.action.label}, with a reason" if one.needs_reason else str(one.action.label)
