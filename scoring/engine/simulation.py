"""Simulated stability: SMAA-2 on the scoring model (docs/method.md, 5).

Lahdelma & Salminen, SMAA-2: stochastic multicriteria acceptability analysis for group decision
making, Operations Research 49 (2001) 444-454. Weights vary, cells vary on their range, gates are
judged on what was drawn. Arrays have the draws as their last axis.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

import numpy as np

from scoring.engine.aggregation import Matrices, Scores
from scoring.engine.counting import Counts, rank_counts, totals, win_counts
from scoring.engine.gates import NOISE
from scoring.engine.layout import Layout
from scoring.engine.outcome import Rules
from scoring.engine.problem import Problem
from scoring.engine.sampling import CELLS, SCORE_STEP, generator
from scoring.engine.value import Flags, Floats, Integers

OUT = -1.0  # the total of who is excluded in a draw: below every score
CHUNK = 2**17  # numbers at work at a time, about one megabyte: they stay in the cache
LOWEST, HIGHEST = 0.05, 0.95  # the ends of the score interval


@dataclass(frozen=True, slots=True)
class Run:
    """What happened in `draws` draws; mappings are by the code of the candidate."""

    draws: int
    seed: int
    first: Mapping[str, float]  # the share of draws in first place, shared first places included
    standard_error: Mapping[str, float]  # of `first`
    acceptability: Mapping[str, tuple[float, ...]]  # b[c, r]: the share of draws at rank r + 1
    pairwise: Mapping[str, Mapping[str, float]]  # the share of draws in which one beats the other
    interval: Mapping[str, tuple[float, float]]  # 5 % to 95 % of the drawn totals
    central_weights: Mapping[str, Mapping[str, float] | None]  # mean weights when first, by code


@dataclass(frozen=True, slots=True)
class Simulation:
    """The same draws of the cells under two kinds of weights."""

    near: Run  # the announced weights, give or take
    any: Run  # any weights at all


@dataclass(frozen=True, slots=True, eq=False)
class Uncertain:
    """What can be drawn: the competency scores at the low ends, and what each open cell adds.

    u cells have a range; each is uniform on it, independent of the others.
    """

    scores: Floats  # (m, g) at the low end of every cell
    row: Integers  # (u,) its candidate
    column: Integers  # (u,) its check
    slot: Integers  # (u,) row · g + competency, ascending
    low: Floats  # (u,)
    width: Floats  # (u,)
    gain: Floats  # (u,) what the whole width adds to the score of its competency

    @classmethod
    def of(cls, layout: Layout, matrices: Matrices) -> Self:
        least, most = matrices.bounds
        row, column = np.nonzero(most > least)
        within = layout.check_weights / layout.check_totals[layout.group]
        width = (most - least)[row, column]
        return cls(
            scores=Scores.of(least, layout).competencies,
            row=row,
            column=column,
            slot=row * len(layout.competencies) + layout.group[column],
            low=least[row, column],
            width=width,
            gain=width * within[column],
        )

    def drawn(self, at: Floats) -> Floats:
        """(m, g, n): the competency scores with each cell at its share (u, n) of its range.

        (m, g, 1) where nothing is uncertain: all draws are the same.
        """
        m, g = self.scores.shape
        if not len(self.slot):
            return self.scores[..., np.newaxis]
        scores = np.repeat(self.scores.reshape(-1, 1), at.shape[1], axis=1)
        slots, starts = np.unique(self.slot, return_index=True)
        scores[slots] += np.add.reduceat(self.gain[:, np.newaxis] * at, starts, axis=0)
        return scores.reshape(m, g, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """The gates that have no waiver, as the least that passes; -inf where there is none."""

    fixed: Flags  # (m,) fails a check of which nothing is left to draw
    cells: Integers  # (q,) the uncertain cells that a check gates, ascending
    shares: Floats  # (q,) of its range that passes
    rows: Integers  # (r,) their candidates
    starts: Integers  # (r,) where the cells of each begin
    competency: Floats  # (m, g)
    total: Floats  # (m,)

    @classmethod
    def of(cls, rules: Rules, matrices: Matrices, uncertain: Uncertain) -> Self:
        k, g = len(rules.layout.checks), len(rules.layout.competencies)
        least = np.where(rules.waived, -np.inf, rules.minimum)
        check, competency, total = np.split(least, [k, k + g], axis=1)
        check = check - NOISE
        low, high = matrices.bounds
        shares = (check[uncertain.row, uncertain.column] - uncertain.low) / uncertain.width
        cells = np.flatnonzero(shares > 0)
        rows, starts = np.unique(uncertain.row[cells], return_index=True)
        return cls(
            fixed=((low == high) & (high < check)).any(axis=1),
            cells=cells,
            shares=shares[cells],
            rows=rows,
            starts=starts,
            competency=competency - NOISE,
            total=total[:, 0] - SCORE_STEP,  # drawn totals lie on the grid of scores
        )

    def failed(self, at: Floats, scores: Floats) -> Flags:
        """(m, n), or (m, 1): who fails a check or a competency.

        at: (u, n) shares of the ranges. scores: (m, g, n) or (m, g, 1).
        """
        failed: Flags = (scores < self.competency[..., np.newaxis]).any(axis=1)
        failed |= self.fixed[:, np.newaxis]
        if len(self.cells):
            below = at[self.cells] < self.shares[:, np.newaxis]
            failed[self.rows] |= np.logical_or.reduceat(below, self.starts, axis=0)
        return failed


class Tally:
    """Counts over the draws of one sample of weights, filled chunk by chunk."""

    def __init__(self, weights: Floats, candidates: int) -> None:
        self.weights = weights  # (g, draws)
        self.ranks: Counts = np.zeros((candidates, candidates), dtype=np.int64)
        self.wins: Counts = np.zeros((candidates, candidates), dtype=np.int64)
        self.central = np.zeros((candidates, len(weights)))  # sums of the weights when first
        self.totals = np.empty((candidates, weights.shape[1]))

    def add(self, chunk: slice, scores: Floats, failed: Flags, bar: Floats) -> None:
        """One chunk of n draws: scores (m, g, n) or (m, g, 1), failed (m, n) or (m, 1)."""
        weights = self.weights[:, chunk]
        total = totals(scores, weights)
        self.totals[:, chunk] = total
        total[failed | (total < bar[:, np.newaxis])] = OUT
        self.ranks += rank_counts(total)
        self.wins += win_counts(total)
        first = (total == total.max(axis=0)) & (total > OUT)
        self.central += first.astype(np.float64) @ weights.T  # whole steps: exact in any order

    def run(self, layout: Layout, seed: int) -> Run:
        draws, codes = self.weights.shape[1], layout.candidates
        first = self.ranks[:, 0] / draws
        interval = np.quantile(self.totals, (LOWEST, HIGHEST), axis=1, overwrite_input=True).T
        return Run(
            draws=draws,
            seed=seed,
            first=_by(codes, first.tolist()),
            standard_error=_by(codes, np.sqrt(first * (1 - first) / draws).tolist()),
            acceptability=_by(codes, map(tuple, (self.ranks / draws).tolist())),
            pairwise={
                one: {other: share for other, share in zip(codes, row, strict=True) if other != one}
                for one, row in zip(codes, (self.wins / draws).tolist(), strict=True)
            },
            interval=_by(codes, map(tuple, interval.tolist())),
            central_weights=_by(codes, self._central(layout)),
        )

    def _central(self, layout: Layout) -> Iterable[dict[str, float] | None]:
        codes = [one.code for one in layout.competencies]
        for sums, times in zip(self.central, self.ranks[:, 0].tolist(), strict=True):
            yield _by(codes, (sums / times).tolist()) if times else None


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """All draws of the cells, kept: weights may change, and what is known stays as it is.

    It holds a number for each draw, competency and candidate who might be first: megabytes.
    """

    candidates: tuple[str, ...]
    hopeful: Integers  # (h,) the rows of those who might be first
    scores: Floats  # (h, g, draws) on the grid, or (h, g, 1)
    failed: Flags  # (h, draws) or (h, 1)
    bar: Floats  # (h,) the least total that passes

    @classmethod
    def of(cls, problem: Problem, layout: Layout, matrices: Matrices) -> Self:
        """As `simulate` draws them, from the method's seed."""
        uncertain = Uncertain.of(layout, matrices)
        bars = Bars.of(Rules.of(problem, layout), matrices, uncertain)
        cells = generator(problem.method.seed, CELLS)
        chunks = _chunks(uncertain, bars, problem.method.draws, cells)
        if not len(uncertain.slot):  # each chunk says the same
            chunks = islice(chunks, 1)
        _at, *parts = zip(*chunks, strict=True)
        scores, failed = (np.concatenate(part, axis=-1) for part in parts)
        hopeful = _hopeful(scores, failed, bars.total)
        return cls(
            candidates=layout.candidates,
            hopeful=hopeful,
            scores=scores[hopeful],
            failed=failed[hopeful],
            bar=bars.total[hopeful],
        )

    def first(self, weights: Floats) -> dict[str, float]:
        """`Run.first`, and nothing else of it, under a sample (g, draws) of weights on the grid."""
        total = totals(self.scores, weights)
        total[self.failed | (total < self.bar[:, np.newaxis])] = OUT
        first = (total == total.max(axis=0, initial=OUT)) & (total > OUT)
        shares = np.zeros(len(self.candidates))
        shares[self.hopeful] = first.mean(axis=1)
        return _by(self.candidates, shares.tolist())


