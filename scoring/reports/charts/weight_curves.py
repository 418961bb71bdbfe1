"""Score against weight: what each candidate would have if one competency weighed more, or less.

A total is linear in one weight while the others keep their proportions, so two ends are the curve.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.engine.reweighting import WeightInterval
from scoring.reports import numbers
from scoring.reports.stability import Safe, safe_weights
from scoring.reports.standing import is_contest, key_of, ranked

from .path import NOTHING, path

LEFT, RIGHT, TOP, BOTTOM = 0, 2000, 60, 1060  # the plot, in tenths of a pixel
BESIDE = RIGHT + 40  # where the letters stand
MIDDLE = 35  # from the middle of a letter down to the line it stands on
LETTER = 105  # from one letter beside the curves to the next, at least
STEP = 10  # points: the scale begins and ends at such a number
DRAWN = 8  # curves: more cannot be told apart
STYLES = (
    ("first", SafeString('stroke="#3548c8" stroke-width="26"')),
    ("second", SafeString('stroke="#5f697d" stroke-width="16" stroke-dasharray="60 35"')),
    ("third", SafeString('stroke="#5f697d" stroke-width="16" stroke-dasharray="18 30"')),
    ("other", SafeString('stroke="#5f697d" stroke-width="16"')),
)


@dataclass(frozen=True, slots=True)
class Key:
    """Which letter and line are whose."""

    letter: str
    style: str
    stroke: SafeString
    name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Names a candidate's curve at its right end; the same letter as in the table."""

    key: str
    y: str
    start: float  # the score where this weighs nothing
    end: float  # and where it weighs all

    @property
    def ends(self) -> str:
        return f"{numbers.points(self.start)} → {numbers.points(self.end)}"


@dataclass(frozen=True, slots=True)
class Crossing:
    """A weight at which somebody else takes the lead, on the leader's curve."""

    x: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """One competency. The curves are straight."""

    number: str
    title: str
    weight: str
    label: SafeString
    first: SafeString  # the curves as paths: the leader's, the next two, and all others
    second: SafeString
    third: SafeString
    others: SafeString
    letters: tuple[Letter, ...]  # in the order of the ranking
    crossings: tuple[Crossing, ...]
    span: str
    stays: SafeString  # the part in which the leader stays first, and today's weight, as paths
    today: SafeString
    always: bool  # the leader stays first whatever this weighs
    words: SafeString  # or who would be first outside

    @property
    def drawn_letters(self) -> SafeString:
        """As markup: a template takes longer over a hundred of them than over all curves."""
        first, *others = self.letters
        texts = [
            f'<text class="first" fill="#3548c8" x="{BESIDE}" y="{first.y}">{first.key}</text>'
        ]
        texts += [f'<text x="{BESIDE}" y="{one.y}">{one.key}</text>' for one in others]
        return mark_safe("".join(texts))  # noqa: S308  our own letters

    @property
    def drawn_crossings(self) -> SafeString:
        rings = (
            '<circle class="crossing" fill="#fff" stroke="#a14908" stroke-width="22"'
            f' cx="{one.x}" cy="{one.y}" r="46"/>'
            for one in self.crossings
        )
        return mark_safe("".join(rings))  # noqa: S308  our own figures


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightCurves:
    """Small multiples on one scale, a competency each."""

    names: tuple[Key, ...]  # in the order of the ranking
    curves: tuple[Curves, ...]
    least: SafeString  # where the scale begins and ends
    most: SafeString
    left_out: int  # ranked candidates that are not drawn


