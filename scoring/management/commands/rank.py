import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from math import floor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scoring.domain.problem import Comparison, ProblemError, compare_problem

BESIDE_THE_BAR = 75  # columns that the rest of the ranking needs
SHORTEST, LONGEST = 10, 40  # characters of a bar, for 0 to 100 points
VERDICTS = {"clear": "a clear winner", "narrow": "a narrow winner", "none": "no clear winner"}

type Names = Mapping[str, Text]


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
        bar = min(max(console.width - BESIDE_THE_BAR, SHORTEST), LONGEST)
        for part in _told(comparison, bar):
            console.print(part)


def _compared(file: str) -> Comparison:
    try:
        if file == "-":
            return compare_problem(sys.stdin.buffer)
        with Path(file).open("rb") as opened:
            return compare_problem(opened)
    except (OSError, ProblemError) as error:
        raise CommandError(str(error)) from error


def _told(comparison: Comparison, bar: int) -> Iterator[Text | Table]:
    names = {one.code: _plain(one.name or one.code) for one in comparison.candidates}
    yield _verdict(comparison, names)
    yield Text()
    yield _ranking(comparison, names, bar)
    yield from _block(_gates(comparison, names))
    if comparison.leaders:
        yield Text()
        yield _safe_weights(comparison, names)
    yield from _block(_nearest_flips(comparison, names))
    yield Text(f"\nengine {comparison.engine} · inputs {comparison.inputs_digest}", style="dim")


def _block(lines: Iterator[Text]) -> Iterator[Text]:
    """The lines after an empty one; nothing where there are none."""
    found = list(lines)
    return iter([Text(), *found] if found else [])


def _verdict(comparison: Comparison, names: Names) -> Text:
    """Who leads, by how much, and how safe that is."""
    if not comparison.leaders:
        return Text("Nobody leads: every candidate is excluded.")
    leaders = Text(", ").join(names[code] for code in comparison.leaders)
    if len(comparison.leaders) > 1:
        return Text.assemble(leaders, " tie for first place: no clear winner.")
    first = comparison.candidates[0]
    parts = [leaders, f": {VERDICTS[comparison.verdict]}"]
    if first.status == "conditional":
        parts.append(", on condition that its open gates pass")
    if comparison.margin is not None:
        parts.append(f"; {comparison.margin:.1f} points ahead")
    return Text.assemble(*parts, f"; first in {_draws(comparison, comparison.leaders[0])}.")


def _draws(comparison: Comparison, code: str) -> str:
    near, free = comparison.simulation.near, comparison.simulation.any
    return (
        f"{_percent(near.first[code])} of {near.draws} draws near these weights, "
        f"{_percent(free.first[code])} with any weights"
    )


def _ranking(comparison: Comparison, names: Names, bar: int) -> Table:
    """What is proven, what a promise kept or a question answered adds, and where draws put it."""
    table = _table("● proven, ━ 5 % to 95 % of the draws")
    table.add_column("Rank", justify="right")
    table.add_column("Candidate", overflow="fold")
    table.add_column("Status")
    for heading in ("Proven", "Promised", "Unanswered", "First"):
        table.add_column(heading, justify="right")
    table.add_column("0 to 100", no_wrap=True, min_width=bar)
    near = comparison.simulation.near
    for one in comparison.candidates:
        table.add_row(
            "–" if one.rank is None else str(one.rank),
            names[one.code],
            one.status,
            f"{one.score.proven:.1f}",
            f"+{one.score.claimed - one.score.proven:.1f}",
            f"+{one.score.ceiling - one.score.claimed:.1f}",
            _percent(near.first[one.code]),
            _bar(bar, one.score.proven, *near.interval[one.code]),
        )
    return table


def _table(caption: str) -> Table:
    return Table(
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        caption=caption,
        caption_justify="left",
    )


def _bar(length: int, proven: float, low: float, high: float) -> str:
    """The interval on a line from 0 to 100, and on it or beside it what is proven."""
    at, begin, end = (min(length - 1, int(score * length / 100)) for score in (proven, low, high))
    line = ["━" if begin <= place <= end else "·" for place in range(length)]
    line[at] = "●"
    return "".join(line)


def _gates(comparison: Comparison, names: Names) -> Iterator[Text]:
    """Why somebody is excluded or conditional, and every waiver."""
    for one in comparison.candidates:
        for gate in one.gates:
            if gate.state != "passed" or gate.waived:
                watched = f"{gate.kind} {gate.code}" if gate.code else gate.kind
                state = f"{gate.state} (waived)" if gate.waived else gate.state
                known = f"{gate.low:.1f} to {gate.high:.1f}, minimum {gate.minimum:g}"
                yield _plain(f"{names[one.code]}: {watched} is {state}: {known}")


def _safe_weights(comparison: Comparison, names: Names) -> Table:
    """How far each weight may go before somebody else leads."""
    table = _table("the others keep their proportions")
    table.add_column("Competency")
    for heading in ("Weight", "Safe from", "to"):
        table.add_column(heading, justify="right")
    table.add_column("Below it leads")
    table.add_column("Above it leads")
    for one in comparison.stability.weight_intervals:
        table.add_row(
            _plain(one.competency),
            *(f"{100 * share:.1f}%" for share in (one.weight, one.low, one.high)),
            *("–" if code is None else names[code] for code in (one.below, one.above)),
        )
    return table


def _nearest_flips(comparison: Comparison, names: Names) -> Iterator[Text]:
    """The weight to move before each rival is level with the leader, the least first."""
    flips = comparison.stability.nearest_flips
    for one in sorted(flips, key=lambda flip: (flip.points is None, flip.points)):
        rival = names[one.rival]
        if one.points is None:
            yield Text.assemble(rival, " catches up with no weights at all.")
        elif not one.moves:
            yield Text.assemble(rival, " is level already.")
        else:
            moves = ", ".join(
                f"{move.points:.1f} from {move.from_} to {move.to}" for move in one.moves
            )
            yield Text.assemble(
                rival, _plain(f" catches up when {one.points:.1f} points of weight move: {moves}.")
            )


def _percent(share: float) -> str:
    """Rounded down: only all of it is 100 %."""
    return f"{floor(round(100 * share, 6))}%"


def _plain(text: str) -> Text:
    """Text from a file: no markup, and no escape sequence that would drive the terminal."""
    return Text(
        "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    )
