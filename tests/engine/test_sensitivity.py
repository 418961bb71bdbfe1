"""Changes of single cells that can be followed by hand."""

from typing import Any

import pytest

from scoring.engine import Problem, sensitivity
from scoring.engine.problem import (
    Candidate,
    Cell,
    Check,
    Competency,
    Consensus,
    Method,
    Scale,
    Waiver,
)
from scoring.engine.sensitivity import CHANGES, Decisive, RatingFlip
from scoring.engine.stability import Stability

from .certificates import certificate, examples

LEVELS = Scale("levels", values=(0, 50, 100))
MUST = Check("1", 1, must=True, minimum=50, proof=4)


def certified(
    checks: tuple[Check, ...],
    cells: dict[str, list[Any]],
    *,
    minimum: float | None = None,
    method: Method | None = None,
    consensus: tuple[Consensus, ...] = (),
    waivers: tuple[Waiver, ...] = (),
) -> Stability:
    """One competency. A cell is a value, or a list of (value, evidence) of ana, ben, …"""
    problem = Problem(
        method=method or Method(),
        competencies=(Competency("g", 1, minimum=minimum, checks=checks),),
        candidates=tuple(Candidate(code) for code in cells),
        cells=tuple(
            Cell(candidate, check.code, assessor, *rating)
            for candidate, row in cells.items()
            for check, ratings in zip(checks, row, strict=True)
            for assessor, rating in zip(
                ("ana", "ben"), ratings if isinstance(ratings, list) else [(ratings,)], strict=False
            )
        ),
        consensus=consensus,
        waivers=waivers,
    )
    return certificate(problem)


def flips(*arguments: Any, **more: Any) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return [
        (one.candidate, one.check, one.change, one.effect, one.leaders)
        for one in certified(*arguments, **more).rating_flips
    ]


def check(code: str, weight: float = 1, **more: Any) -> Check:
    return Check(code, weight, scale=LEVELS, **more)


def test_unanswered_question_is_decisive_when_its_answer_could_win() -> None:
    found = certified((Check("1", 1), Check("2", 3)), {"a": [60, 60], "b": [None, 60]})

    assert found.decisive == (Decisive("b", "1", 25.0, "leader"),)


def test_question_whose_best_answer_is_not_enough_is_not_decisive() -> None:
    found = certified((Check("1", 1), Check("2", 3)), {"a": [100, 60], "b": [None, 59]})

    assert found.decisive == ()


def test_answer_that_draws_level_is_decisive() -> None:
    found = certified((Check("1", 1), Check("2", 3)), {"a": [100, 60], "b": [None, 60]})

    assert found.decisive == (Decisive("b", "1", 25.0, "leader"),)


def test_low_end_of_the_leader_is_decisive_when_it_falls_behind() -> None:
    """a is proven at 80 by ana and at 40 by ben: 60, or 40 at the low end."""
    found = certified((Check("1", 1, proof=1),), {"a": [[(80, 1), (50, 0)]], "b": [[(50, 1)]]})

    assert found.decisive == (Decisive("a", "1", 40.0, "leader"),)


def test_high_end_is_the_most_that_anybody_claims() -> None:
    """b is proven at (30 + 20) / 2, and has claims of 50 and 20."""
    found = certified((Check("1", 1, proof=4),), {"a": [[(45, 4)]], "b": [[(50, 2), (20, 4)]]})

    assert found.decisive == (Decisive("b", "1", 30.0, "leader"),)


def test_range_that_opens_or_closes_a_gate_is_decisive() -> None:
    """The gate of c is open; proven in full or not at all, it is not. b stays behind."""
    found = certified(
        (MUST, Check("2", 3)),
        {"a": [100, 100], "b": [60, 0], "c": [[(60, 2)], 0]},
    )

    assert found.decisive == (Decisive("c", "1", 60 * 0.4 / 4, "gate"),)


def test_leader_counts_more_than_a_gate() -> None:
    """At its low end, 48, a fails the gate and loses the lead; at its high end it passes."""
    found = certified((MUST, Check("2", 1)), {"a": [[(60, 3)], 80], "b": [50, 70]})

    assert found.decisive == (Decisive("a", "1", pytest.approx(6), "leader"),)


def test_leader_counts_more_than_a_gate_at_the_other_end() -> None:
    """At its low end, 36, b fails the gate; at its high end it leads."""
    found = certified((MUST, Check("2", 1)), {"a": [50, 50], "b": [[(60, 2)], 60]})

    assert found.decisive == (Decisive("b", "1", pytest.approx(12), "leader"),)


def test_check_without_weight_is_never_decisive() -> None:
    """And yet its gate may flip: a rating that is refuted excludes a."""
    checks = (Check("1", 0, must=True, minimum=50, proof=4), Check("2", 1))

    found = certified(checks, {"a": [[(60, 2)], 80], "b": [60, 50]})

    assert found.decisive == ()
    assert ("a", "1", "refuted") in [(o.candidate, o.check, o.change) for o in found.rating_flips]


