import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.pairwise import Triad, from_pairs, mean_judgements

AHP = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))["ahp"]

type Judgements = dict[str, dict[str, float]]

saaty = st.sampled_from([float(n) for n in range(1, 10)] + [1 / n for n in range(2, 10)])


def nested(pairs: Any) -> Judgements:
    judgements: Judgements = {}
    for first, second, times in pairs:
        judgements.setdefault(first, {})[second] = times
    return judgements


def consistent(weights: dict[str, float]) -> Judgements:
    return nested((a, b, weights[a] / weights[b]) for a, b in combinations(weights, 2))


def all_alike(size: int) -> Judgements:
    return consistent(dict.fromkeys(map(str, range(size)), 1.0))


@st.composite
def judged(draw: st.DrawFn, least: int = 2, most: int = 7) -> Judgements:
    size = draw(st.integers(least, most))
    return nested((a, b, draw(saaty)) for a, b in combinations("abcdefg"[:size], 2))


# The weights


def test_drinks_weigh_what_saaty_published() -> None:
    found = from_pairs(nested(AHP["pairs"]))

    assert found.weights == pytest.approx(AHP["weights"], abs=AHP["tolerance"])
    assert found.lambda_max == pytest.approx(AHP["lambda_max"], abs=AHP["tolerance"])
    assert found.consistency_ratio == pytest.approx(AHP["consistency_ratio"], abs=AHP["tolerance"])
    assert found.random_index == AHP["random_index"]["7"]


def test_two_things_are_always_consistent() -> None:
    found = from_pairs({"a": {"b": 4}})

    assert found.weights == pytest.approx({"a": 0.8, "b": 0.2})
    assert (found.lambda_max, found.consistency_ratio) == (pytest.approx(2), 0)
    assert found.triad is None


def test_a_pair_may_be_said_in_either_direction() -> None:
    forth = from_pairs({"a": {"b": 4, "c": 2}, "b": {"c": 3}})
    back = from_pairs({"a": {"c": 2}, "b": {"a": 1 / 4}, "c": {"b": 1 / 3}})

    assert back.weights == pytest.approx(forth.weights)
    assert back.consistency_ratio == pytest.approx(forth.consistency_ratio)


def test_weights_stand_in_the_order_in_which_codes_are_named() -> None:
    assert list(from_pairs({"c": {"a": 2}, "b": {"a": 1, "c": 1}}).weights) == ["c", "a", "b"]


@given(st.lists(st.floats(1, 3), min_size=2, max_size=15))
def test_consistent_judgements_give_their_weights_back(sizes: list[float]) -> None:
    weights = {str(n): size / sum(sizes) for n, size in enumerate(sizes)}

    found = from_pairs(consistent(weights))

    assert found.weights == pytest.approx(weights, abs=1e-9)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.triad is None


@given(judged(), st.randoms())
def test_order_of_the_codes_plays_no_part(judgements: Judgements, rng: Any) -> None:
    before = from_pairs(judgements)
    pairs = [(a, b, times) for a, row in judgements.items() for b, times in row.items()]

    rng.shuffle(pairs)
    after = from_pairs(nested(pairs))

    assert after.weights == pytest.approx(before.weights, abs=1e-9)
    assert after.consistency_ratio == pytest.approx(before.consistency_ratio, abs=1e-9)
    assert (after.triad and after.triad.error) == pytest.approx(
        before.triad and before.triad.error, abs=1e-9
    )


@given(judged())
def test_weights_are_an_eigenvector_of_the_judgements(judgements: Judgements) -> None:
    found = from_pairs(judgements)
    codes = list(found.weights)
    matrix = np.ones((len(codes), len(codes)))
    for a, row in judgements.items():
        for b, times in row.items():
            i, j = codes.index(a), codes.index(b)
            matrix[i, j], matrix[j, i] = times, 1 / times

    weights = np.array(list(found.weights.values()))

    assert matrix @ weights == pytest.approx(found.lambda_max * weights, abs=1e-9)
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert found.lambda_max >= len(codes) - 1e-9


