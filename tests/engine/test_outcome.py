"""Gates and leaders on arrays, held against those of the answer."""

import numpy as np
import pytest

from scoring.engine.aggregation import HIGH, LOW
from scoring.engine.gates import gate_state
from scoring.engine.layout import Layout
from scoring.engine.outcome import FAILED, OPEN, PASSED, Rules, gate_states

from .certificates import CHUNKS, answer, examples, parts
from .problems import matrix

STATES = {FAILED: "failed", OPEN: "open", PASSED: "passed"}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_gates_and_leaders_are_those_of_the_answer(chunk: int) -> None:
    for example in examples(chunk):
        has = parts(example.problem)
        rules = Rules.of(example.problem, has.layout)
        expected = answer(example.problem)

        today = rules.judge(has.matrices.values[[LOW, HIGH]])

        watched = rules.minimum > -np.inf
        found = [[STATES[state] for state in row] for row in today.states[:, watched].tolist()]
        assert found == [expected.states[code] for code in has.layout.candidates]
        assert (today.states[:, ~watched] == PASSED).all()
        assert rules.listed(today.leaders, today.scores.competencies[0]) == expected.leaders
        ranked = [place is not None for _, place in sorted(has.ranks.items())]
        assert (today.excluded != ranked).all()


@pytest.mark.parametrize("low", [0, 59, 60 - 2e-9, 60 - 1e-9, 60 - 1e-12, 60, 61])
@pytest.mark.parametrize("gap", [0, 1e-9, 2e-9, 40])
def test_gate_on_arrays_is_the_gate(low: float, gap: float) -> None:
    ends = np.array([low, 0.0]), np.array([low + gap, 0.0])

    found = gate_states(*ends, np.array([60, -np.inf]))

    assert [STATES[state] for state in found.tolist()] == [
        gate_state(low, low + gap, 60),
        "passed",
    ]


@pytest.mark.parametrize(
    ("total", "excluded", "leads"),
    [
        ([50, 40], [False, False], [True, False]),
        ([50, 49.5], [False, False], [True, True]),
        ([50, 49.4], [False, False], [True, False]),
        ([50, 40], [True, False], [False, True]),
        ([50, 50], [True, True], [False, False]),
        ([0, 0], [False, True], [True, False]),
    ],
)
def test_who_is_within_the_tolerance_of_the_highest_leads(
    total: list[float], excluded: list[bool], leads: list[bool]
) -> None:
    problem = matrix([1], {"a": [1], "b": [1]}, method={"tie_tolerance": 0.5})
    rules = Rules.of(problem, Layout.of(problem))

    assert rules.leaders(np.array(total, dtype=np.float64), np.array(excluded)).tolist() == leads
