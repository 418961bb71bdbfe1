"""Moves of weight that can be followed by hand."""

from typing import Any

import pytest

from scoring.engine import Problem
from scoring.engine.reweighting import Move, NearestFlip, WeightInterval

from .certificates import certificate
from .problems import matrix

type Rows = dict[str, list[float | None]]


def intervals(problem: Problem) -> list[tuple[float, float, str | None, str | None]]:
    found = certificate(problem).weight_intervals
    return [(one.low, one.high, one.below, one.above) for one in found]


def interval(rows: Rows, *, weights: tuple[float, ...] = (1, 1), **more: Any) -> Any:
    """Of the first competency: low, high, below, above."""
    return intervals(matrix(list(weights), rows, **more))[0]


def flips(rows: Rows, *, weights: tuple[float, ...] = (1, 1), **more: Any) -> Any:
    return certificate(matrix(list(weights), rows, **more)).nearest_flips


def at_least(minimum: float, *waived: str) -> dict[str, Any]:
    """A minimum total, waived for some."""
    waivers = [
        {"candidate": code, "kind": "total", "code": None, "reason": "agreed"} for code in waived
    ]
    return {"method": {"minimum_total": minimum}, "waivers": waivers}


def test_interval_tells_the_share_that_was_announced() -> None:
    found = certificate(matrix([3, 1], {"a": [60, 60], "b": [50, 50]})).weight_intervals

    assert found == (
        WeightInterval("0", 0.75, 0.0, 1.0, None, None),
        WeightInterval("1", 0.25, 0.0, 1.0, None, None),
    )


def test_who_leads_where_the_rival_is_behind_everywhere_stays_first() -> None:
    assert interval({"a": [50, 50], "b": [50, 40]}) == (0.0, 1.0, None, None)


def test_leader_is_overtaken_where_the_lines_cross() -> None:
    """a leads by 20 t - 10 (1 - t) = 30 t - 10."""
    assert interval({"a": [60, 40], "b": [40, 50]}) == (pytest.approx(1 / 3), 1.0, "b", None)
    assert interval({"a": [40, 60], "b": [50, 40]}) == (0.0, pytest.approx(2 / 3), None, "b")


def test_others_keep_their_proportions() -> None:
    """Without the first, a has (3 · 40 + 1 · 80) / 4 = 50: it leads by 30 t - 10 (1 - t)."""
    found = interval({"a": [80, 40, 80], "b": [50, 60, 60]}, weights=(2, 3, 1))

    assert found == (pytest.approx(0.25), 1.0, "b", None)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (60, (0.5, 1.0, "b", None)),
        (40, (0.0, 0.5, None, "b")),
    ],
)
def test_shared_first_place_lasts_on_one_side_only(first: float, expected: Any) -> None:
    rows: Rows = {"a": [first, 100 - first], "b": [100 - first, first]}

    assert interval(rows) == expected


def test_twins_share_the_first_place_whatever_the_weights() -> None:
    assert interval({"a": [60, 40], "b": [60, 40]}) == (0.0, 1.0, None, None)


def test_leader_by_tie_break_may_stay_as_far_behind_as_it_is() -> None:
    """a is behind by 2, a tie; it leads by 10 t - 14 (1 - t), which is below -2 where t < 0.5."""
    rows: Rows = {"a": [80, 50], "b": [70, 64]}

    found = interval(rows, method={"tie_tolerance": 5, "tie_break": ["0"]})

    assert found == (0.5, 1.0, "b", None)


def test_leader_behind_everywhere_has_the_interval_in_which_it_falls_no_further() -> None:
    """a is behind by t + 3 (1 - t), which is more than 2 where t < 0.5."""
    rows: Rows = {"a": [69, 64], "b": [70, 67]}

    assert interval(rows, method={"tie_tolerance": 5}) == (0.5, 1.0, "b", None)


def test_tie_at_the_end_is_no_end() -> None:
    assert interval({"a": [60, 50], "b": [40, 50]}) == (0.0, 1.0, None, None)


