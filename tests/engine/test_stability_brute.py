"""What the certificate says of cells, assessors and competencies, tried on 2 000 random problems.

Each change is made in a problem of its own, which is then answered anew.
"""

from collections import Counter
from random import Random

import pytest

from scoring.engine import Problem
from scoring.engine.sensitivity import CHANGES, decisive, rating_flips
from scoring.engine.stability import LeaveOneOut, leave_one_out

from .certificates import CHUNKS, Answer, answer, basis, certificate, examples, parts
from .changes import (
    Cell,
    cell_range,
    flipped,
    settled,
    share,
    without_assessor,
    without_competency,
)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_rating_flips_are_the_changes_that_change_the_answer(chunk: int) -> None:
    rng, different = Random(chunk), []

    for example in examples(chunk):
        problem, today = example.problem, answer(example.problem)
        made = basis(parts(problem))
        flips = rating_flips(made.rules, made.today, made.readings)
        listed = {((one.candidate, one.check), one.change): one for one in flips}
        tried = rng.sample(sorted(listed), min(2, len(listed)))
        tried += [(cell, rng.choice(CHANGES)) for cell in some_cells(problem, rng, 3)]
        for cell, change in tried:
            one, changed = listed.get((cell, change)), flipped(problem, cell, change)
            then = today if changed is None else answer(changed)
            effect = effect_of(today, then)
            if (one and (one.effect, one.leaders)) != (effect and (effect, then.leaders)):
                different.append((example.plain, cell, change, one, effect, then.leaders))

    assert different == []


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_decisive_cells_are_those_whose_range_changes_the_answer(chunk: int) -> None:
    rng, different = Random(chunk), []

    for example in examples(chunk):
        problem, today = example.problem, answer(example.problem)
        has = parts(problem)
        made = basis(has)
        cells = decisive(made.rules, made.today, has.matrices)
        listed = {(one.candidate, one.check): one for one in cells}
        tried = rng.sample(sorted(listed), min(2, len(listed)))
        for cell in [*tried, *some_cells(problem, rng, 2)]:
            low, high = cell_range(problem, cell)
            swing = share(problem, cell[1]) * (high - low)
            ends = [low, high] if swing else []
            effects = {effect_of(today, answer(settled(problem, cell, end))) for end in ends}
            effect = next((one for one in ("leader", "gate") if one in effects), None)
            one = listed.get(cell)
            if (one and one.effect) != effect or (one and abs(one.swing - swing) > 1e-9):
                different.append((example.plain, cell, one, effect, swing))

    assert different == []


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_leaders_without_one_are_those_of_the_problem_without_it(chunk: int) -> None:
    different = []

    for example in examples(chunk):
        problem = example.problem
        assessors = {cell.assessor for cell in problem.cells}
        competencies = [one.code for one in problem.competencies if one.checks_in_scope]
        fewer = {code: without_competency(problem, code) for code in competencies}
        expected = LeaveOneOut(
            assessors={one: answer(without_assessor(problem, one)).leaders for one in assessors},
            competencies={code: answer(one).leaders if one else () for code, one in fewer.items()},
        )
        made = basis(parts(problem))
        found = leave_one_out(problem, made.rules, made.today, made.readings)
        if found != expected:
            different.append((example.plain, found, expected))

    assert different == []


def test_certificates_are_as_varied_as_they_must_be() -> None:
    """A negative control: certificates that say nothing would prove little."""
    seen: Counter[str] = Counter()

    for found in (certificate(example.problem) for example in examples(0)):
        for interval in found.weight_intervals:
            seen["below"] += interval.below is not None
            seen["above"] += interval.above is not None
            seen["nobody"] += interval.above is None and interval.high < 1
        for nearest in found.nearest_flips:
            seen["level"] += nearest.points == 0
            seen["out of reach"] += nearest.points is None
            seen["several moves"] += len(nearest.moves) > 1
        seen.update(f"decisive for the {one.effect}" for one in found.decisive)
        seen.update(f"{one.change} for the {one.effect}" for one in found.rating_flips)
        for leaders in found.leave_one_out.competencies.values():
            seen["nobody without it"] += not leaders
            seen["a tie without it"] += len(leaders) > 1

    assert min(seen.values()) > 5
    assert len(seen) == 6 + 2 + 8 + 2


def some_cells(problem: Problem, rng: Random, count: int) -> list[Cell]:
    checks = [check.code for one in problem.competencies for check in one.checks_in_scope]
    candidates = [one.code for one in problem.candidates]
    return [(rng.choice(candidates), rng.choice(checks)) for _ in range(count)]


def effect_of(today: Answer, then: Answer) -> str | None:
    if set(then.leaders) != set(today.leaders):
        return "leader"
    return "gate" if then.states != today.states else None
