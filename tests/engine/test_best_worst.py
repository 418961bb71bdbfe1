import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from scoring.engine import ProblemError
from scoring.engine.best_worst import BestWorst, from_best_worst

ORACLE = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))[
    "best_worst"
]

type Answers = dict[str, dict[str, float]]


@st.composite
def answered(draw: st.DrawFn) -> Answers:
    """The best is `a`, the worst is `b`."""
    span = draw(st.integers(1, 9))
    codes = "cdefghijklm"[: draw(st.integers(0, 10))]
    between = st.integers(1, span)
    return {
        "best_to_others": {"a": 1, "b": span} | {code: draw(between) for code in codes},
        "others_to_worst": {"a": span, "b": 1} | {code: draw(between) for code in codes},
    }


def solved(answers: Answers) -> BestWorst:
    return from_best_worst("a", "b", **answers)


def linear_programme(answers: Answers) -> tuple[dict[str, float], float]:
    """Weights and xi by a solver, from the model as it was published."""
    codes = list(answers["best_to_others"])
    rows = []
    for code, times in answers["best_to_others"].items():
        rows.append(difference(codes, "a", code, times))
    for code, times in answers["others_to_worst"].items():
        rows.append(difference(codes, code, "b", times))
    inside = np.column_stack([np.vstack([rows, np.negative(rows)]), -np.ones(2 * len(rows))])
    found = linprog(
        c=[0] * len(codes) + [1],
        A_ub=inside,
        b_ub=np.zeros(len(inside)),
        A_eq=[[1] * len(codes) + [0]],
        b_eq=[1],
    )
    return dict(zip(codes, found.x[:-1].tolist(), strict=True)), found.x[-1]


def difference(codes: list[str], one: str, other: str, times: float) -> list[float]:
    """The coefficients of `w_one - times * w_other`."""
    return [(code == one) - times * (code == other) for code in codes]


@pytest.mark.parametrize("case", ORACLE["cases"])
def test_published_cases_come_out_as_published(case: dict[str, Any]) -> None:
    to_others, to_worst = case["best_to_others"], case["others_to_worst"]
    named = [str(place) for place in range(len(to_others))]

    found = from_best_worst(
        str(to_others.index(1)),
        str(to_worst.index(1)),
        dict(zip(named, to_others, strict=True)),
        dict(zip(named, to_worst, strict=True)),
    )

    assert list(found.weights.values()) == pytest.approx(case["weights"], abs=ORACLE["tolerance"])
    assert found.xi == pytest.approx(case["xi"], abs=ORACLE["tolerance"])


def test_the_case_of_three_is_exact() -> None:
    """8, 2, 1 and 1, 5, 8: the solver's 0.0714, 0.3214, 0.6071 are 2, 9 and 17 of 28."""
    found = from_best_worst("c", "a", {"a": 8, "b": 2, "c": 1}, {"a": 1, "b": 5, "c": 8})

    assert found.weights == {"a": 2 / 28, "b": 9 / 28, "c": 17 / 28}
    assert (found.xi, found.consistency_ratio, found.furthest) == (1 / 28, 2 / 56, "b")


def test_answers_that_agree_leave_nothing_over() -> None:
    found = solved(
        {"best_to_others": {"b": 6, "c": 2, "a": 1}, "others_to_worst": {"b": 1, "c": 3, "a": 6}}
    )

    assert found == BestWorst({"b": 0.1, "c": 0.3, "a": 0.6}, 0, 0, None)


def test_two_things_always_agree() -> None:
    found = solved({"best_to_others": {"a": 1, "b": 3}, "others_to_worst": {"a": 3, "b": 1}})

    assert found == BestWorst({"a": 0.75, "b": 0.25}, 0, 0, None)


def test_things_that_are_all_alike_weigh_the_same() -> None:
    alike = dict.fromkeys("abcd", 1)

    found = solved({"best_to_others": alike, "others_to_worst": alike})

    assert found == BestWorst(dict.fromkeys("abcd", 0.25), 0, 0, None)