def test_rating_without_a_range_is_not_decisive() -> None:
    assert certified((Check("1", 1),), {"a": [60], "b": [50]}).decisive == ()


def test_decisive_cells_stand_by_swing_then_by_candidate_and_rubric() -> None:
    checks = (Check("2", 1), Check("1", 1), Check("3", 2))

    found = certified(checks, {"b": [None, None, None], "a": [None, None, None]})

    assert [(one.candidate, one.check, one.swing) for one in found.decisive] == [
        ("a", "3", 50.0),
        ("b", "3", 50.0),
        ("a", "2", 25.0),
        ("a", "1", 25.0),
        ("b", "2", 25.0),
        ("b", "1", 25.0),
    ]


def test_swing_is_in_points_of_the_total() -> None:
    problem = Problem(
        competencies=(
            Competency("1", 3, checks=(Check("1.1", 1), Check("1.2", 4))),
            Competency("2", 1, checks=(Check("2.1", 7),)),
        ),
        candidates=(Candidate("a"), Candidate("b")),
    )

    found = certificate(problem).decisive

    assert {one.check: one.swing for one in found if one.candidate == "a"} == {
        "1.1": pytest.approx(100 * 3 / 4 / 5),
        "1.2": pytest.approx(100 * 3 / 4 * 4 / 5),
        "2.1": pytest.approx(25),
    }


def test_one_level_more_may_win() -> None:
    assert flips((check("1"),), {"a": [50], "b": [0]}) == [
        ("a", "1", "level_down", "leader", ("a", "b")),
        ("a", "1", "refuted", "leader", ("a", "b")),
        ("b", "1", "level_up", "leader", ("a", "b")),
    ]


def test_evidence_stays_when_the_level_moves() -> None:
    """50 with 0.6 of the credit is 30; 100 is 60 and wins over 40."""
    found = flips((check("1", proof=4),), {"a": [[(40, 4)]], "b": [[(50, 2)]]})

    assert ("b", "1", "level_up", "leader", ("b",)) in found
    assert ("b", "1", "proven", "leader", ("b",)) in found


@pytest.mark.parametrize(
    ("value", "up", "down"), [(0, 50, 0), (20, 50, 0), (50, 100, 0), (70, 100, 50), (100, 100, 50)]
)
def test_next_level_is_strictly_above_or_below(value: float, up: float, down: float) -> None:
    """b is level with a, which has what b is to have: the flip tells that both lead."""
    for change, expected in (("level_up", up), ("level_down", down)):
        found = flips((check("1"),), {"a": [expected], "b": [value]})

        own = [leaders for one, _, what, _, leaders in found if (one, what) == ("b", change)]
        assert own == ([] if value == expected else [("a", "b")])


def test_every_rating_of_a_panel_moves_and_stops_at_the_end() -> None:
    """(50 + 100) / 2 = 75; one level more is (100 + 100) / 2."""
    found = flips((check("1"),), {"a": [99], "b": [[(50,), (100,)]]})

    assert [one for one in found if one[2] == "level_up"] == [
        ("b", "1", "level_up", "leader", ("b",))
    ]


def test_consensus_moves_and_not_the_cells_that_it_replaces() -> None:
    found = flips((check("1"),), {"a": [80], "b": [0]}, consensus=(Consensus("b", "1", 50),))

    assert [one for one in found if one[:3] == ("b", "1", "level_up")] == [
        ("b", "1", "level_up", "leader", ("b",))
    ]


def test_measure_moves_to_the_value_of_its_next_reference_point() -> None:
    """Values in any order: 90, 10, 50. From 40 one up is 50, one down 10."""
    scale = Scale("measure", points=((1, 90), (2, 10), (3, 50)))

    found = flips((Check("1", 1, scale=scale),), {"a": [50], "b": [40], "c": [10]})

    assert ("b", "1", "level_up", "leader", ("a", "b")) in found
    assert ("a", "1", "level_down", "leader", ("b",)) in found
    assert ("c", "1", "level_up", "leader", ("a", "c")) in found


def test_step_may_have_a_fraction_where_the_ratings_have_none() -> None:
    scale = Scale("measure", points=((1, 10), (2, 50.5)))

    found = flips((Check("1", 1, scale=scale),), {"a": [50], "b": [40]})

    assert ("b", "1", "level_up", "leader", ("b",)) in found


def test_check_without_a_scale_has_no_levels_to_move() -> None:
    found = flips((Check("1", 1),), {"a": [50], "b": [50]})

    assert {change for _, _, change, _, _ in found} == {"refuted"}


def test_what_nobody_rated_cannot_flip() -> None:
    assert flips((check("1"),), {"a": [None], "b": [None]}) == []


def test_what_is_proven_in_full_can_only_be_refuted() -> None:
    assert flips((Check("1", 1),), {"a": [60], "b": [50]}) == [
        ("a", "1", "refuted", "leader", ("b",))
    ]


