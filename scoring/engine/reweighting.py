"""What moving weight between competencies could change (docs/method.md, 5).

Totals are linear in the weights, so both answers are closed forms: the interval of one weight in
which the leader stays first, and the least weight to move before a rival draws level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from scoring.engine.gates import NOISE
from scoring.engine.interchange import FROM
from scoring.engine.layout import Layout
from scoring.engine.outcome import CEILING, PROVEN, Outcome, Rules
from scoring.engine.value import Flags, Floats, Integers


@dataclass(frozen=True, slots=True)
class WeightInterval:
    """The shares (0-1) that one weight may take, the others in proportion, with the same leader.

    below, above: the code of who leads just outside; None where the end is 0 or 1, or where
    nobody is left to lead.
    """

    competency: str
    weight: float
    low: float
    high: float
    below: str | None
    above: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """Weight taken from one competency and given to another, in points of 100."""

    from_: str = field(metadata=FROM)
    to: str
    points: float


@dataclass(frozen=True, slots=True)
class NearestFlip:
    """The fewest points of weight to move before the rival is level with the leader.

    points: None where no movement of weight does it. moves: the largest effect first.
    """

    rival: str
    points: float | None
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Parts of [0, 1], one for each place of two arrays alike; empty where low is above high."""

    low: Floats
    high: Floats

    def __and__(self, other: "Spans") -> "Spans":
        return Spans(np.maximum(self.low, other.low), np.minimum(self.high, other.high))

    def without_leader(self) -> "Spans":
        return Spans(self.low[1:], self.high[1:])

    def holds(self, at: Floats, direction: int) -> Flags:
        """Which hold the points just beyond `at`."""
        near, far = (self.low, self.high) if direction > 0 else (self.high, self.low)
        return (direction * (near - at) <= NOISE) & (direction * (far - at) > NOISE)


@dataclass(frozen=True, slots=True, eq=False)
class Contenders:
    """c candidates whom no check and no competency excludes, the leader first, and g competencies.

    A total is a line in the weight of one competency, between where it weighs nothing and where it
    weighs all.
    """

    start: Floats  # (c, g) what is proven where the competency weighs nothing
    end: Floats  # (c, g) where it weighs all
    alive: Spans  # (c, g) where the ceiling reaches the minimum total
    ahead: Spans  # (c - 1, g) where a rival is above the leader, and alive

    @classmethod
    def of(cls, rules: Rules, today: Outcome, rows: Sequence[int]) -> Self:
        """rows: of the layout. Already behind and first all the same is a tie: no further, then."""
        scores = today.scores.competencies[:, rows]  # (2, c, g)
        rest = totals_without(rules.layout, scores)
        minimum = np.where(rules.waived[rows, -1], -np.inf, rules.minimum[-1])
        alive, _ = _split(rest[CEILING], scores[CEILING], minimum[:, np.newaxis])
        start, end = rest[PROVEN], scores[PROVEN]
        total = today.scores.total[PROVEN, rows]
        behind = np.where(today.excluded[rows], 0, np.minimum(total[0] - total, 0))
        _, below = _split(start[0] - start[1:], end[0] - end[1:], behind[1:, np.newaxis])
        return cls(start=start, end=end, alive=alive, ahead=below & alive.without_leader())

    def reach(self, weight: Floats, direction: int) -> tuple[Floats, Integers]:
        """(g,) how far each weight (g,) may go, up (1) or down (-1), and who leads beyond.

        Who: a place among the rivals, or -1 for nobody.
        """
        ahead = self.ahead
        near = ahead.low if direction > 0 else ahead.high
        lost = self.alive.high[0] if direction > 0 else self.alive.low[0]
        met = (ahead.high - ahead.low > NOISE) & (
            direction * ((ahead.low + ahead.high) / 2 - weight) > 0
        )
        first = np.min(direction * near, axis=0, where=met, initial=1)
        end = direction * np.maximum(np.minimum(first, direction * lost), direction * weight)
        alive = self.alive.without_leader().holds(end, direction)
        return end, self._highest(alive, end, direction)

    def _highest(self, pool: Flags, at: Floats, direction: int) -> Integers:
        """(g,) who is highest just beyond `at`: of equals, who rises fastest; then as listed."""
        start, end = self.start[1:], self.end[1:]
        for score in (start * (1 - at) + end * at, direction * (end - start)):
            best = np.max(score, axis=0, where=pool, initial=-np.inf)
            pool = pool & (best - score <= NOISE)
        nobody = np.ones((1, len(at)), dtype=np.bool_)  # comes last, and always is there
        found = np.concatenate([pool, nobody]).argmax(axis=0)
        return np.where(found < len(pool), found, -1)


