"""compare(problem): one frozen answer, from which every number of a report is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.engine.aggregation import LOW, Matrices, Scores, coverage
from scoring.engine.fingerprints import fingerprint, inputs_digest
from scoring.engine.gates import GateResult, Status, gate_results, status
from scoring.engine.interchange import NEVER, as_json
from scoring.engine.layout import Layout
from scoring.engine.problem import Problem
from scoring.engine.ranking import rank
from scoring.engine.sampling import CELLS, generator, weights_any, weights_near
from scoring.engine.simulation import Simulation, simulate
from scoring.engine.stability import Stability, stability
from scoring.engine.verdict import Verdict, verdict

ENGINE_VERSION = "1.1.0"
FORMAT = "integrator-eval/comparison-1"


@dataclass(frozen=True, slots=True)
class Score:
    """What was shown, what was promised, and what unanswered questions could still add."""

    proven: float
    claimed: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class CompetencyResult:
    code: str
    proven: float
    claimed: float
    ceiling: float
    contribution: float  # W_g s_g, in points of the total


@dataclass(frozen=True, slots=True)
class CheckResult:
    code: str
    proven: float
    claimed: float
    ceiling: float
    points: float  # W_g u_k proven, in points of the total


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """One candidate; `rank` is None for an excluded one."""

    code: str
    name: str
    status: Status
    rank: int | None
    coverage: float  # 0-1, the share of the weight that is rated
    score: Score
    competencies: tuple[CompetencyResult, ...]
    gates: tuple[GateResult, ...]
    checks: tuple[CheckResult, ...] = field(metadata=NEVER)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Candidates in rank order, the excluded ones last by score."""

    engine: str
    inputs_digest: str
    frozen_fingerprint: str
    leaders: tuple[str, ...]  # everyone of rank 1, as listed; empty when all are excluded
    margin: float | None  # between the two highest ranked; None when there are fewer
    verdict: Verdict
    candidates: tuple[CandidateResult, ...]
    stability: Stability
    simulation: Simulation

    def to_json(self) -> dict[str, Any]:
        """The format of docs/method.md, section 9."""
        return {"format": FORMAT, **as_json(self)}


def compare(problem: Problem) -> Comparison:
    """The comparison that docs/method.md defines; a problem is valid, so this does not fail."""
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    scores = Scores.of(matrices.values, layout)
    candidates = standings(problem, layout, matrices, scores)
    ranked = tuple(one for one in candidates if one.rank is not None)
    leaders = tuple(one.code for one in ranked if one.rank == 1)
    ranks = {layout.candidates.index(one.code): one.rank for one in candidates}
    certificate = stability(problem, layout, matrices, scores, ranks)
    simulation = _simulation(problem, layout, matrices)
    return Comparison(
        engine=ENGINE_VERSION,
        inputs_digest=inputs_digest(problem),
        frozen_fingerprint=fingerprint(problem),
        leaders=leaders,
        margin=margin(ranked),
        verdict=verdict(problem.method, leaders, certificate.nearest_flips, simulation.near.first),
        candidates=candidates,
        stability=certificate,
        simulation=simulation,
    )


def standings(
    problem: Problem,
    layout: Layout,
    matrices: Matrices,
    scores: Scores,
    *,
    gates: Sequence[tuple[GateResult, ...]] = (),
    told: Sequence[int] | None = None,
) -> tuple[CandidateResult, ...]:
    """Every candidate in rank order, the excluded last: docs/method.md, 1 to 4.

    gates: those of each row of the layout, where they are known already.
    told: the columns of the checks to tell of; all of them unless given.
    """
    columns = range(len(layout.checks)) if told is None else told
    competencies, checks = _competencies(layout, scores), _checks(layout, matrices, columns)
    totals = scores.total.T.tolist()
    gates = gates or gate_results(problem, layout, matrices, scores)
    statuses = [status(of_one) for of_one in gates]
    rated = coverage(matrices.rated, layout)
    names = {one.code: one.name for one in problem.candidates}
    return tuple(
        CandidateResult(
            code=layout.candidates[row],
            name=names[layout.candidates[row]],
            status=statuses[row],
            rank=place,
            coverage=float(rated[row]),
            score=Score(*totals[row]),
            competencies=competencies[row],
            gates=gates[row],
            checks=checks[row],
        )
        for row, place in _ranks(problem, layout, scores, statuses).items()
    )


def _ranks(
    problem: Problem, layout: Layout, scores: Scores, statuses: Sequence[Status]
) -> dict[int, int | None]:
    """Row to rank, in the order of the answer; the excluded follow, listed by the same rule."""
    column = {one.code: position for position, one in enumerate(layout.competencies)}
    proven = scores.competencies[LOW]
    # A competency out of scope has no scores: it breaks no tie, as it takes part in nothing.
    tie_break = [proven[:, column[c]] for c in problem.method.tie_break if c in column]
    rows = range(len(statuses))
    groups = (
        [row for row in rows if statuses[row] != "excluded"],
        [row for row in rows if statuses[row] == "excluded"],
    )
    ranked, excluded = (
        rank(group, scores.total[LOW], tie_break, problem.method.tie_tolerance) for group in groups
    )
    return dict(zip(ranked.order, ranked.ranks, strict=True)) | dict.fromkeys(excluded.order)


def _competencies(layout: Layout, scores: Scores) -> list[tuple[CompetencyResult, ...]]:
    """Of each row of the layout. The planes are the fields, in their order."""
    codes = [one.code for one in layout.competencies]
    points = layout.shares * scores.competencies[LOW]
    rows = zip(*scores.competencies.tolist(), points.tolist(), strict=True)
    return [tuple(map(CompetencyResult, codes, *numbers)) for numbers in rows]


def _checks(
    layout: Layout, matrices: Matrices, columns: Sequence[int]
) -> list[tuple[CheckResult, ...]]:
    """Of each row of the layout, as above."""
    codes = [layout.checks[at].code for at in columns]
    values = matrices.values[:, :, columns]
    points = layout.weights[columns] * values[LOW]
    rows = zip(*values.tolist(), points.tolist(), strict=True)
    return [tuple(map(CheckResult, codes, *numbers)) for numbers in rows]


def margin(ranked: Sequence[CandidateResult]) -> float | None:
    """By score, not as listed: a tie-break may list the lower of two within the tolerance first."""
    totals = sorted((one.score.proven for one in ranked), reverse=True)
    return totals[0] - totals[1] if len(totals) > 1 else None


def _simulation(problem: Problem, layout: Layout, matrices: Matrices) -> Simulation:
    """Both runs, from three streams of the method's seed."""
    draws, seed = problem.method.draws, problem.method.seed
    shares = tuple(layout.shares.tolist())
    samples = [
        weights_near(shares, draws, seed, problem.method.concentration),
        weights_any(len(shares), draws, seed),
    ]
    return Simulation(*simulate(problem, layout, matrices, samples, generator(seed, CELLS)))
