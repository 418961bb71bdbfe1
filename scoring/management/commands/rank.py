import json
import sys
from argparse import ArgumentParser
from math import floor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.domain.problem import Comparison, ProblemError, compare_problem


class Command(BaseCommand):
    help = "Rank the candidates of a problem file; the database is not touched."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help='a problem as JSON (docs/method.md); "-" reads it here')
        parser.add_argument("--json", action="store_true", help="the whole comparison as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        comparison = _compared(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps(comparison.to_json(), indent=2, ensure_ascii=False))
            return
        console = Console(file=self.stdout, no_color=options["no_color"], highlight=False)  # type: ignore[arg-type]  # writes as a file does
        console.print(_table(comparison))
        for line in _gates(comparison):
            console.print(line)


def _compared(file: str) -> Comparison:
    try:
        if file == "-":
            return compare_problem(sys.stdin.buffer)
        with Path(file).open("rb") as opened:
            return compare_problem(opened)
    except (OSError, ProblemError) as error:
        raise CommandError(str(error)) from error


def _table(comparison: Comparison) -> Table:
    """What is proven, and what a promise kept or a question answered could add to it."""
    table = Table(caption=f"engine {comparison.engine} · inputs {comparison.inputs_digest}")
    table.add_column("Rank", justify="right")
    table.add_column("Candidate")
    table.add_column("Status")
    for heading in ("Proven", "Promised", "Unanswered", "Coverage"):
        table.add_column(heading, justify="right")
    for one in comparison.candidates:
        table.add_row(
            "–" if one.rank is None else str(one.rank),
            _plain(one.name or one.code),
            one.status,
            f"{one.score.proven:.1f}",
            f"+{one.score.claimed - one.score.proven:.1f}",
            f"+{one.score.ceiling - one.score.claimed:.1f}",
            f"{floor(round(100 * one.coverage, 6))}%",  # only all of it is 100 %
        )
    return table


def _gates(comparison: Comparison) -> list[Text]:
    """Why somebody is excluded or conditional, and every waiver."""
    lines = []
    for one in comparison.candidates:
        for gate in one.gates:
            if gate.state != "passed" or gate.waived:
                watched = f"{gate.kind} {gate.code}" if gate.code else gate.kind
                state = f"{gate.state} (waived)" if gate.waived else gate.state
                known = f"{gate.low:.1f} to {gate.high:.1f}, minimum {gate.minimum:g}"
                lines.append(_plain(f"{one.name or one.code}: {watched} is {state}: {known}"))
    return lines


def _plain(text: str) -> Text:
    """Text from a file: no markup, and no escape sequence that would drive the terminal."""
    return Text(
        "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    )