def _split(start: Floats, end: Floats, level: Floats) -> tuple[Spans, Spans]:
    """Where on [0, 1] a line is not below the level, and where it is; noise is not below."""
    starts, ends = start < level - NOISE, end < level - NOISE
    turns = starts != ends
    rise = np.where(turns, end - start, 1)
    turn = np.where(turns, level - start, 0) / rise
    above = Spans(np.where(starts, np.where(ends, 1, turn), 0), np.where(ends, turn * ~starts, 1))
    below = Spans(np.where(starts, 0, np.where(ends, turn, 1)), np.where(ends, 1, turn * starts))
    return above, below


def totals_without(layout: Layout, scores: Floats) -> Floats:
    """(…, g) from scores (…, g): the total when one competency at a time weighs nothing.

    NaN where no other weighs anything.
    """
    weights = layout.competency_weights
    with np.errstate(invalid="ignore"):  # 0 / 0
        return np.minimum(_others(scores * weights) / _others(weights), 100)


def _others(values: Floats) -> Floats:
    """(…, n): the sum of all but one. Nothing is subtracted, so nothing is lost."""
    sums = np.zeros_like(values)
    sums[..., 1:] = np.add.accumulate(values[..., :-1], -1)
    sums[..., :-1] += np.add.accumulate(values[..., :0:-1], -1)[..., ::-1]
    return sums


def weight_intervals(
    rules: Rules, today: Outcome, order: Sequence[int]
) -> tuple[WeightInterval, ...]:
    """One for each competency; none when nobody leads. order: rows as listed, the leader first.

    The leader stays first while it is not behind, or not further behind than now where they tie.
    A minimum total takes part: a ceiling moves with the weights too.
    """
    if not today.leaders.any():
        return ()
    layout = rules.layout
    rows = [row for row in order if not today.failed[row, :-1].any()]
    contenders = Contenders.of(rules, today, rows)
    low, below = contenders.reach(layout.shares, -1)
    high, above = contenders.reach(layout.shares, 1)
    codes = [None if row is None else layout.candidates[row] for row in (*rows[1:], None)]
    columns = (layout.shares, low, high, below, above)
    return tuple(
        # All of the weight is here: the others have no proportions to keep.
        WeightInterval(competency.code, share, 1.0, 1.0, None, None)
        if alone
        else WeightInterval(competency.code, share, least, most, codes[under], codes[over])
        for competency, alone, share, least, most, under, over in zip(
            layout.competencies,
            np.isnan(contenders.start[0]).tolist(),
            *(column.tolist() for column in columns),
            strict=True,
        )
    )


def nearest_flips(rules: Rules, today: Outcome, order: Sequence[int]) -> tuple[NearestFlip, ...]:
    """One for each ranked rival, as listed. order: rows, the leader first; statuses stay."""
    if not order:
        return ()
    leader, *rivals = order
    scores, total = today.scores.competencies[PROVEN], today.scores.total[PROVEN]
    return tuple(
        _nearest_flip(rules, row, scores[leader] - scores[row], float(total[leader] - total[row]))
        for row in rivals
    )


def _nearest_flip(rules: Rules, rival: int, lead: Floats, gap: float) -> NearestFlip:
    """From where the leader is furthest ahead, to where it is least ahead: nothing closes more.

    lead: (g,) the scores of the leader over the rival's. gap: Σ W lead.
    """
    layout = rules.layout
    code = layout.candidates[rival]
    if gap <= rules.tolerance:
        return NearestFlip(code, 0.0, ())
    shares = layout.shares.tolist()
    to = int(lead.argmin())
    moves: list[tuple[float, Move]] = []
    for source in sorted(range(len(lead)), key=lambda one: -lead[one]):
        closes = float(lead[source] - lead[to])  # by each unit that moves
        if gap <= NOISE or closes <= NOISE:
            break
        share = min(shares[source], gap / closes)
        gap -= share * closes
        if share:
            move = Move(layout.competencies[source].code, layout.competencies[to].code, 100 * share)
            moves.append((share * closes, move))
    if gap > NOISE:
        return NearestFlip(code, None, ())
    moves.sort(key=lambda one: -one[0])
    return NearestFlip(code, sum(m.points for _, m in moves), tuple(move for _, move in moves))
