import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.elicitation import from_points, from_ranks, from_swings, mean_weights

ROC = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))["roc"]

codes = st.text("abcdefgh", min_size=1, max_size=3)


# Points


def test_points_are_shares_of_their_sum() -> None:
    assert from_points({"a": 30, "b": 10, "c": 0}).weights == {"a": 0.75, "b": 0.25, "c": 0}


def test_weights_keep_the_order_of_the_answers() -> None:
    assert list(from_points({"c": 1, "a": 2, "b": 3}).weights) == ["c", "a", "b"]


@given(st.dictionaries(codes, st.floats(1e-3, 1e3), min_size=1), st.floats(1e-3, 1e3))
def test_unit_of_the_points_plays_no_part(points: dict[str, float], factor: float) -> None:
    scaled = {code: size * factor for code, size in points.items()}

    assert from_points(scaled).weights == pytest.approx(from_points(points).weights, rel=1e-9)


@given(st.dictionaries(codes, st.floats(1e-3, 1e3), min_size=1))
def test_weights_sum_to_one(points: dict[str, float]) -> None:
    assert sum(from_points(points).weights.values()) == pytest.approx(1, abs=1e-12)


@given(st.dictionaries(codes, st.floats(1e-3, 1e3), min_size=1), st.randoms())
def test_order_of_the_points_plays_no_part(points: dict[str, float], rng: Any) -> None:
    shuffled = list(points.items())
    rng.shuffle(shuffled)

    assert from_points(dict(shuffled)).weights == from_points(points).weights


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ({}, "points: must not be empty"),
        ([("a", 1)], "points: must be an object"),
        ({"a": 0, "b": 0.0}, "points: must not all be 0"),
        ({"a": 1, "b": -1}, "points.b: must be a number from 0 to 1e+12"),
        ({"a": True}, "points.a: must be a number from 0 to 1e+12"),
        ({"a": "1"}, "points.a: must be a number from 0 to 1e+12"),
        ({"a": float("nan")}, "points.a: must be a number from 0 to 1e+12"),
        ({"a": 1e-13}, "points.a: must be a number from 1e-12 to 1e+12"),
        ({" a": 1}, "points: must be printable, with no space around it"),
        ({1: 1}, "points: must be text"),
    ],
)
def test_points_that_say_nothing_are_refused(points: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        from_points(points)

    assert str(refusal.value) == problem


# Swings


def test_swings_are_shares_of_their_sum() -> None:
    assert from_swings({"a": 60, "b": 100, "c": 40}).weights == {"a": 0.3, "b": 0.5, "c": 0.2}


def test_swing_that_moves_nobody_weighs_nothing() -> None:
    assert from_swings({"a": 0, "b": 100}).weights == {"a": 0, "b": 1}


@pytest.mark.parametrize(
    ("swings", "problem"),
    [
        ({}, "swings: must not be empty"),
        (None, "swings: must be an object"),
        ({"a": 99.9, "b": 50}, "swings: must have 100 as the largest"),
        ({"a": 0}, "swings: must have 100 as the largest"),
        ({"a": 100, "b": 100.1}, "swings.b: must be a number from 0 to 100"),
        ({"a": 100, "b": -0.1}, "swings.b: must be a number from 0 to 100"),
    ],
)
def test_swings_off_their_scale_are_refused(swings: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        from_swings(swings)

    assert str(refusal.value) == problem


# Ranks


@pytest.mark.parametrize("size", ROC["weights"])
def test_rank_order_centroids_are_those_of_barron_and_barrett(size: str) -> None:
    ranks = {str(position): position for position in range(1, int(size) + 1)}

    weights = from_ranks(ranks).weights

    assert list(weights.values()) == pytest.approx(ROC["weights"][size], abs=ROC["tolerance"])


def test_weights_of_ranks_belong_to_whoever_holds_the_rank() -> None:
    weights = from_ranks({"last": 3, "first": 1, "middle": 2}).weights

    assert weights == pytest.approx({"last": 2 / 18, "first": 11 / 18, "middle": 5 / 18})


def test_a_single_rank_has_all_the_weight() -> None:
    assert from_ranks({"a": 7}).weights == {"a": 1}


def test_who_ties_shares_the_mean_of_the_places_filled() -> None:
    weights = from_ranks({"a": 1, "b": 2, "c": 2, "d": 4}).weights

    assert weights == pytest.approx({"a": 25 / 48, "b": 10 / 48, "c": 10 / 48, "d": 3 / 48})


def test_who_ties_for_the_first_place_shares_it() -> None:
    weights = from_ranks({"a": 1, "b": 1, "c": 2}).weights

    assert weights == pytest.approx({"a": 8 / 18, "b": 8 / 18, "c": 2 / 18})


def test_who_all_tie_weigh_exactly_the_same() -> None:
    assert from_ranks({"a": 5, "b": 5, "c": 5, "d": 5}).weights == dict.fromkeys("abcd", 0.25)


def test_gap_between_positions_changes_nothing() -> None:
    near, far = {"a": 1, "b": 2, "c": 2, "d": 3}, {"a": 1, "b": 7, "c": 7, "d": 1000}

    assert from_ranks(far) == from_ranks(near)


@given(st.dictionaries(codes, st.integers(1, 6), min_size=1, max_size=15))
def test_weights_of_ranks_sum_to_one_and_fall_with_the_rank(ranks: dict[str, int]) -> None:
    weights = from_ranks(ranks).weights

    assert sum(weights.values()) == pytest.approx(1, abs=1e-12)
    for one in ranks:
        for other in ranks:
            assert (weights[one] > weights[other]) == (ranks[one] < ranks[other])


@pytest.mark.parametrize(
    ("ranks", "problem"),
    [
        ({}, "ranks: must not be empty"),
        ("ab", "ranks: must be an object"),
        ({"a": 0}, "ranks.a: must be a whole number from 1 to 1000"),
        ({"a": 1, "b": 1001}, "ranks.b: must be a whole number from 1 to 1000"),
        ({"a": 1.0}, "ranks.a: must be a whole number from 1 to 1000"),
        ({"a": None}, "ranks.a: must be a whole number from 1 to 1000"),
    ],
)
def test_ranks_that_are_no_positions_are_refused(ranks: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        from_ranks(ranks)

    assert str(refusal.value) == problem


# Groups


def test_a_group_weighs_the_mean_of_its_people() -> None:
    people = [{"a": 0.5, "b": 0.5}, {"b": 0.25, "a": 0.75}, {"a": 1, "b": 0}]

    assert mean_weights(people) == {"a": 0.75, "b": 0.25}


def test_a_group_of_one_weighs_as_that_one() -> None:
    assert mean_weights([{"b": 0.7, "a": 0.3}]) == {"b": 0.7, "a": 0.3}


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ([], "people: must not be empty"),
        ([{}], "people[0]: must not be empty"),
        ([{"a": 1}, ["a"]], "people[1]: must be an object"),
        ([{"a": 1.1}], "people[0].a: must be a number from 0 to 1"),
        ([{"a": 1}, {"a": -0.1}], "people[1].a: must be a number from 0 to 1"),
        ([{"a": 0.5, "b": 0.5}, {"a": 1}], "people[1].b: is missing"),
        ([{"a": 1}, {"a": 0.2, "b": 0.8}], "people[1].b: is not weighed by the others"),
        (
            [{"a": 1}, {"a": 0.2, "c": 0.4, "b": 0.4}],
            "people[1].b: is not weighed by the others",
        ),
    ],
)
def test_people_who_weigh_different_things_are_no_group(people: Any, problem: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        mean_weights(people)

    assert str(refusal.value) == problem
