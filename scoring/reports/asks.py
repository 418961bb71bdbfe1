"""What to ask first: what could change the result, then what would add most points."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CheckResult
from scoring.engine.sensitivity import Decisive

from . import numbers
from .standing import name_of


@dataclass(frozen=True, slots=True)
class Deciding:
    """One answer or proof that could change the leader, or settle a requirement, by itself."""

    name: str  # the candidate's
    title: str
    words: str  # unanswered, unproven, or disputed
    effect: str
    changes_leader: bool
    points: str  # from one end of its range to the other


@dataclass(frozen=True, slots=True)
class Ask:
    """One check at which points are still to be had: W_g u_k (ceiling − proven)."""

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


def deciding(dossier: Dossier) -> tuple[Deciding, ...]:
    """What could change the leader before what could settle a requirement, then by what it moves.

    Of somebody excluded too: where the assessors differ, the requirement may be met after all.
    """
    found = dossier.comparison.stability.decisive
    return tuple(
        _deciding(one, dossier) for one in sorted(found, key=lambda one: one.effect != "leader")
    )


def open_points(dossier: Dossier, *, shown: int) -> tuple[Open, ...]:
    """For each ranked candidate with something left to show; the excluded are past asking."""
    found = []
    for candidate in dossier.comparison.candidates:
        if candidate.rank is not None and (one := open_of(candidate, dossier, shown=shown)):
            found.append(one)
    return tuple(found)


def open_of(candidate: CandidateResult, dossier: Dossier, *, shown: int) -> Open | None:
    """The same of one candidate, excluded or not; None where nothing is left to show."""
    asks = _asks(candidate, dossier)
    if not asks:
        return None
    gain = candidate.score.ceiling - candidate.score.proven
    return Open(candidate.name, tuple(asks[:shown]), len(asks[shown:]), numbers.signed(gain))


def _deciding(one: Decisive, dossier: Dossier) -> Deciding:
    changes_leader = one.effect == "leader"
    return Deciding(
        name=name_of(dossier, one.candidate),
        title=str(dossier.checks[one.check]),
        words=_missing(dossier.results[one.candidate, one.check]),
        effect=_("could change who is first") if changes_leader else _("decides a requirement"),
        changes_leader=changes_leader,
        points=numbers.noticeable(one.swing),
    )


def _missing(result: CheckResult) -> str:
    if result.ceiling > result.claimed:
        return _("unanswered")
    return _("unproven") if result.claimed > result.proven else _("the assessors differ")


def _asks(candidate: CandidateResult, dossier: Dossier) -> list[Ask]:
    found = [
        Ask(
            title=str(dossier.checks[one.code]),
            words=_missing(one),
            gain=dossier.shares[one.code] * (one.ceiling - one.proven),
        )
        for one in candidate.checks
    ]
    return sorted((ask for ask in found if ask.gain >= numbers.SHOWN), key=lambda ask: -ask.gain)
