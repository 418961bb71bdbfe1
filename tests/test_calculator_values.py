"""What a calculator's result is worth, by the reference points of the rubric that ships."""

import json
from typing import Any

import pytest
from django.conf import settings

from scoring.engine.value import piecewise_linear

from .engine.calculators import EXAMPLES

ROWS = json.loads((settings.BASE_DIR / "fixtures" / "rubric.json").read_bytes())
CHECKS = [row["fields"] for row in ROWS if row["model"] == "scoring.check"]
POINTS = {check["code"]: check["points"] for check in CHECKS}


@pytest.mark.parametrize("case", EXAMPLES["values"], ids=lambda case: case["title"])
def test_a_result_is_worth_what_was_interpolated_by_hand(case: dict[str, Any]) -> None:
    """For one of them: 12 h lie a quarter of the way from 8 (70) to 24 (40): 70 - 30/4 = 62.5."""
    value = piecewise_linear(POINTS[case["check"]], case["measured"])

    assert float(value) == pytest.approx(case["value"], abs=0.0005)


@pytest.mark.parametrize("case", EXAMPLES["anchors"], ids=lambda case: case["check"])
def test_the_anchors_of_a_calculator_are_points_of_its_check(case: dict[str, Any]) -> None:
    measured, values = zip(*case["points"], strict=True)

    assert piecewise_linear(POINTS[case["check"]], measured).tolist() == list(values)
