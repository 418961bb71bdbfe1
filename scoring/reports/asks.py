"""What to ask first: the answers and proofs that would add most points to each candidate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from . import numbers

SHOWN = 0.05  # less than one decimal shows


@dataclass(frozen=True, slots=True)
class Ask:
    """One check at which points are still to be had: W_g u_k (ceiling − proven)."""

    name: str  # the candidate's
    title: str
    words: str  # unproven or unanswered
    gain: float

    @property
    def points(self) -> str:
        return numbers.signed(self.gain)


@dataclass(frozen=True, slots=True)
class Open:
    """What one candidate could still gain; `first` are the largest, in order."""

    name: str
    first: tuple[Ask, ...]
    others: int
    gain: str  # of all of it


def open_points(dossier: Dossier, *, shown: int) -> tuple[Open, ...]:
    """For each ranked candidate with something left to show; the excluded are past asking."""
    found = []
    for candidate in dossier.comparison.candidates:
        asks = _asks(candidate, dossier)
        if candidate.rank is not None and asks:
            gain = candidate.score.ceiling - candidate.score.proven
            first, others = tuple(asks[:shown]), len(asks[shown:])
            found.append(Open(candidate.name, first, others, numbers.signed(gain)))
    return tuple(found)


def largest(
    dossier: Dossier, candidates: Iterable[CandidateResult], *, shown: int
) -> tuple[Ask, ...]:
    """The largest of several candidates together."""
    asks = [ask for candidate in candidates for ask in _asks(candidate, dossier)]
    return tuple(sorted(asks, key=lambda ask: -ask.gain)[:shown])


def _asks(candidate: CandidateResult, dossier: Dossier) -> list[Ask]:
    found = [
        Ask(
            name=candidate.name,
            title=str(dossier.checks[one.code]),
            words=_("unanswered") if one.ceiling > one.claimed else _("unproven"),
            gain=dossier.shares[one.code] * (one.ceiling - one.proven),
        )
        for one in candidate.checks
    ]
    return sorted((ask for ask in found if ask.gain >= SHOWN), key=lambda ask: -ask.gain)
