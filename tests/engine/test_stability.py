"""The certificate as a whole, on examples that can be followed by hand."""

import json
from pathlib import Path

import pytest

from scoring.engine.stability import Stability

from .certificates import certificate
from .problems import matrix

ADDITIVE = json.loads((Path(__file__).parent / "data" / "oracles.json").read_text("utf-8"))[
    "additive"
]


@pytest.fixture(scope="module")
def by_hand() -> Stability:
    return certificate(matrix(ADDITIVE["weights"], ADDITIVE["values"]))


def test_weight_intervals_are_those_derived_by_hand(by_hand: Stability) -> None:
    found = [(one.low, one.high, one.below, one.above) for one in by_hand.weight_intervals]

    expected = [
        (
            one["low"],
            one["high"],
            one.get("taken_over_by_below"),
            one.get("taken_over_by"),
        )
        for one in ADDITIVE["weight_interval_of_leader"]
    ]
    for interval, wanted in zip(found, expected, strict=True):
        assert interval[:2] == pytest.approx(wanted[:2], abs=ADDITIVE["tolerance"])
        assert interval[2:] == wanted[2:]


def test_nearest_flip_is_the_one_derived_by_hand(by_hand: Stability) -> None:
    wanted = ADDITIVE["nearest_flip_by_hand"]

    nearest = by_hand.nearest_flips[0]

    assert nearest.rival == wanted["against"]
    assert nearest.points == pytest.approx(7.5, abs=ADDITIVE["tolerance"])
    assert [(move.from_, move.to) for move in nearest.moves] == [
        (str(wanted["from_criterion"]), str(wanted["to_criterion"]))
    ]
