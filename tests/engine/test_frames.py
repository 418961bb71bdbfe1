import pandas as pd
from pandas.testing import assert_frame_equal

from scoring.engine import compare
from scoring.engine.frames import competency_frame, ranking_frame

from .problems import matrix

COMPARISON = compare(
    matrix([3, 1], {"a": [40, 20], "b": [100, None], "c": [0, 0]}, method={"minimum_total": 10})
)


def test_ranking_frame_has_one_row_per_candidate_as_listed() -> None:
    expected = pd.DataFrame(
        {
            "rank": pd.array([1, 2, None], dtype="Int64"),
            "code": ["b", "a", "c"],
            "name": ["", "", ""],
            "status": ["eligible", "eligible", "excluded"],
            "proven": [75.0, 35.0, 0.0],
            "claimed": [75.0, 35.0, 0.0],
            "ceiling": [100.0, 35.0, 0.0],
            "coverage": [0.75, 1.0, 1.0],
        }
    )

    assert_frame_equal(ranking_frame(COMPARISON), expected)


def test_competency_frame_has_one_row_per_candidate_and_competency() -> None:
    expected = pd.DataFrame(
        {
            "candidate": ["b", "b", "a", "a", "c", "c"],
            "competency": ["0", "1", "0", "1", "0", "1"],
            "proven": [100.0, 0.0, 40.0, 20.0, 0.0, 0.0],
            "claimed": [100.0, 0.0, 40.0, 20.0, 0.0, 0.0],
            "ceiling": [100.0, 100.0, 40.0, 20.0, 0.0, 0.0],
            "contribution": [75.0, 0.0, 30.0, 5.0, 0.0, 0.0],
        }
    )

    assert_frame_equal(competency_frame(COMPARISON), expected)