# The consistency ratio


def test_cycle_of_three_is_as_inconsistent_as_computed_by_hand() -> None:
    """a = 2b, b = 2c, c = 2a: the eigenvalue is 1 + 2 + 1/2, of equal weights."""
    found = from_pairs({"a": {"b": 2}, "b": {"c": 2}, "c": {"a": 2}})

    assert found.weights == pytest.approx(dict.fromkeys("abc", 1 / 3))
    assert found.lambda_max == pytest.approx(3.5)
    assert found.consistency_ratio == pytest.approx(0.25 / 0.58)


@pytest.mark.parametrize(
    ("size", "index"),
    [
        (2, 0),
        (3, 0.58),
        (4, 0.90),
        (5, 1.12),
        (6, 1.24),
        (7, 1.32),
        (8, 1.41),
        (9, 1.45),
        (10, 1.49),
        (11, 1.51),
        (12, 1.48),
        (13, 1.56),
        (14, 1.57),
        (15, 1.59),
    ],
)
def test_random_index_is_that_of_1980(size: int, index: float) -> None:
    assert from_pairs(all_alike(size)).random_index == index


def test_no_rounding_makes_consistent_judgements_better_than_consistent() -> None:
    ratios = [from_pairs(consistent({"a": 1, "b": n / 3, "c": n})) for n in range(3, 9)]

    assert min(found.consistency_ratio for found in ratios) >= 0


# The most inconsistent triad


def test_cycle_is_told_as_one() -> None:
    found = from_pairs({"a": {"b": 2, "c": 1 / 3}, "b": {"c": 4}})

    assert found.triad == Triad("a", "b", "c", 2, 4, 8, 1 / 3, error=pytest.approx(1 - 1 / 24))


def test_triad_stands_in_falling_order() -> None:
    found = from_pairs({"a": {"b": 1 / 2, "c": 1 / 6}, "b": {"c": 1 / 2}})

    assert found.triad == Triad("c", "b", "a", 2, 2, 4, 6, error=pytest.approx(1 / 3))


def test_triad_that_says_less_than_it_implies_is_an_error_too() -> None:
    found = from_pairs({"a": {"b": 2, "c": 3}, "b": {"c": 2}})

    assert found.triad == Triad("a", "b", "c", 2, 2, 4, 3, error=0.25)


def test_judgements_that_are_equal_hold_a_triad_together() -> None:
    found = from_pairs({"a": {"b": 1, "c": 2}, "b": {"c": 1}})

    assert found.triad == Triad("a", "b", "c", 1, 1, 1, 2, error=0.5)


def test_the_worst_triad_is_the_one_with_the_largest_error() -> None:
    weights = {"a": 4.0, "b": 2, "c": 1, "d": 1}
    judgements = consistent(weights)
    judgements["a"]["c"] = 5  # said 4 implied
    judgements["b"]["d"] = 4  # said 2 implied

    triad = from_pairs(judgements).triad

    assert triad is not None
    assert (triad.first, triad.second, triad.third) == ("a", "b", "d")
    assert (triad.implied, triad.said, triad.error) == (8, 4, 0.5)


def test_the_first_of_equally_bad_triads_is_told() -> None:
    found = from_pairs({"a": {"b": 2, "c": 2, "d": 4}, "b": {"c": 2, "d": 4}, "c": {"d": 4}})

    assert found.triad is not None
    assert (found.triad.first, found.triad.second, found.triad.third) == ("a", "b", "c")


@pytest.mark.parametrize(("off", "tells"), [(0.9e-9, False), (1.1e-9, True)])
def test_only_noise_is_not_told(off: float, tells: bool) -> None:
    found = from_pairs({"a": {"b": 2, "c": 6 * (1 + off)}, "b": {"c": 3}})

    assert (found.triad is not None) == tells


