"""Published or hand-derived examples, run through the whole engine."""

from typing import Any

import pytest

from scoring.engine import Comparison, compare

from .oracles import ORACLES
from .problems import matrix


def compared(oracle: dict[str, Any]) -> Comparison:
    return compare(matrix(oracle["weights"], oracle["values"]))


@pytest.mark.parametrize("name", ["additive", "no_rank_reversal"])
def test_scores_are_those_derived_by_hand(name: str) -> None:
    oracle = ORACLES[name]

    scores = {one.code: one.score.proven for one in compared(oracle).candidates}

    assert scores == pytest.approx(oracle["scores"], abs=oracle["tolerance"])


def test_leader_is_the_one_derived_by_hand() -> None:
    oracle = ORACLES["additive"]

    assert compared(oracle).leaders == (oracle["leader"],)


def test_a_useless_candidate_moves_nobody() -> None:
    without, with_d = compared(ORACLES["additive"]), compared(ORACLES["no_rank_reversal"])

    assert with_d.candidates[:3] == without.candidates


@pytest.mark.parametrize(("end", "reading"), [("low", "proven"), ("high", "ceiling")])
def test_unanswered_question_scores_nothing_and_shows_its_potential(end: str, reading: str) -> None:
    oracle = ORACLES["unanswered"]

    scores = {one.code: getattr(one.score, reading) for one in compared(oracle).candidates}

    assert scores == pytest.approx(oracle[end], abs=oracle["tolerance"])


def test_nobody_wins_by_not_answering() -> None:
    assert compared(ORACLES["unanswered"]).leaders == ("X",)