def weight_curves_of(dossier: Dossier, only: Collection[str] = ()) -> WeightCurves | None:
    """None where nobody leads alone over somebody, or where there is one competency.

    only: codes of those to draw beside the leader; without any, everybody.
    """
    shown = [
        (key_of(at), one)
        for at, one in enumerate(ranked(dossier))
        if not at or not only or one.code in only
    ]
    shown, left_out = shown[:DRAWN], len(shown[DRAWN:])
    intervals = dossier.comparison.stability.weight_intervals
    if not is_contest(dossier) or len(intervals) < 2:
        return None
    ends = [
        [_ends(one, at, interval.weight) for _key, one in shown]
        for at, interval in enumerate(intervals)
    ]
    scores = [score for of_one in ends for pair in of_one for score in pair]
    scale = (min(scores) // STEP * STEP, max(-(-max(scores) // STEP) * STEP, STEP))
    keys = [key for key, _one in shown]
    safe = safe_weights(dossier)
    return WeightCurves(
        names=tuple(Key(key, *_style(at), one.name) for at, (key, one) in enumerate(shown)),
        curves=tuple(
            _curves(dossier, interval, dict(zip(keys, pairs, strict=True)), scale, safe)
            for interval, pairs in zip(intervals, ends, strict=True)
        ),
        least=escape(numbers.whole(scale[0])),  # once, for all curves
        most=escape(numbers.whole(scale[1])),
        left_out=left_out,
    )


def _ends(candidate: CandidateResult, at: int, weight: float) -> tuple[float, float]:
    """The total where the competency weighs nothing, and where it weighs all."""
    own = candidate.competencies[at].proven
    if weight == 1:
        return own, own  # the others have no proportions to keep
    return (candidate.score.proven - weight * own) / (1 - weight), own


def _curves(
    dossier: Dossier,
    interval: WeightInterval,
    ends: Mapping[str, tuple[float, float]],
    scale: tuple[float, float],
    safes: Mapping[str, Safe],
) -> Curves:
    competency = dossier.competencies[interval.competency]
    weight = numbers.percent(interval.weight)
    safe = safes[interval.competency]
    start, end = next(iter(ends.values()))
    low, high = _x(interval.low), _x(interval.high)
    words = safe.words
    plain = unescape(words.replace("<b>", "").replace("</b>", ""))
    first, *others = (
        path([f"M{LEFT} {_y(a, scale)}L{RIGHT} {_y(b, scale)}"]) for a, b in ends.values()
    )
    second, third = [*others, NOTHING, NOTHING][:2]
    crossings = [
        Crossing(str(_x(share)), str(_y(start + share * (end - start), scale)))
        for share in (interval.low, interval.high)
        if 0 < share < 1
    ]
    return Curves(
        number=competency.code,
        title=competency.short_title,
        weight=weight,
        label=escape(f"{competency.short_title}, {weight}. {plain}"),
        first=first,
        second=second,
        third=third,
        others=path(others[2:]),
        letters=_letters(ends, scale),
        crossings=tuple(crossings),
        stays=path([f"M{low} {TOP}H{high}V{BOTTOM}H{low}z"]),
        today=path([f"M{_x(interval.weight)} {TOP}V{BOTTOM}"]),
        span=safe.span,
        always=safe.always,
        words=words,
    )


def _letters(
    ends: Mapping[str, tuple[float, float]], scale: tuple[float, float]
) -> tuple[Letter, ...]:
    places = _apart([_y(end, scale) for _start, end in ends.values()])
    return tuple(
        Letter(key, str(place + MIDDLE), start, end)
        for (key, (start, end)), place in zip(ends.items(), places, strict=True)
    )


def _apart(wanted: Sequence[int]) -> list[int]:
    """The places nearest to those wanted at which letters do not lie on each other."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    places = [0] * len(wanted)
    free = TOP
    for at in order:
        places[at] = free = max(wanted[at], free)
        free += LETTER
    free = BOTTOM
    for at in reversed(order):
        places[at] = free = min(places[at], free)
        free -= LETTER
    return places


def _style(at: int) -> tuple[str, SafeString]:
    return STYLES[min(at, len(STYLES) - 1)]


def _x(share: float) -> int:
    return LEFT + round(share * (RIGHT - LEFT))


def _y(score: float, scale: tuple[float, float]) -> int:
    low, high = scale
    return BOTTOM - round((score - low) / (high - low) * (BOTTOM - TOP))
