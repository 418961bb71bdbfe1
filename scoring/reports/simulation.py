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
class Terms:
    """What the method says of simulation and verdict, as figures."""

    draws: str
    seed: str
    concentration: str
    clear: str  # the chance from which on a winner may be clear
    flip: str  # and the points of weight that it must take to draw level
    narrow: str


@dataclass(frozen=True, slots=True)
class Robustness:
    """The table, and what is needed to draw the same again."""

    draws: str
    seed: str
    error: str  # the largest standard error of a chance near the announced weights
    rows: tuple[Row, ...]


def robustness(dossier: Dossier) -> Robustness | None:
    """In the order of the ranking; None where a chance to come first says nothing."""
    if not is_simulated(dossier):
        return None
    simulation = dossier.comparison.simulation
    return Robustness(
        draws=numbers.count(simulation.near.draws),
        seed=str(simulation.near.seed),
        error=numbers.fine(100 * max(simulation.near.standard_error.values())),
        rows=tuple(
            Row(
                name=one.name,
                excluded=one.rank is None,
                runs=(_chance(simulation.near, one), _chance(simulation.any, one)),
            )
            for one in dossier.comparison.candidates
        ),
    )


def terms_of(dossier: Dossier) -> Terms:
    method = dossier.problem.method
    return Terms(
        draws=numbers.count(method.draws),
        seed=str(method.seed),
        concentration=numbers.plain(method.concentration),
        clear=numbers.percent(method.clear.first),
        flip=numbers.plain(method.clear.flip),
        narrow=numbers.percent(method.narrow.first),
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