def _hopeful(scores: Floats, failed: Flags, bar: Floats) -> Integers:
    """Rows, ascending, of who is first under some weights in some draw; maybe of some others.

    Left out is who is always out, and whom another beats in every competency of every draw: one
    who is out only for too low a total, below which the beaten one is too.
    """
    least, most = scores.min(axis=2), scores.max(axis=2)
    beats = (least[:, np.newaxis] > most).all(axis=2)  # (m, m)
    beats &= ~failed.any(axis=1)[:, np.newaxis] & (bar[:, np.newaxis] <= bar)
    return np.flatnonzero(~failed.all(axis=1) & ~beats.any(axis=0))


def simulate(
    problem: Problem,
    layout: Layout,
    matrices: Matrices,
    samples: Sequence[Floats],
    cells: np.random.Generator,
) -> list[Run]:
    """One run for each sample (g, draws) of weights on the grid, all with the same drawn cells."""
    uncertain = Uncertain.of(layout, matrices)
    bars = Bars.of(Rules.of(problem, layout), matrices, uncertain)
    tallies = [Tally(weights, len(layout.candidates)) for weights in samples]
    for at, scores, failed in _chunks(uncertain, bars, samples[0].shape[1], cells):
        for tally in tallies:
            tally.add(at, scores, failed, bars.total)
    return [tally.run(layout, problem.method.seed) for tally in tallies]


def _chunks(
    uncertain: Uncertain, bars: Bars, draws: int, cells: np.random.Generator
) -> Iterator[tuple[slice, Floats, Flags]]:
    """Some at a time: which draws, scores (m, g, n) or (m, g, 1), who is out (m, n) or (m, 1)."""
    m, g = uncertain.scores.shape
    size = max(1, CHUNK // (len(uncertain.slot) + m * g))  # shapes the stream and so the answer
    for begin in range(0, draws, size):
        end = min(begin + size, draws)
        at = cells.random((len(uncertain.slot), end - begin))
        scores = uncertain.drawn(at)
        failed = bars.failed(at, scores)
        on_grid = np.rint(scores * (1 / SCORE_STEP)) * SCORE_STEP
        yield slice(begin, end), on_grid, failed


def _by[T](codes: Iterable[str], values: Iterable[T]) -> dict[str, T]:
    return dict(zip(codes, values, strict=True))
