"""What moving weight between competencies could change (docs/method.md, 5).

Totals are linear in the weights, so both answers are closed forms: the interval of one weight in
which the leader stays first, and the least weight to move before a rival draws level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.engine.aggregation import Layout, group_sums
from scoring.engine.gates import NOISE
from scoring.engine.interchange import FROM
from scoring.engine.outcome import CEILING, PROVEN, Outcome, Rules
from scoring.engine.ranking import rank
from scoring.engine.value import Floats

type Line = tuple[float, float]  # a score where the weight is 0 and where it is 1
type Span = tuple[float, float]  # a part of [0, 1]

WHOLE, NOWHERE = (0.0, 1.0), (1.0, 0.0)


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


@dataclass(frozen=True, slots=True)
class Contender:
    """A candidate whom no check and no competency excludes, while one weight goes from 0 to 1."""

    code: str
    proven: Line
    behind: float  # 0, or how far the leader is behind it now and first all the same: a tie
    alive: Span  # where its ceiling reaches the minimum total


def totals_without(layout: Layout, scores: Floats) -> Floats:
    """(…, g, m) from scores (…, m, g): the total when one competency at a time weighs nothing.

    The same bits as if it were not there; NaN where no other weighs anything.
    """
    g = len(layout.competencies)
    others = layout.competency_weights * (1 - np.eye(g))
    whole = np.zeros(g, dtype=np.intp)
    sums = group_sums(scores[..., np.newaxis, :, :] * others[:, np.newaxis], whole, 1)[..., 0]
    weight = group_sums(others, whole, 1)
    with np.errstate(invalid="ignore"):  # 0 / 0
        return np.minimum(sums / weight, 100)


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
    contenders = [row for row in order if not today.failed[row, :-1].any()]
    rest = totals_without(layout, today.scores.competencies)
    found = []
    for column, weight in enumerate(layout.shares.tolist()):
        ends = np.stack([rest[:, column], today.scores.competencies[:, :, column]], axis=-1)
        leader, *rivals = _contenders(rules, today, contenders, ends)
        code = layout.competencies[column].code
        if np.isnan(ends).any():  # all of the weight: the others have no proportions to keep
            found.append(WeightInterval(code, weight, 1.0, 1.0, None, None))
            continue
        ahead = [(one, span) for one in rivals if (span := _ahead(one, leader)) is not None]
        low, below = _end(-1, weight, leader, rivals, ahead)
        high, above = _end(1, weight, leader, rivals, ahead)
        found.append(WeightInterval(code, weight, low, high, below, above))
    return tuple(found)


def _contenders(
    rules: Rules, today: Outcome, rows: Sequence[int], ends: Floats
) -> Iterable[Contender]:
    """ends: (2, m, 2), proven and ceiling of all candidates with none and all of the weight."""
    total, excluded = today.scores.total[PROVEN].tolist(), today.excluded
    least = np.where(rules.waived[:, -1], -np.inf, rules.minimum[-1]).tolist()
    for row in rows:
        lead = 0 if excluded[row] else total[rows[0]] - total[row]
        yield Contender(
            code=rules.layout.candidates[row],
            proven=tuple(ends[PROVEN, row].tolist()),
            behind=min(0, lead),
            alive=_split(tuple(ends[CEILING, row].tolist()), least[row])[1],
        )


def _end(
    direction: int,
    weight: float,
    leader: Contender,
    rivals: Sequence[Contender],
    ahead: Sequence[tuple[Contender, Span]],
) -> tuple[float, str | None]:
    """How far the weight may go down (-1) or up (1), and who leads beyond."""
    near, far = (0, 1) if direction > 0 else (1, 0)  # of a span, what is met first and last
    met = [(one, span) for one, span in ahead if direction * (sum(span) / 2 - weight) > 0]
    lost = leader.alive[far]
    first = min(direction * edge for edge in (lost, *(span[near] for _, span in met)))
    end = direction * max(first, direction * weight)
    if lost != WHOLE[far] and direction * (lost - end) <= NOISE:
        pool = [one for one in rivals if _holds(one.alive, end, direction)]
    else:
        pool = [one for one, span in met if _holds(span, end, direction)]
    return end, _top(pool, end, direction)


def _holds(span: Span, at: float, direction: int) -> bool:
    """Whether it holds the points just beyond `at`."""
    near, far = span if direction > 0 else span[::-1]
    return direction * (near - at) <= NOISE < direction * (far - at)


def _top(pool: Sequence[Contender], at: float, direction: int) -> str | None:
    """Who is highest just beyond `at`: of equals, who rises fastest on the way; then as listed."""
    if not pool:
        return None
    start, end = np.array([one.proven for one in pool]).T
    total, rise = start * (1 - at) + end * at, direction * (end - start)
    return pool[rank(range(len(pool)), total, [rise], NOISE).order[0]].code


def _ahead(rival: Contender, leader: Contender) -> Span | None:
    """Where the rival is above the leader, and not excluded."""
    start, end = (a - b for a, b in zip(leader.proven, rival.proven, strict=True))
    behind, _ = _split((start, end), rival.behind)
    low, high = max(behind[0], rival.alive[0]), min(behind[1], rival.alive[1])
    return (low, high) if high - low > NOISE else None


def _split(line: Line, level: float) -> tuple[Span, Span]:
    """Where on [0, 1] the line is below the level, and where it is not; noise is not below."""
    start, end = line
    starts, ends = start < level - NOISE, end < level - NOISE
    if starts == ends:
        return (WHOLE, NOWHERE) if starts else (NOWHERE, WHOLE)
    crossing = min(max((level - start) / (end - start), 0.0), 1.0)
    before, after = (0.0, crossing), (crossing, 1.0)
    return (before, after) if starts else (after, before)


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
    for source in np.argsort(-lead, kind="stable").tolist():
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
