"""What came of the simulation, candidate by candidate, under both kinds of weights."""

from dataclasses import dataclass

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.engine.simulation import Run

from . import numbers
from .standing import is_simulated


@dataclass(frozen=True, slots=True)
class Chance:
    """How often one came first, give or take its standard error, and where its score mostly lay."""

    first: str
    error: str
    interval: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    excluded: bool
    runs: tuple[Chance, Chance]  # near the announced weights, and any weights


@dataclass(frozen=True, slots=True)
class Robustness:
    """The table, and what is needed to draw the same again."""

    draws: str
    seed: int
    rows: tuple[Row, ...]


def robustness(dossier: Dossier) -> Robustness | None:
    """In the order of the ranking; None where a chance to come first says nothing."""
    if not is_simulated(dossier):
        return None
    simulation = dossier.comparison.simulation
    return Robustness(
        draws=numbers.count(simulation.near.draws),
        seed=simulation.near.seed,
        rows=tuple(
            Row(
                name=one.name,
                excluded=one.rank is None,
                runs=(_chance(simulation.near, one), _chance(simulation.any, one)),
            )
            for one in dossier.comparison.candidates
        ),
    )


def chance_of(dossier: Dossier, candidate: CandidateResult) -> str:
    """Its chance to come first near the announced weights; nothing where it says nothing."""
    if candidate.rank is None or not is_simulated(dossier):
        return ""
    return numbers.chance(dossier.comparison.simulation.near.first[candidate.code])


def _chance(run: Run, candidate: CandidateResult) -> Chance:
    low, high = run.interval[candidate.code]
    return Chance(
        first=numbers.chance(run.first[candidate.code]),
        error=f"± {numbers.fine(100 * run.standard_error[candidate.code])}",
        interval=f"{numbers.points(low)}–{numbers.points(high)}",
    )
