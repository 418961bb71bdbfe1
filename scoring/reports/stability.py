"""What could change the winner, as pages show it: weights, single ratings, people left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.report import Dossier
from scoring.engine.reweighting import NearestFlip, WeightInterval
from scoring.engine.sensitivity import RatingFlip

from . import numbers, safety
from .fold import Fold, fold
from .phrases import bold, fixed, names, paragraph
from .standing import is_contest, is_simulated, leaders, name_of

SHOWN = 3  # of each kind, before the rest is folded away
CHANGES = {
    "level_up": gettext_lazy("one level higher"),
    "level_down": gettext_lazy("one level lower"),
    "refuted": gettext_lazy("if refuted"),
    "proven": gettext_lazy("if fully proven"),
}


@dataclass(frozen=True, slots=True)
class Safe:
    """Within which weights of one competency the leader stays first, and who leads outside.

    The sentences are put together when they are asked for: a what-if shows the span alone.
    """

    span: str
    always: bool
    said: tuple[tuple[str, str, str], ...]  # sentence, the share and the name that it is about
    others: tuple[str, ...] = ()  # their names; fewer than the ends where nobody would lead

    @property
    def words(self) -> SafeString:
        return paragraph(
            format_html(sentence, share=share, first=bold(name), leader=bold(name))
            for sentence, share, name in self.said
        )

    @property
    def cell(self) -> SafeString:
        """Of the heat map."""
        return fixed(f'<td class="{self._classes}">{self.span}</td>')  # figures, and our words

    @property
    def spoken_cell(self) -> SafeString:
        """The same, with who leads outside for who points at it, and for who cannot see it."""
        spoken = self.spoken
        cell = '<td class="{}" title="{}">{}<span class="visually-hidden"> {}</span></td>'
        return format_html(cell, self._classes, spoken, self.span, spoken)

    @property
    def _classes(self) -> str:
        return "safe always" if self.always else "safe"

    @property
    def spoken(self) -> SafeString:
        """The words without what makes names bold."""
        return mark_safe(self.words.replace("<b>", "").replace("</b>", ""))  # noqa: S308  as escaped


@dataclass(frozen=True, slots=True)
class Move:
    source: str
    target: str
    points: str


@dataclass(frozen=True, slots=True)
class Flip:
    """What a rival needs to draw level; the moves where there are more than the words name."""

    words: SafeString
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating, the changes of it that do the same, and what they do."""

    title: str
    name: str  # the candidate's
    changes: str
    effect: SafeString | None  # on the first place


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All of it, the nearest first."""

    flips: Fold[Flip]
    certainty: SafeString | None
    left_out: Fold[SafeString]
    leader_ratings: Fold[Rating]  # those that put somebody else first
    gate_ratings: tuple[Rating, ...]  # those that only decide a requirement otherwise


def safe_weights(dossier: Dossier) -> dict[str, Safe]:
    """By competency; none where nobody leads alone over somebody."""
    if not is_contest(dossier):
        return {}
    found = dossier.comparison.stability.weight_intervals
    return {one.competency: _safe(dossier, one) for one in found}


def changes(dossier: Dossier) -> Changes | None:
    """None where there is no winner to change: one candidate, nobody eligible, nothing scored."""
    if not is_simulated(dossier):
        return None
    stability = dossier.comparison.stability
    of_leader, of_gate = (
        tuple(_ratings(dossier, (one for one in stability.rating_flips if one.effect == effect)))
        for effect in ("leader", "gate")
    )
    return Changes(
        flips=fold(_flips(dossier) if is_contest(dossier) else (), at=SHOWN),
        certainty=safety.certainty(dossier),
        left_out=fold(safety.leave_one_out(dossier), at=SHOWN),
        leader_ratings=fold(of_leader, at=SHOWN),
        gate_ratings=of_gate,
    )


def _safe(dossier: Dossier, one: WeightInterval) -> Safe:
    if one.low == 1:
        return Safe("—", always=False, said=((_("All of the weight is here."), "", ""),))
    if (one.low, one.high) == (0, 1):
        words = _("{leader} stays first whatever this weighs.")
        return Safe(_("always"), always=True, said=((words, "", leaders(dossier)[0].name),))
    low, high = numbers.ends(one.low, one.high, around=one.weight)
    said = []
    if one.low > 0:
        who = _("Below {share}, {first} would come first.")
        nobody = _("Below {share}, no candidate could be chosen.")
        said.append(_outside(dossier, who if one.below else nobody, low, one.below))
    if one.high < 1:
        who = _("Above {share}, {first} would come first.")
        nobody = _("Above {share}, no candidate could be chosen.")
        said.append(_outside(dossier, who if one.above else nobody, high, one.above))
    others = tuple(name_of(dossier, code) for code in (one.below, one.above) if code)
    return Safe(numbers.span(low, high), always=False, said=tuple(said), others=others)


def _outside(dossier: Dossier, words: str, share: float, code: str | None) -> tuple[str, str, str]:
    return words, numbers.percent(share), name_of(dossier, code) if code else ""


def _flips(dossier: Dossier) -> tuple[Flip, ...]:
    """The nearest first; who cannot catch up comes last."""
    found = sorted(
        dossier.comparison.stability.nearest_flips,
        key=lambda one: inf if one.points is None else one.points,
    )
    said = ((one, safety.flip_sentence(dossier, one)) for one in found)
    return tuple(Flip(words, _moves(dossier, one)) for one, words in said if words)


def _moves(dossier: Dossier, flip: NearestFlip) -> tuple[Move, ...]:
    """Each of them, where there is more than one: the sentence has the total only."""
    titles = dossier.competencies
    moves = tuple(
        Move(
            titles[one.from_].short_title,
            titles[one.to].short_title,
            numbers.noticeable(one.points),
        )
        for one in flip.moves
    )
    return moves if len(moves) > 1 else ()


def _ratings(dossier: Dossier, flips: Iterable[RatingFlip]) -> Iterator[Rating]:
    """The candidates in the order of the ranking, their checks in that of the rubric."""
    grouped: dict[tuple[str, str, tuple[str, ...]], list[RatingFlip]] = defaultdict(list)
    for one in flips:
        grouped[one.candidate, one.check, one.leaders].append(one)
    place = {one.code: at for at, one in enumerate(dossier.comparison.candidates)}
    order = {code: at for at, code in enumerate(dossier.checks)}
    for candidate, check, first in sorted(grouped, key=lambda key: (place[key[0]], order[key[1]])):
        alike = grouped[candidate, check, first]
        yield Rating(
            title=str(dossier.checks[check]),
            name=name_of(dossier, candidate),
            changes=", ".join(str(CHANGES[one.change]) for one in alike),
            effect=_effect(dossier, alike[0]),
        )


def _effect(dossier: Dossier, flip: RatingFlip) -> SafeString | None:
    if flip.effect == "gate":
        return None
    if not flip.leaders:
        return fixed(_("no candidate could be chosen"))
    if len(flip.leaders) == 1:
        words = _("{first} would come first")
    else:
        words = _("{first} would share first place")
    return format_html(words, first=names(name_of(dossier, code) for code in flip.leaders))
