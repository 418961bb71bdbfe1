"""The moderation page: the agenda, most consequential first, and what is left when it is closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.moderation import Cell, Moderation, Said

from . import numbers
from .consensus import Line, Settled, lines_of, settled_of
from .gates import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the reader wants to see of it."""

    candidate: str = ""  # codes; empty: all
    competency: str = ""
    disputed: bool = False  # only where people differ
    item: str = ""  # the key of one that is shown in full wherever it stands

    def takes(self, cell: Cell) -> bool:
        return (
            self.candidate in ("", cell.candidate.code)
            and self.competency in ("", cell.check.competency.code)
            and (cell.is_disputed or not self.disputed)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One cell: why it is here, and what everybody said."""

    key: str
    cell: Cell
    effect: Label | None
    why: str  # what it could move
    apart: str  # how far apart the ratings are
    lines: tuple[Line, ...]
    settled: Settled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A difference that changes nothing, in a line."""

    key: str
    name: str  # the candidate's
    title: str
    ratings: str  # everybody's, in a row
    apart: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Lists are as the reader chose them; figures and `left` tell of all there is."""

    agenda: tuple[Item, ...]
    settled: tuple[Item, ...]
    others: tuple[Row, ...]
    done: int
    total: int
    disputes: int
    left: tuple[str, ...]  # what is still open, in sentences

    @property
    def percent(self) -> float:
        return 100 * self.done / self.total if self.total else 100


def page_of(moderation: Moderation, chosen: Chosen) -> Page:
    taken = [one for one in moderation.others if chosen.takes(one)]
    called = [one for one in moderation.others if key_of(one) == chosen.item]
    agenda = [one for one in moderation.agenda if chosen.takes(one) or key_of(one) == chosen.item]
    done, total = len(moderation.settled), len(moderation.settled) + len(moderation.agenda)
    return Page(
        agenda=_items([*called, *agenda]),
        settled=_items(
            one for one in moderation.settled if chosen.takes(one) or key_of(one) == chosen.item
        ),
        others=tuple(_row(one) for one in taken if one not in called),
        done=done,
        total=total,
        disputes=len(moderation.others),
        left=tuple(_left(moderation)),
    )


def key_of(cell: Cell) -> str:
    return key_at(cell.candidate.code, cell.check.code)


def key_at(candidate: str, check: str) -> str:
    """The anchor of a cell on the page, by its codes."""
    return f"at-{candidate}-{check.replace('.', '-')}"


def _items(cells: Iterable[Cell]) -> tuple[Item, ...]:
    return tuple(
        Item(
            key=key_of(cell),
            cell=cell,
            effect=_effect(cell),
            why=_why(cell),
            apart=_apart(cell),
            lines=lines_of(cell),
            settled=settled_of(cell),
        )
        for cell in cells
    )


def _effect(cell: Cell) -> Label | None:
    if cell.effect == "leader":
        return Label("acc", _("Could change who is first"))
    if cell.effect == "gate":
        return Label("warn", _("Opens or closes a requirement"))
    return None


def _why(cell: Cell) -> str:
    words = ngettext(
        "From one end of its range to the other it moves the total by %(points)s point.",
        "From one end of its range to the other it moves the total by %(points)s points.",
        numbers.grammatical(cell.contrast.swing),
    )
    return words % {"points": numbers.noticeable(cell.contrast.swing)}


def _apart(cell: Cell) -> str:
    contrast = cell.contrast
    if not cell.is_rated:
        return _("Nobody rated it: it counts as 0 and could be 100.")
    if contrast.values_apart:
        words, apart = _("The ratings lie %(points)s points apart."), contrast.values_apart
    elif contrast.proven_apart:
        words = _("The rating is the same; what it proves lies %(points)s points apart.")
        apart = contrast.proven_apart
    else:
        return _agreed(cell)
    return words % {"points": numbers.plain(apart)}


def _agreed(cell: Cell) -> str:
    """One person's rating, or everybody's; what may be missing is proof."""
    rated = [one for one in cell.said if one.proven is not None]
    figures = {
        "person": str(rated[0].seat.user),
        "proven": numbers.plain(_proven(rated[0])),
        "value": numbers.plain(_value(rated[0])),
    }
    lacking = figures["proven"] != figures["value"]
    if len(rated) == 1 and lacking:
        words = _("Only %(person)s rated it: %(proven)s of %(value)s is proven.")
    elif len(rated) == 1:
        words = _("Only %(person)s rated it.")
    elif lacking:
        words = _("Everybody agrees: %(proven)s of %(value)s is proven.")
    else:
        words = _("Everybody agrees.")
    return words % figures


def _value(said: Said) -> float:
    return (said.assessment and said.assessment.value) or 0.0


def _proven(said: Said) -> float:
    return said.proven or 0.0


def _row(cell: Cell) -> Row:
    rated = (one for one in cell.said if one.proven is not None)
    return Row(
        key=key_of(cell),
        name=cell.candidate.name,
        title=str(cell.check),
        ratings=" · ".join(_short(one) for one in rated),
        apart=numbers.plain(cell.contrast.values_apart or cell.contrast.proven_apart),
    )


def _short(said: Said) -> str:
    """Ana 100; Ana 100 → 80 where less is proven."""
    value, proven = numbers.plain(_value(said)), numbers.plain(_proven(said))
    return f"{said.seat.user} {value if value == proven else f'{value} → {proven}'}"


def _left(moderation: Moderation) -> Iterable[str]:
    """What is open when the evaluation is closed now."""
    count = len(moderation.agenda)
    if count and moderation.alone:
        yield ngettext(
            "%(count)s question that matters has no answer: it counts as 0.",
            "%(count)s questions that matter have no answer: they count as 0.",
            count,
        ) % {"count": count}
    elif count:
        yield ngettext(
            "%(count)s item of the agenda is not settled: it counts as it was rated.",
            "%(count)s items of the agenda are not settled: they count as they were rated.",
            count,
        ) % {"count": count}
    for candidate in moderation.dossier.comparison.candidates:
        if candidate.rank is None:
            continue
        still = sum(gate.state == "open" for gate in candidate.gates)
        if still:
            yield ngettext(
                "%(name)s has %(count)s open requirement, and cannot be chosen as it stands.",
                "%(name)s has %(count)s open requirements, and cannot be chosen as it stands.",
                still,
            ) % {"name": candidate.name, "count": still}