def test_whoever_fits_least_is_named() -> None:
    found = solved(
        {
            "best_to_others": {"a": 1, "b": 8, "c": 3, "d": 4, "e": 1},
            "others_to_worst": {"a": 8, "b": 1, "c": 3, "d": 4, "e": 1},
        }
    )

    assert found.furthest == "d"  # 16 where 8 is meant; c says 9, e says 1
    assert found.consistency_ratio == 8 / 56


def test_the_first_who_fits_least_is_named() -> None:
    found = solved(
        {
            "best_to_others": {"a": 1, "b": 4, "c": 4, "d": 4},
            "others_to_worst": {"a": 4, "b": 1, "c": 2, "d": 2},
        }
    )

    assert found.furthest == "c"


@given(answered())
def test_a_solver_finds_the_same_weights(answers: Answers) -> None:
    weights, xi = linear_programme(answers)

    found = solved(answers)

    assert found.xi == pytest.approx(xi, abs=1e-8)
    assert found.weights == pytest.approx(weights, abs=1e-6)


@given(answered())
def test_no_answer_lies_further_than_xi(answers: Answers) -> None:
    found = solved(answers)

    w = found.weights
    gaps = [abs(w["a"] - times * w[code]) for code, times in answers["best_to_others"].items()]
    gaps += [abs(w[code] - times * w["b"]) for code, times in answers["others_to_worst"].items()]
    assert max(gaps) == pytest.approx(found.xi, abs=1e-12)
    assert sum(w.values()) == pytest.approx(1, abs=1e-12)
    assert (found.xi == 0) == (found.furthest is None) == (found.consistency_ratio == 0)


@given(answered(), st.randoms())
def test_order_of_the_answers_plays_no_part(answers: Answers, rng: Any) -> None:
    shuffled = list(answers["best_to_others"].items())
    rng.shuffle(shuffled)

    found = solved(answers | {"best_to_others": dict(shuffled)})

    assert found.weights == solved(answers).weights
    assert list(found.weights) == [code for code, _ in shuffled]


TO_OTHERS, TO_WORST = {"a": 1, "b": 5, "c": 2}, {"a": 5, "b": 1, "c": 3}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"best_to_others": {}}, "best_to_others: must not be empty"),
        ({"others_to_worst": 3}, "others_to_worst: must be an object"),
        (
            {"best_to_others": TO_OTHERS | {"c": 0.9}},
            "best_to_others.c: must be a number from 1 to 9",
        ),
        (
            {"others_to_worst": TO_WORST | {"c": 9.1}},
            "others_to_worst.c: must be a number from 1 to 9",
        ),
        ({"others_to_worst": {"a": 5, "b": 1}}, "others_to_worst.c: is missing"),
        (
            {"others_to_worst": TO_WORST | {"d": 1}},
            "others_to_worst.d: is not weighed by the others",
        ),
        ({"best": "x"}, "best: refers to nothing in this problem"),
        ({"worst": "x"}, "worst: refers to nothing in this problem"),
        ({"worst": "a"}, "worst: must not be the best"),
        ({"best_to_others": TO_OTHERS | {"a": 2}}, "best_to_others.a: must be 1"),
        ({"others_to_worst": TO_WORST | {"b": 2}}, "others_to_worst.b: must be 1"),
        ({"others_to_worst": TO_WORST | {"a": 6}}, "others_to_worst.a: must be 5"),
        (
            {"best_to_others": TO_OTHERS | {"c": 5.5}},
            "best_to_others.c: must not be more than best over worst, 5",
        ),
        (
            {"others_to_worst": TO_WORST | {"c": 6}},
            "others_to_worst.c: must not be more than best over worst, 5",
        ),
    ],
)
def test_answers_that_make_no_sense_together_are_refused(change: Any, problem: str) -> None:
    whole = {"best": "a", "worst": "b", "best_to_others": TO_OTHERS, "others_to_worst": TO_WORST}

    with pytest.raises(ProblemError) as refusal:
        from_best_worst(**whole | change)

    assert str(refusal.value) == problem


@pytest.mark.parametrize("times", [1, 5])
def test_comparison_may_reach_both_ends(times: float) -> None:
    found = from_best_worst("a", "b", TO_OTHERS | {"c": times}, TO_WORST | {"c": times})

    assert found.weights["c"] > 0