def test_noise_at_the_end_is_no_end() -> None:
    """Without the first both have 180 / 3, and floats say that a has a trifle less."""
    rows: Rows = {"a": [90, 0, 90, 90], "b": [50, 30, 70, 80]}

    assert interval(rows, weights=(1, 0.7, 0.7, 0.7)) == (0.0, 1.0, None, None)


def test_noise_within_a_shared_place_is_no_end() -> None:
    rows: Rows = {"a": [90, 0, 90, 90], "b": [90, 30, 70, 80]}

    assert interval(rows, weights=(1, 0.7, 0.7, 0.7)) == (0.0, 1.0, None, None)


def test_first_rival_on_the_way_takes_over() -> None:
    """Beyond 2/3 c leads, beyond 3/4 b would."""
    rows: Rows = {"a": [40, 60], "b": [50, 30], "c": [50, 40]}

    assert interval(rows) == (0.0, pytest.approx(2 / 3), None, "c")


def test_of_two_who_draw_level_at_once_the_steeper_takes_over() -> None:
    rows: Rows = {"a": [50, 50], "b": [40, 60], "c": [30, 70], "d": [60, 40], "e": [70, 30]}

    assert interval(rows) == (0.5, 0.5, "c", "e")


def test_of_twins_the_first_listed_takes_over() -> None:
    rows: Rows = {"a": [40, 60], "c": [50, 40], "b": [50, 40]}

    assert interval(rows) == (0.0, pytest.approx(2 / 3), None, "b")


def test_weight_of_nothing_may_grow_until_somebody_takes_over() -> None:
    """a leads by 10 (1 - t) - 90 t."""
    rows: Rows = {"a": [10, 60], "b": [100, 50]}

    assert interval(rows, weights=(0, 1)) == (0.0, pytest.approx(0.1), None, "b")


def test_all_of_the_weight_leaves_no_proportions_to_keep() -> None:
    assert interval({"a": [60, 0], "b": [50, 100]}, weights=(1, 0)) == (1.0, 1.0, None, None)


def test_nearly_all_of_the_weight_leaves_some() -> None:
    """1e-12 is the smallest weight: the share of the other is 1 - 1e-12."""
    low, high, below, above = interval({"a": [60, 0], "b": [50, 10]}, weights=(1, 1e-12))

    assert (low, high, below, above) == (pytest.approx(0.5), 1.0, "b", None)


def test_lone_candidate_stays_first() -> None:
    assert interval({"a": [10, 0]}) == (0.0, 1.0, None, None)


def test_nobody_first_has_no_intervals() -> None:
    found = certificate(matrix([1, 1], {"a": [50, 0], "b": [0, 0]}, **at_least(60)))

    assert found.weight_intervals == ()
    assert found.nearest_flips == ()


def test_leader_is_lost_where_its_ceiling_is_below_the_minimum() -> None:
    """a has 80 t + 50 (1 - t), which is 60 at 1/3; b has 60 where t is 1, and less elsewhere."""
    rows: Rows = {"a": [80, 50], "b": [60, 40]}

    assert intervals(matrix([1, 1], rows, **at_least(60))) == [
        (pytest.approx(1 / 3), 1.0, None, None),
        (0.0, pytest.approx(2 / 3), None, None),
    ]


def test_who_is_left_takes_over_from_a_lost_leader() -> None:
    """Below 1/3: b has 18 there, c 30, and d, with 58, is below the minimum itself."""
    rows: Rows = {"a": [80, 50], "b": [55, None], "c": [None, 45], "d": [75, 50]}

    assert interval(rows, **at_least(60)) == (pytest.approx(1 / 3), 1.0, "c", None)


def test_rival_takes_over_before_the_leader_is_lost() -> None:
    """b is level at 3/8, the minimum is reached at 1/3."""
    rows: Rows = {"a": [80, 50], "b": [60, 62]}

    assert interval(rows, **at_least(60)) == (pytest.approx(0.375), 1.0, "b", None)


def test_waived_minimum_loses_nobody() -> None:
    rows: Rows = {"a": [80, 50], "b": [60, 40]}

    assert interval(rows, **at_least(60, "a")) == (0.0, 1.0, None, None)


