"""Who scored, how they stand to the candidates, and what their ratings leave unsaid."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.assessment import asks_reason
from scoring.domain.report import Dossier
from scoring.models import Declaration, Seat

from .text import breakable


@dataclass(frozen=True, slots=True)
class Stake:
    """What somebody declared of one candidate; who is recused did not score it."""

    candidate: str
    statement: str
    recused: bool


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str
    scores: str  # which competencies; nothing for who does not score
    stakes: tuple[Stake, ...]
    declared: str  # in a few words, where there is no stake


def people_of(dossier: Dossier) -> tuple[Person, ...]:
    """Everybody with a seat, in the order in which they got it."""
    said: dict[int, list[Declaration]] = {}
    for one in dossier.provenance.declarations:
        said.setdefault(one.seat_id, []).append(one)
    return tuple(_person(seat, said.get(seat.pk, []), dossier) for seat in dossier.seats)


def names_of(dossier: Dossier) -> dict[str, str]:
    """What people are called, by the name that the engine knows them by; those included who rated
    and have no seat any more."""
    rated = (one.assessor for said in dossier.assessments.values() for one in said)
    seated = (seat.user for seat in dossier.seats)
    return {person.code: str(person) for person in (*rated, *seated)}


def unreasoned(dossier: Dossier) -> int:
    """How many ratings that count do not say why although they should."""
    recused = dossier.provenance.recused
    return sum(
        asks_reason(dossier.evaluation, dossier.checks[check], one.value) and not one.note.strip()
        for (candidate, check), ratings in dossier.assessments.items()
        for one in ratings
        if (candidate, one.assessor.username) not in recused
    )


def reasons_missing(dossier: Dossier) -> str:
    """A sentence where there are such ratings; nothing where there are none."""
    count = unreasoned(dossier)
    words = ngettext(
        "%(count)s rating lacks the reason that was asked for.",
        "%(count)s ratings lack the reason that was asked for.",
        count,
    )
    return words % {"count": count} if count else ""


def _person(seat: Seat, said: list[Declaration], dossier: Dossier) -> Person:
    stakes = tuple(
        Stake(one.candidate.name, breakable(one.statement), one.recused)
        for one in said
        if one.recused or one.statement
    )
    return Person(
        name=str(seat.user),
        role=seat.get_role_display(),
        scores=_scores(seat),
        stakes=stakes,
        declared=_declared(seat, said, dossier) if not stakes else "",
    )


def _scores(seat: Seat) -> str:
    if not seat.is_scoring:
        return ""
    numbers = [one.code for one in seat.competencies.all()]
    if not numbers:
        return _("all competencies")
    words = ngettext("competency %(numbers)s", "competencies %(numbers)s", len(numbers))
    return words % {"numbers": ", ".join(numbers)}


def _declared(seat: Seat, said: list[Declaration], dossier: Dossier) -> str:
    if not seat.is_scoring:
        return ""
    if len(said) < len(dossier.candidates):
        return _("has not declared")
    return _("no interest in any of them")
