"""How far the people agree, in tables: on the order of the candidates, at each check, and who is
more lenient than the others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.domain.moderation import Moderation
from scoring.domain.report import Dossier
from scoring.engine.panel import Concordance

from . import numbers

SHOWN = 6  # checks at which people are furthest apart; the rest is folded


@dataclass(frozen=True, slots=True)
class Concord:
    title: str
    w: str  # a dash where there is too little in common
    basis: str  # what it rests on


@dataclass(frozen=True, slots=True)
class Apart:
    title: str
    widest: str
    deviation: str
    candidates: str


@dataclass(frozen=True, slots=True)
class Lenient:
    person: str
    points: str
    cells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    whole: Concord
    competencies: tuple[Concord, ...]
    furthest: tuple[Apart, ...]
    others: tuple[Apart, ...]
    people: tuple[Lenient, ...]


def agreement_of(moderation: Moderation) -> Agreement | None:
    """None where nobody could differ: one person, or nothing that two of them rated."""
    found, dossier = moderation.agreement, moderation.dossier
    if moderation.alone or not found.spreads:
        return None
    spreads = sorted(found.spreads, key=lambda one: (-one.deviation, -one.widest))
    apart = [
        Apart(
            title=str(dossier.checks[one.check]),
            widest=numbers.plain(one.widest),
            deviation=numbers.points(one.deviation),
            candidates=numbers.count(one.candidates),
        )
        for one in spreads
    ]
    return Agreement(
        whole=_concord(_("All competencies"), found.whole),
        competencies=tuple(
            _concord(dossier.competencies[code].title, one) for code, one in found.competencies
        ),
        furthest=tuple(apart[:SHOWN]),
        others=tuple(apart[SHOWN:]),
        people=_people(moderation, dossier),
    )


def _concord(title: str, found: Concordance) -> Concord:
    basis = _("%(people)s people, %(candidates)s candidates, %(checks)s of %(all)s checks") % {
        "people": numbers.count(found.assessors),
        "candidates": numbers.count(found.candidates),
        "checks": numbers.count(found.checks),
        "all": numbers.count(found.checks_in_scope),
    }
    if found.w is None:
        return Concord(title, "—", _("too little that all of them rated"))
    return Concord(title, numbers.fine(found.w), basis)


def _people(moderation: Moderation, dossier: Dossier) -> tuple[Lenient, ...]:
    names = {one.user.code: str(one.user) for one in dossier.seats}
    return tuple(
        Lenient(
            names[one.assessor],
            "—" if one.points is None else numbers.signed(one.points),
            numbers.count(one.cells),
        )
        for one in moderation.agreement.leniencies
    )
