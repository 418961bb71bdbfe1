"""How safe the result is, in tables: the places that each takes in the simulation, who comes first
when somebody or something is left out, what each rival needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from scoring.domain.report import Dossier

from . import numbers
from .people import names_of
from .phrases import listed
from .standing import is_contest, is_simulated, leaders, name_of

RANKS = 6  # places that have a column of their own; those behind share the last


@dataclass(frozen=True, slots=True)
class Places:
    """How often one candidate takes each place near the announced weights. They sum to less than
    the whole where it is excluded in some draws."""

    name: str
    excluded: bool
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Who comes first, and without which assessors or competencies: each left out alone."""

    first: SafeString
    left_out: str
    changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    heads: tuple[str, ...]  # of the columns of places
    places: tuple[Places, ...]
    without: tuple[Without, ...]  # the leader first


def sensitivity_of(dossier: Dossier) -> Sensitivity | None:
    """None where a chance to come first says nothing."""
    if not is_simulated(dossier):
        return None
    return Sensitivity(
        heads=tuple(_heads(len(dossier.comparison.candidates))),
        places=tuple(_places(dossier)),
        without=tuple(_without(dossier)),
    )


def _heads(count: int) -> Iterator[str]:
    """1, 2 … and the last, 6–12, where there are more than fit."""
    if count <= RANKS:
        yield from map(str, range(1, count + 1))
    else:
        yield from (*map(str, range(1, RANKS)), f"{RANKS}–{count}")


def _places(dossier: Dossier) -> Iterator[Places]:
    acceptability = dossier.comparison.simulation.near.acceptability
    for one in dossier.comparison.candidates:
        shares = acceptability[one.code]
        own, behind = shares[: RANKS - 1], shares[RANKS - 1 :]
        joined = (*own, sum(behind)) if behind else own
        yield Places(one.name, one.rank is None, tuple(map(numbers.chance, joined)))


def _without(dossier: Dossier) -> Iterator[Without]:
    """Nothing where nobody leads alone, or where there is only one to leave out."""
    if not is_contest(dossier):
        return
    leader = (leaders(dossier)[0].code,)
    alike: dict[tuple[str, ...], list[str]] = {leader: []}
    for title, first in _left_out(dossier):
        alike.setdefault(first, []).append(title)
    for first, titles in alike.items():
        if titles:
            names = listed([name_of(dossier, code) for code in first])
            yield Without(names, " · ".join(titles), first != leader)


def _left_out(dossier: Dossier) -> Iterator[tuple[str, tuple[str, ...]]]:
    """People by their names, then competencies, each with who comes first without it."""
    left_out, names = dossier.comparison.stability.leave_one_out, names_of(dossier)
    if len(left_out.assessors) > 1:
        yield from sorted(
            (names.get(code, code), first) for code, first in left_out.assessors.items()
        )
    if len(left_out.competencies) > 1:
        for code, first in left_out.competencies.items():
            yield str(dossier.competencies[code].short_title), first
