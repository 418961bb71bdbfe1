"""Weights from people as pages show them: what is asked, what came out, how coherent it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.elicitation import Result
from scoring.engine.best_worst import BestWorst
from scoring.engine.pairwise import Pairwise, Triad
from scoring.enums import ElicitationMethod
from scoring.models import Check, Competency, Elicitation, Evaluation
from scoring.models.check import CheckQuerySet

from . import numbers

GOOD, TOLERABLE = 0.1, 0.2  # consistency ratios: Saaty's limit, and twice it
NOISE = 1e-6
HEAVIEST = 3  # checks that stand for a competency


@dataclass(frozen=True, slots=True)
class Asked:
    """A way of asking: what it asks, when it suits, how many questions it takes."""

    method: ElicitationMethod
    asks: str
    suits: str
    questions: int
    answered: Elicitation | None  # the reader's own


@dataclass(frozen=True, slots=True)
class Share:
    """A weight, and the length of its bar: percent of the largest one beside it."""

    weight: str
    bar: float


@dataclass(frozen=True, slots=True)
class Line:
    """One competency with a weight in each column."""

    competency: Competency
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """How well the answers fit together, and where to look again."""

    tone: str  # a class of the style sheet: ok, warn, bad, quiet
    title: str
    text: str
    again: tuple[str, ...] = ()  # what clashes, one statement each
    clash: str = ""  # and why


@dataclass(frozen=True, slots=True)
class End:
    """A check at its worst and at its best."""

    check: str
    worst: str
    best: str


ASKS: Mapping[ElicitationMethod, tuple[Promise, Promise]] = {
    ElicitationMethod.POINTS: (
        gettext_lazy("You hand out points; each competency weighs its share of them."),
        gettext_lazy("Suits who already knows roughly what each one should weigh."),
    ),
    ElicitationMethod.SWING: (
        gettext_lazy(
            "You say how much it moves you to go from the worst to the best of each competency."
        ),
        gettext_lazy("Suits most cases: it asks for what a weight really means."),
    ),
    ElicitationMethod.RANKS: (
        gettext_lazy("You put the competencies in order; the weights follow from the order alone."),
        gettext_lazy("Suits who is sure of the order and not of the figures."),
    ),
    ElicitationMethod.PAIRS: (
        gettext_lazy("You compare every competency with every other, two at a time."),
        gettext_lazy("Suits who has an hour and wants contradictions found."),
    ),
    ElicitationMethod.BEST_WORST: (
        gettext_lazy(
            "You choose the most and the least important, and compare the others with these two."
        ),
        gettext_lazy("Suits who wants contradictions found with a third of the comparisons."),
    ),
}


def asked(
    methods: Iterable[ElicitationMethod], competencies: int, own: Mapping[str, Elicitation]
) -> list[Asked]:
    """The methods on offer; `own` are the reader's answers, by method."""
    return [
        Asked(
            method,
            str(ASKS[method][0]),
            str(ASKS[method][1]),
            questions_of(method, competencies),
            own.get(method),
        )
        for method in methods
    ]


def questions_of(method: ElicitationMethod, competencies: int) -> int:
    """How many answers a method wants before it gives weights."""
    if method == ElicitationMethod.PAIRS:
        return competencies * (competencies - 1) // 2
    if method == ElicitationMethod.BEST_WORST:
        return 2 * competencies - 3
    return competencies


def lines(
    competencies: Iterable[Competency], columns: Sequence[Mapping[str, float]]
) -> tuple[Line, ...]:
    """Weights side by side, each bar to the scale of the largest weight of all."""
    longest = max((share for column in columns for share in column.values()), default=0) or 1
    return tuple(
        Line(
            competency,
            tuple(
                Share(numbers.percent(share), 100 * share / longest)
                for share in (column.get(competency.code, 0) for column in columns)
            ),
        )
        for competency in competencies
    )


def coherence(result: Result, competencies: Iterable[Competency]) -> Coherence:
    """What the method can tell of contradictions."""
    names = {competency.code: str(competency.short_title) for competency in competencies}
    if isinstance(result, Pairwise):
        return _of_pairs(result, names)
    if isinstance(result, BestWorst):
        return _of_best_worst(result, names)
    return Coherence(
        "quiet",
        _("This method finds no contradictions"),
        _("It asks about each competency once, so no answer can clash with another."),
    )


def _of_pairs(result: Pairwise, names: Mapping[str, str]) -> Coherence:
    ratio = result.consistency_ratio
    if ratio <= GOOD:
        tone, title = "ok", _("The comparisons fit together")
    elif ratio <= TOLERABLE:
        tone, title = "warn", _("Some comparisons pull apart")
    else:
        tone, title = "bad", _("The comparisons contradict each other")
    text = _(
        "Consistency ratio %(ratio)s: 0 is perfect, up to %(good)s is good. It compares with "
        "answers at random (Saaty’s index of 1980, %(index)s here)."
    ) % {
        "ratio": numbers.fine(ratio),
        "good": numbers.fine(GOOD),
        "index": numbers.fine(result.random_index),
    }
    if result.triad is None:
        return Coherence(tone, title, text)
    return Coherence(tone, title, text, *_look_again(result.triad, names))


