"""The stability certificate of a problem, and the short answer that it is held against."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from scoring.engine import Problem
from scoring.engine.aggregation import HIGH, LOW, Matrices, Scores
from scoring.engine.comparison import CandidateResult, standings
from scoring.engine.layout import Layout
from scoring.engine.outcome import Outcome, Rules
from scoring.engine.readings import Readings
from scoring.engine.stability import Stability, stability

from .problems import random_problem


@dataclass(frozen=True, slots=True)
class Parts:
    """What `compare` has at hand, without the certificate and the simulation."""

    problem: Problem
    layout: Layout
    matrices: Matrices
    scores: Scores
    places: tuple[CandidateResult, ...]

    @property
    def ranks(self) -> dict[int, int | None]:
        """Rows in the order of the answer."""
        return {self.layout.candidates.index(one.code): one.rank for one in self.places}


def parts(problem: Problem) -> Parts:
    layout = Layout.of(problem)
    matrices = Matrices.of(problem, layout)
    scores = Scores.of(matrices.values, layout)
    return Parts(problem, layout, matrices, scores, standings(problem, layout, matrices, scores))


@dataclass(frozen=True, slots=True)
class Basis:
    """What each part of a certificate is made from."""

    rules: Rules
    today: Outcome
    readings: Readings
    order: list[int]  # rows, as listed
    ranked: list[int]  # of these, who has a rank


def basis(has: Parts) -> Basis:
    rules = Rules.of(has.problem, has.layout)
    return Basis(
        rules=rules,
        today=rules.judge(has.matrices.values[[LOW, HIGH]]),
        readings=has.matrices.readings,
        order=list(has.ranks),
        ranked=[row for row, place in has.ranks.items() if place is not None],
    )


def certificate(problem: Problem) -> Stability:
    has = parts(problem)
    return stability(problem, has.layout, has.matrices, has.scores, has.ranks)


@dataclass(frozen=True, slots=True)
class Answer:
    """Of what `compare` says, what a certificate is about."""

    leaders: tuple[str, ...]
    states: dict[str, list[str]]  # of the gates, by candidate


def answer(problem: Problem) -> Answer:
    has = parts(problem)
    return Answer(
        leaders=tuple(one.code for one in has.places if one.rank == 1),
        states={one.code: [gate.state for gate in one.gates] for one in has.places},
    )


CHUNKS, CHUNK = 10, 200


@dataclass(frozen=True, slots=True)
class Example:
    """A random problem, as JSON and as the engine reads it."""

    plain: dict[str, Any]
    problem: Problem


@cache
def examples(chunk: int) -> list[Example]:
    """One of the `CHUNKS` of 2 000 examples. Certificates are not kept: each test makes its own."""
    plain = [scaled_problem(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK)]
    return [Example(one, Problem.from_json(one)) for one in plain]


def scaled_problem(seed: int) -> dict[str, Any]:
    """A random problem in which most checks have a scale; values may lie between its steps."""
    rng = Random(seed)
    problem = random_problem(rng)
    for competency in problem["competencies"]:
        for check in competency["checks"]:
            check["scale"] = rng.choice(
                [
                    None,
                    {"kind": "levels", "values": [0, 50, 100]},
                    {"kind": "levels", "values": [0, 20, 40, 60, 80, 100]},
                    {"kind": "measure", "points": [[1, 90], [2, 33.3], [5, 50], [9, 10]]},
                ]
            )
    return problem