def test_claim_without_any_credit_can_be_refuted() -> None:
    """It proves 0 of 60, so its gate is open; refuted, it is failed."""
    method = Method(evidence_credit=(1, 0.5, 0.5, 0.5, 0))

    found = flips((MUST,), {"a": [60], "b": [[(60, 0)]]}, method=method)

    assert found == [
        ("a", "1", "refuted", "leader", ("b",)),
        ("b", "1", "refuted", "gate", ("a",)),
        ("b", "1", "proven", "leader", ("a", "b")),
    ]


@pytest.mark.parametrize(
    "gate", [{"minimum": 50}, {"method": Method(minimum_total=50)}], ids=["competency", "total"]
)
def test_rating_may_open_a_gate_of_a_sum(gate: dict[str, Any]) -> None:
    """b has (40 + 50) / 2 and is excluded; with (50 + 50) / 2 it passes, behind a."""
    found = flips((check("1"), Check("2", 1)), {"a": [60, 60], "b": [40, 50]}, **gate)

    assert [one for one in found if one[0] == "b"] == [("b", "1", "level_up", "gate", ("a",))]


def test_rating_may_open_the_gate_of_another_competency_than_the_first() -> None:
    problem = Problem(
        competencies=(
            Competency("g", 1, checks=(Check("1", 1),)),
            Competency("h", 1, minimum=50, checks=(check("2"),)),
        ),
        candidates=(Candidate("a"), Candidate("b")),
        cells=tuple(
            Cell(candidate, code, "ana", value)
            for candidate, code, value in [
                ("a", "1", 60),
                ("a", "2", 100),
                ("b", "1", 10),
                ("b", "2", 0),
            ]
        ),
    )

    found = [one for one in certificate(problem).rating_flips if one.candidate == "b"]

    assert found == [RatingFlip("b", "2", "level_up", "gate", ("a",))]


def test_state_of_a_waived_gate_flips_too() -> None:
    waiver = Waiver("b", "check", "1", "agreed")

    found = flips((MUST, Check("2", 9)), {"a": [60, 90], "b": [50, 50]}, waivers=(waiver,))

    assert ("b", "1", "refuted", "gate", ("a",)) in found


def test_waiver_keeps_the_leader_whose_gate_would_fail() -> None:
    waiver = Waiver("a", "check", "1", "agreed")

    found = flips((MUST, Check("2", 9)), {"a": [60, 90], "b": [60, 50]}, waivers=(waiver,))

    assert ("a", "1", "refuted", "gate", ("a",)) in found


def test_who_else_is_excluded_stays_excluded() -> None:
    """c would lead; its gate is not touched by what becomes of a."""
    found = flips((MUST, Check("2", 1)), {"a": [60, 60], "b": [50, 50], "c": [40, 100]})

    assert ("a", "1", "refuted", "leader", ("b",)) in found


def test_nobody_may_be_left() -> None:
    assert flips((MUST,), {"a": [60]}) == [("a", "1", "refuted", "leader", ())]


def test_excluded_candidate_may_come_back_where_nobody_leads() -> None:
    found = flips((Check("1", 1, must=True, minimum=50, scale=LEVELS),), {"a": [40], "b": [0]})

    assert found == [
        ("a", "1", "level_up", "leader", ("a",)),
        ("b", "1", "level_up", "leader", ("b",)),
    ]


def test_leaders_after_a_flip_are_listed_by_the_tie_break() -> None:
    problem = Problem(
        method=Method(tie_break=("2", "1")),
        competencies=(
            Competency("1", 1, checks=(check("1.1"),)),
            Competency("2", 1, checks=(check("2.1"),)),
        ),
        candidates=(Candidate("a"), Candidate("b")),
        cells=(
            Cell("a", "1.1", "ana", 100),
            Cell("a", "2.1", "ana", 50),
            Cell("b", "1.1", "ana", 50),
            Cell("b", "2.1", "ana", 50),
        ),
    )

    found = certificate(problem).rating_flips

    assert RatingFlip("b", "2.1", "level_up", "leader", ("b", "a")) in found
    assert RatingFlip("b", "1.1", "level_up", "leader", ("a", "b")) in found
    assert RatingFlip("a", "2.1", "level_down", "leader", ("b", "a")) in found


def test_flips_stand_by_candidate_and_rubric_and_change() -> None:
    found = certified(
        (check("2", proof=1), check("1", proof=1)),
        {"b": [[(50, 0)], [(50, 0)]], "a": [[(50, 0)], [(50, 0)]]},
    )

    assert [(one.candidate, one.check, one.change) for one in found.rating_flips] == [
        (candidate, code, change)
        for candidate in ("a", "b")
        for code in ("2", "1")
        for change in CHANGES
    ]


def test_work_in_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [certificate(one.problem) for one in examples(0)[:20]]

    monkeypatch.setattr(sensitivity, "CHUNK", 1)

    assert [certificate(one.problem) for one in examples(0)[:20]] == expected