def _look_again(triad: Triad, names: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """The three statements of a triad, and what the first two imply."""
    first, second, third = (names.get(code, code) for code in _codes(triad))
    back = triad.said < 1
    over, under, times = (third, first, 1 / triad.said) if back else (first, third, triad.said)
    again = (
        _over(first, second, triad.first_over_second),
        _over(second, third, triad.second_over_third),
        _over(over, under, times),
    )
    clash = _("From the first two follows %(first)s over %(third)s: %(times)s times.") % {
        "first": first,
        "third": third,
        "times": numbers.plain(triad.implied),
    }
    return again, clash


def _codes(triad: Triad) -> tuple[str, str, str]:
    return triad.first, triad.second, triad.third


def _over(first: str, second: str, times: float) -> str:
    if abs(times - 1) < NOISE:
        return _("%(first)s and %(second)s alike") % {"first": first, "second": second}
    return _("%(first)s over %(second)s: %(times)s times") % {
        "first": first,
        "second": second,
        "times": numbers.plain(times),
    }


def _of_best_worst(result: BestWorst, names: Mapping[str, str]) -> Coherence:
    text = _(
        "ξ = %(xi)s: no answer lies further than that from the weights; 0 is perfect. "
        "Consistency ratio %(ratio)s, from 0 (perfect) to 1."
    ) % {"xi": numbers.fine(result.xi), "ratio": numbers.fine(result.consistency_ratio)}
    if result.furthest is None:
        return Coherence("ok", _("The comparisons fit together"), text)
    fits = result.consistency_ratio <= TOLERABLE
    return Coherence(
        "ok" if fits else "warn",
        _("The comparisons nearly fit together") if fits else _("Some comparisons pull apart"),
        text,
        (),
        _("The two comparisons with %(competency)s fit the others least.")
        % {"competency": names.get(result.furthest, result.furthest)},
    )


def said(elicitation: Elicitation, competencies: Iterable[Competency]) -> list[tuple[str, str]]:
    """What was answered, as (question, answer)."""
    answers: Mapping[str, Any] = elicitation.answers
    names = {competency.code: str(competency.short_title) for competency in competencies}

    def pair(first: str, second: str, times: float) -> tuple[str, str]:
        return f"{names.get(first, first)} : {names.get(second, second)}", _ratio(times)

    if elicitation.method == ElicitationMethod.PAIRS:
        return [pair(a, b, times) for a, row in answers.items() for b, times in row.items()]
    if elicitation.method == ElicitationMethod.BEST_WORST:
        best, worst = answers["best"], answers["worst"]
        to_others, to_worst = answers["best_to_others"], answers["others_to_worst"]
        over = [pair(best, code, n) for code, n in to_others.items() if code != best]
        between = [code for code in to_worst if code not in (best, worst)]
        return over + [pair(code, worst, to_worst[code]) for code in between]
    return [(names.get(code, code), numbers.plain(number)) for code, number in answers.items()]


def _ratio(times: float) -> str:
    return numbers.plain(times) if times >= 1 else f"1/{numbers.plain(1 / times)}"


def ends_of(evaluation: Evaluation) -> dict[str, list[End]]:
    """What a swing goes through, of the checks that the evaluation asks."""
    return ends_of_checks(evaluation.checks(), evaluation.reference_budget)


def ends_of_checks(asked: CheckQuerySet, budget: Decimal | None) -> dict[str, list[End]]:
    """By competency, its heaviest checks from worst to best."""
    checks = asked.select_related("competency", "scale")
    found: dict[str, list[Check]] = {}
    for check in checks.prefetch_related("scale__levels").order_by("-weight", "position"):
        if check.points if check.is_measure else check.scale.levels.all():  # else: hardly begun
            found.setdefault(check.competency.code, []).append(check)
    return {
        code: [_end(check, budget) for check in those[:HEAVIEST]] for code, those in found.items()
    }


def _end(check: Check, budget: Decimal | None) -> End:
    if not check.is_measure:
        levels = list(check.scale.levels.all())
        return End(str(check.title), str(levels[0]), str(levels[-1]))
    worst, best = (
        Decimal(str(pick(check.points, key=lambda point: point[1])[0])) for pick in (min, max)
    )
    if check.relative_to_budget and budget is None:
        share = _("%(share)s of the reference budget")
        worst_said, best_said = numbers.percent(float(worst)), numbers.percent(float(best))
        return End(str(check.title), worst_said, share % {"share": best_said})
    factor = budget if check.relative_to_budget and budget else Decimal(1)
    return End(
        str(check.title),
        numbers.measured(worst * factor),
        f"{numbers.measured(best * factor)} {check.unit}",
    )