@given(judged(least=3))
def test_triad_without_error_means_a_ratio_of_zero(judgements: Judgements) -> None:
    found = from_pairs(judgements)

    assert (found.triad is None) == (found.consistency_ratio < 1e-9)


# What is refused


@pytest.mark.parametrize("times", [9, 1 / 9, 1, 2.5])
def test_judgement_on_the_scale_is_taken(times: float) -> None:
    assert from_pairs({"a": {"b": times}}).weights["a"] == pytest.approx(times / (1 + times))


@pytest.mark.parametrize("times", [9.01, 0.111, 0, -3, float("nan"), float("inf"), True, "3", None])
def test_judgement_off_the_scale_is_refused(times: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        from_pairs({"a": {"b": times}})

    assert str(refusal.value) == "judgements.a.b: must be a number from 1/9 to 9"


@pytest.mark.parametrize(
    ("judgements", "problem"),
    [
        ([], "judgements: must be an object"),
        ({"a": 3}, "judgements.a: must be an object"),
        ({}, "judgements: must compare 2 to 15 things"),
        ({"a": {}}, "judgements: must compare 2 to 15 things"),
        (all_alike(16), "judgements: must compare 2 to 15 things"),
        ({"a": {"a": 1}}, "judgements.a.a: compares a thing with itself"),
        ({"": {"a": 1}}, "judgements: must not be empty"),
        ({"a": {"": 1}}, "judgements.a: must not be empty"),
        ({"a": {"b": 2, "c": 3}}, "judgements.b.c: is missing"),
        ({"c": {"a": 2, "b": 1}}, "judgements.a.b: is missing"),
        ({"a": {"b": 2}, "b": {"a": 0.5}}, "judgements.b.a: repeats judgements.a.b"),
        ({"b": {"a": 2}, "a": {"b": 2}}, "judgements.a.b: repeats judgements.b.a"),
    ],
)
def test_judgements_that_make_no_matrix_are_refused(judgements: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        from_pairs(judgements)

    assert str(refusal.value) == problem


# Groups


def test_a_groups_judgement_is_the_geometric_mean() -> None:
    people = [{"a": {"b": 2, "c": 9}, "b": {"c": 4}}, {"a": {"b": 8, "c": 1}, "b": {"c": 1 / 4}}]

    found = mean_judgements(people)

    assert found == {"a": {"b": pytest.approx(4), "c": pytest.approx(3)}, "b": {"c": 1}}


def test_who_says_a_pair_the_other_way_round_is_understood() -> None:
    found = mean_judgements([{"a": {"b": 2}}, {"b": {"a": 1 / 8}}])

    assert found == {"a": {"b": pytest.approx(4)}}


@pytest.mark.parametrize("times", [1, 1 / 9, 7, 9])
def test_what_all_say_alike_stays_exactly_so(times: float) -> None:
    assert mean_judgements([{"a": {"b": times}}] * 3) == {"a": {"b": times}}


@given(st.lists(judged(least=4, most=4), min_size=1, max_size=4))
def test_a_groups_judgements_can_be_judged_themselves(people: list[Judgements]) -> None:
    found = from_pairs(mean_judgements(people))

    assert sum(found.weights.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ([], "people: must not be empty"),
        ([{"a": {"b": 2}}, {"a": {"b": 0}}], "people[1].a.b: must be a number from 1/9 to 9"),
        ([{"a": {"b": 2}}, {"a": {"c": 2}}], "people[1].b: is missing"),
        ([{"a": {"b": 2, "c": 2}}], "people[0].b.c: is missing"),
        (
            [{"a": {"b": 2}}, {"a": {"b": 2, "c": 2}, "b": {"c": 2}}],
            "people[1].c: is not weighed by the others",
        ),
    ],
)
def test_people_who_judge_different_things_are_no_group(people: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        mean_judgements(people)

    assert str(refusal.value) == problem
