"""Rank acceptability: in which share of the simulations each candidate has each rank."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.reports import numbers
from scoring.reports.standing import is_simulated

UNITS = 1000  # all simulations
FAINTEST = 0.12  # of the last rank, where the first is 1


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one rank, from left to right; better ranks are darker."""

    path: str
    shade: str  # 0.12-1, how dark


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One candidate. What its parts leave of the bar is where it was excluded."""

    name: str
    label: SafeString
    parts: tuple[Part, ...]
    shares: tuple[str, ...]  # of each rank; nothing where it never had it
    excluded: str

    @property
    def drawn(self) -> SafeString:
        """The parts as markup; and so the numbers, in `cells`: there is a square of each."""
        paths = (
            f'<path class="share" fill="#3548c8" fill-opacity="{one.shade}" d="{one.path}"/>'
            for one in self.parts
        )
        return mark_safe("".join(paths))  # noqa: S308  our own figures

    @property
    def cells(self) -> SafeString:
        cells = (f'<td class="end">{escape(one) if one else "–"}</td>' for one in self.shares)
        return mark_safe("".join(cells))  # noqa: S308  escaped


@dataclass(frozen=True, slots=True)
class Acceptability:
    ranks: tuple[str, ...]  # 1 to m
    rows: tuple[Row, ...]  # in the order of the ranking
    draws: str

    @property
    def has_excluded(self) -> bool:
        return any(row.excluded for row in self.rows)


def acceptability_of(dossier: Dossier) -> Acceptability | None:
    """None where a chance to come first says nothing."""
    if not is_simulated(dossier):
        return None
    run = dossier.comparison.simulation.near
    candidates = dossier.comparison.candidates
    return Acceptability(
        ranks=tuple(str(at + 1) for at in range(len(candidates))),
        rows=tuple(_row(one, run.acceptability[one.code]) for one in candidates),
        draws=numbers.count(run.draws),
    )


def _row(candidate: CandidateResult, shares: tuple[float, ...]) -> Row:
    out = 1 - sum(shares)
    said = [numbers.chance(one) if one else "" for one in shares]
    excluded = numbers.chance(out) if out > numbers.NOISE else ""
    return Row(
        name=candidate.name,
        label=escape(f"{candidate.name}: {_spoken(said, excluded)}"),
        parts=tuple(_parts(shares)),
        shares=tuple(said),
        excluded=excluded,
    )


def _parts(shares: tuple[float, ...]) -> Iterable[Part]:
    ends = [round(one * UNITS) for one in accumulate(shares, initial=0.0)]
    fade = (1 - FAINTEST) / max(len(shares) - 1, 1)
    for at, (left, right) in enumerate(pairwise(ends)):
        if right > left:
            yield Part(f"M{left} 0H{right}V40H{left}z", f"{1 - at * fade:.2f}")


def _spoken(shares: list[str], excluded: str) -> str:
    words = [
        _("rank %(rank)s: %(share)s") % {"rank": at, "share": share}
        for at, share in enumerate(shares, 1)
        if share
    ]
    if excluded:
        words.append(_("excluded: %(share)s") % {"share": excluded})
    return ", ".join(words)