def test_excluded_by_the_minimum_enters_where_its_ceiling_reaches_it() -> None:
    """b is above a by its proven score wherever the weight is more than 0; it has 70 t."""
    rows: Rows = {"a": [60, None], "b": [70, 0]}

    assert interval(rows, **at_least(60)) == (0.0, pytest.approx(6 / 7), None, "b")


def test_excluded_by_the_minimum_leads_on_its_return_however_far_ahead_it_was() -> None:
    """b has 80 t + 30 (1 - t), which is 60 at 0.6; a is behind by 30 - 25 t, less and less."""
    rows: Rows = {"a": [75, None], "b": [80, 30]}

    assert interval(rows, **at_least(60)) == (0.0, pytest.approx(0.6), None, "b")


def test_excluded_by_the_minimum_takes_over_where_it_is_ahead() -> None:
    """b, with 90 t + 20 (1 - t), is back from 4/7 on, and ahead from 2/3 on."""
    rows: Rows = {"a": [70, 60], "b": [90, 20]}

    assert interval(rows, **at_least(60)) == (0.0, pytest.approx(2 / 3), None, "b")


def test_who_is_excluded_before_it_is_ahead_takes_nothing_over() -> None:
    """b would be ahead from 5/6 on, but its ceiling is below 40 from 2/3 on."""
    rows: Rows = {"a": [None, 50], "b": [10, None]}

    assert interval(rows, **at_least(40)) == (0.0, 1.0, None, None)


def test_waived_minimum_lets_a_rival_take_over() -> None:
    rows: Rows = {"a": [None, 50], "b": [10, None]}

    assert interval(rows, **at_least(40, "b")) == (0.0, pytest.approx(5 / 6), None, "b")


def test_leader_on_the_very_minimum_is_lost_at_once() -> None:
    """The ceiling of a is 60 (1 - t); that of b, 0 to 100, holds until 0.8."""
    rows: Rows = {"a": [0, 60], "b": [50, None]}

    assert interval(rows, weights=(0, 1), **at_least(60)) == (0.0, 0.0, None, "b")


def test_who_has_the_very_minimum_everywhere_is_not_lost() -> None:
    assert interval({"a": [60, 60], "b": [0, None]}, **at_least(60)) == (0.0, 1.0, None, None)


def test_excluded_by_a_check_takes_no_part() -> None:
    must = {"code": "1.1", "weight": 1, "must": True, "minimum": 40}
    competencies = [
        {"code": "0", "weight": 1, "checks": [{"code": "0.1", "weight": 1}]},
        {"code": "1", "weight": 1, "checks": [must]},
    ]

    found = certificate(matrix([1, 1], {"a": [40, 60], "b": [100, 30]}, competencies=competencies))

    assert [(one.low, one.high, one.above) for one in found.weight_intervals] == [
        (0.0, 1.0, None),
        (0.0, 1.0, None),
    ]
    assert found.nearest_flips == ()


@pytest.mark.parametrize("gated", [0, 1])
def test_excluded_by_a_competency_takes_no_part(gated: int) -> None:
    competencies = [
        {"code": str(i), "weight": 1, "checks": [{"code": f"{i}.1", "weight": 1}]} for i in range(2)
    ]
    competencies[gated]["minimum"] = 40
    rows: Rows = {"a": [60, 60], "b": [100, 100]}
    rows["b"][gated] = 10

    found = intervals(matrix([1, 1], rows, competencies=competencies))

    assert found == [(0.0, 1.0, None, None), (0.0, 1.0, None, None)]


def test_nearest_flip_moves_weight_from_the_largest_lead_to_the_smallest() -> None:
    """a leads by 30, 10, -10, in sum by 10: each point from the first to the last closes 0.4."""
    found = flips({"a": [60, 50, 40], "b": [30, 40, 50]}, weights=(1, 1, 1))

    (flip,) = found
    assert flip.rival == "b"
    assert flip.points == pytest.approx(25)
    assert flip.moves == (Move("0", "2", pytest.approx(25)),)


