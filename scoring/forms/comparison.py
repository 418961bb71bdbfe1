"""What a reader asks of the comparison, all of it in the address: nothing is saved.

What names nobody is as if it was not asked for; a weight that cannot be is told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from scoring.domain.report import Dossier

PREFIX = "w."  # of a competency's points: w.6=20
MOST = 100
SHOWN = 30  # characters of what was typed wrong

type Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each competency, by code; `moved` are those that stand elsewhere than officially.

    A slider stands on whole points: one that was left where it stood means the exact weight.
    """

    points: Mapping[str, float] = field(default_factory=dict)
    moved: Mapping[str, float] = field(default_factory=dict)
    errors: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict, dossier: Dossier) -> "Weights":
        standing = {code: round(MOST * share) for code, share in dossier.weights.items()}
        exact = {code: MOST * share for code, share in dossier.weights.items()}
        moved, errors = {}, []
        for code in standing:
            typed = query.get(PREFIX + code, "").strip()
            points = _points(typed) if typed else standing[code]
            if points is None:
                errors.append(_wrong(dossier, code, typed))
            elif points != standing[code]:
                moved[code] = points
        if not errors and not any((exact | moved).values()):
            errors.append(_("One competency at least must weigh something."))
        if errors:
            return cls(exact, {}, tuple(errors))
        return cls(exact | moved, moved, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for. Codes are those of candidates that are there."""

    pair: tuple[str, str] = ("", "")  # for head to head
    only: tuple[str, ...] = ()  # whom tables and charts show; nobody means all
    weights: Weights = field(default_factory=Weights)

    @classmethod
    def of(cls, query: QueryDict, dossier: Dossier) -> "Asked":
        codes = [one.code for one in dossier.comparison.candidates]
        first, second = (
            code if code in codes else "" for code in (query.get("a", ""), query.get("b", ""))
        )
        wanted = set(query.getlist("only"))
        only = tuple(code for code in codes if code in wanted)
        return cls(
            pair=(first, second),
            only=() if len(only) == len(codes) else only,
            weights=Weights.of(query, dossier),
        )

    @property
    def of_pair(self) -> Pairs:
        return [(name, code) for name, code in zip("ab", self.pair, strict=True) if code]

    @property
    def of_only(self) -> Pairs:
        return [("only", code) for code in self.only]

    @property
    def of_weights(self) -> Pairs:
        return [(PREFIX + code, f"{points:g}") for code, points in self.weights.moved.items()]

    @property
    def official(self) -> str:
        """The address of the same without other weights."""
        return address([*self.of_pair, *self.of_only])

    @property
    def everybody(self) -> str:
        """The address of the same with all candidates."""
        return address([*self.of_pair, *self.of_weights])

    @property
    def whole(self) -> str:
        return address([*self.of_pair, *self.of_only, *self.of_weights])


def address(pairs: Sequence[tuple[str, str]]) -> str:
    """A query, or "?" for none: a link to it leads to the page as it is by itself."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"?{query.urlencode()}"


def _points(typed: str) -> float | None:
    """Hundredths of a point are enough, and keep every share of the whole a plain number."""
    if not re.fullmatch(r"\d{1,3}([.,]\d{1,9})?", typed, re.ASCII):
        return None
    points = round(float(typed.replace(",", ".")), 2)
    return points if points <= MOST else None


def _wrong(dossier: Dossier, code: str, typed: str) -> str:
    words = _("%(title)s: “%(typed)s” is no number of points from 0 to %(most)s.")
    shown = typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}…"
    return words % {"title": dossier.competencies[code].short_title, "typed": shown, "most": MOST}
