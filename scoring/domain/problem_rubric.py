"""The rubric that a problem brings along, as the rows of one."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings

from scoring.engine import Problem
from scoring.engine.rubric import Scale
from scoring.enums import Better, ScaleKind, Tier

from .contents import Contents, Row

type Slugs = dict[tuple[float, ...], str]  # of scales, by their levels; a measure has none

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST_SHORT_TITLE = 30
PERCENT = Scale("measure", points=((0, 0), (100, 100)))  # of a check that says no scale


def contents_of_problem(problem: Problem, *, slug: str, title: str) -> Contents:
    """Texts are those of the file, the same in every language; what has no title has its code."""
    scales = _slugs(problem)
    return Contents(
        {
            "rubric": ({"slug": slug, **_said("title", title)},),
            "scales": tuple(
                {"slug": slug, "kind": ScaleKind.LEVELS if values else ScaleKind.MEASURE}
                for values, slug in scales.items()
            ),
            "levels": tuple(_levels(scales)),
            "competencies": tuple(_competencies(problem)),
            "checks": tuple(_checks(problem, scales)),
            "profiles": (),
            "profile_weights": (),
            "statements": (),
        }
    )


def reference_of(problem: Problem) -> float | None:
    """The reference budget; the first one, where checks name different ones."""
    given = (scale.reference for scale in _scales(problem) if scale.reference is not None)
    return next(given, None)


def decimal(number: float) -> Decimal:
    """The number as it was written."""
    return Decimal(repr(number))


def decimal_if(number: float | None) -> Decimal | None:
    return None if number is None else decimal(number)


def written(number: float) -> str:
    """Without idle zeros: 50, 33.3."""
    return format(decimal(number).normalize(), "f")


def _scales(problem: Problem) -> Iterator[Scale]:
    for competency in problem.competencies:
        for check in competency.checks:
            yield check.scale or PERCENT


def _slugs(problem: Problem) -> Slugs:
    """By their levels: a scale for the same ones. Measures share one, with points at each check."""
    levels = dict.fromkeys(scale.values for scale in _scales(problem))
    return {
        values: f"levels-{number}" if values else "measure"
        for number, values in enumerate(levels, 1)
    }


def _levels(scales: Slugs) -> Iterator[Row]:
    for values, slug in scales.items():
        for value in values:
            yield {"scale": slug, "value": decimal(value), **_said("label", written(value))}


def _competencies(problem: Problem) -> Iterator[Row]:
    for one in problem.competencies:
        title = one.title or one.code
        short = title if len(title) <= LONGEST_SHORT_TITLE else f"{title[:29].rstrip()}…"
        yield {
            "number": int(one.code),
            "slug": f"competency-{one.code}",
            "weight": decimal(one.weight),
            "minimum": decimal_if(one.minimum),
            **_said("title", title),
            **_said("short_title", short),
        }


def _checks(problem: Problem, scales: Slugs) -> Iterator[Row]:
    for competency in problem.competencies:
        for position, check in enumerate(competency.checks, 1):
            yield {
                "competency": int(competency.code),
                "code": check.code,
                "position": position,
                "tier": Tier.EXPRESS,
                "weight": decimal(check.weight),
                "must": check.must,
                "minimum": decimal_if(check.minimum),
                "proof": check.proof,
                **_said("title", check.title or check.code),
                **_said("question", check.title or check.code),
                "scale": scales[(check.scale or PERCENT).values],
                **_measure(check.scale or PERCENT),
            }


def _measure(scale: Scale) -> dict[str, Any]:
    if scale.values:
        return {}
    rising = scale.points[0][1] <= scale.points[-1][1]
    rising = rising == (scale.points[0][0] <= scale.points[-1][0])
    return {
        "points": [list(point) for point in scale.points],
        "better": Better.HIGHER if rising else Better.LOWER,
        "relative_to_budget": scale.reference is not None,
    }


def _said(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{language}": text for language in LANGUAGES}