def test_nearest_flip_takes_from_the_next_when_the_first_is_empty() -> None:
    """a leads by 50 · 0.1 + 40 · 0.6 - 10 · 0.3 = 26. Moving all of the first closes 6, and each
    point of the second 0.5: it takes 40, and closes 20.
    """
    (flip,) = flips({"a": [60, 50, 40], "b": [10, 10, 50]}, weights=(1, 6, 3))

    assert flip.points == pytest.approx(50)
    assert flip.moves == (
        Move("1", "2", pytest.approx(40)),
        Move("0", "2", pytest.approx(10)),
    )


def test_move_that_closes_more_stands_first_though_it_has_fewer_points() -> None:
    """a leads by 0.1 · 90 + 0.9 · 10. All of the first closes 10, then 0.4 of the second 8."""
    (flip,) = flips({"a": [90, 50, 40], "b": [0, 40, 50]}, weights=(1, 9, 0))

    assert flip.moves == (
        Move("0", "2", pytest.approx(10)),
        Move("1", "2", pytest.approx(40)),
    )


def test_moves_of_equal_leads_are_taken_in_the_order_of_the_rubric() -> None:
    (flip,) = flips({"a": [60, 60, 40, 40], "b": [40, 40, 60, 60]}, weights=(5, 3, 1, 1))

    assert flip.points == pytest.approx(30)
    assert flip.moves == (Move("0", "2", pytest.approx(30)),)


def test_weight_may_go_to_where_there_was_none() -> None:
    (flip,) = flips({"a": [60, 0], "b": [50, 10]}, weights=(1, 0))

    assert flip == NearestFlip("b", pytest.approx(50), (Move("0", "1", pytest.approx(50)),))


def test_source_without_weight_gives_nothing() -> None:
    (flip,) = flips({"a": [90, 60, 40], "b": [10, 50, 50]}, weights=(0, 1, 0))

    assert flip.moves == (Move("1", "2", pytest.approx(50)),)


def test_rival_behind_everywhere_is_never_level() -> None:
    assert flips({"a": [60, 50], "b": [50, 40]}) == (NearestFlip("b", None, ()),)


def test_rival_who_is_level_somewhere_needs_all_of_the_weight_there() -> None:
    (flip,) = flips({"a": [60, 50], "b": [40, 50]}, weights=(1, 3))

    assert flip == NearestFlip("b", 25.0, (Move("0", "1", 25.0),))


def test_noise_keeps_nobody_from_being_level() -> None:
    """All of the weight but 1/3 moves onto the second, where both have 33.3."""
    (flip,) = flips({"a": [60, 33.3 + 1e-12, 50], "b": [10, 33.3, 20]}, weights=(1, 1, 1))

    assert flip.points == pytest.approx(200 / 3)


def test_noise_moves_no_weight() -> None:
    """6.5 points of the first close the gap; floats leave 9e-16 for the second to close."""
    (flip,) = flips({"a": [80, 70, 20], "b": [30, 40, 90]}, weights=(5, 1, 3))

    assert flip.moves == (Move("0", "2", pytest.approx(175 / 27)),)


@pytest.mark.parametrize(("gap", "points"), [(0.5, 0.0), (0.75, 300 / 7)])
def test_rival_within_the_tolerance_needs_no_points(gap: float, points: float) -> None:
    """The gap is `gap`, and a point from the first to the last closes (gap + 1) / 100."""
    rows: Rows = {"a": [50 + gap, 50 + gap, 50], "b": [50, 50, 51]}

    (flip,) = flips(rows, weights=(1, 1, 0), method={"tie_tolerance": 0.5})

    assert flip.points == pytest.approx(points)


def test_rival_who_shares_the_first_place_needs_no_points() -> None:
    assert flips({"a": [60, 40], "b": [40, 60]}) == (NearestFlip("b", 0.0, ()),)


def test_rivals_stand_as_they_are_listed() -> None:
    found = flips({"a": [10, 10], "b": [90, 90], "c": [50, 50], "d": [70, 95]})

    assert [one.rival for one in found] == ["d", "c", "a"]
    assert [one.points for one in found] == [pytest.approx(30), None, None]


def test_lone_candidate_has_no_rival() -> None:
    assert flips({"a": [10, 10]}) == ()


def test_excluded_rival_takes_no_part() -> None:
    assert flips({"a": [60, 60], "b": [100, 0]}, **at_least(60)) == ()
