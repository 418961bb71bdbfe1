"""Shares of the whole as points that make 100 exactly."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.weights import STORED, hundred

SHARES = st.lists(st.floats(1e-6, 1), min_size=1, max_size=15).map(
    lambda found: {str(place): one / sum(found) for place, one in enumerate(found)}
)


@given(SHARES)
def test_the_points_make_100(shares: dict[str, float]) -> None:
    assert sum(hundred(shares).values()) == 100


@given(SHARES)
def test_no_point_is_further_off_than_its_last_decimal(shares: dict[str, float]) -> None:
    points = hundred(shares)

    assert all(abs(points[code] - 100 * Decimal(share)) <= STORED for code, share in shares.items())


def test_what_rounding_leaves_goes_to_the_largest_rests() -> None:
    third = Decimal("33.333")

    assert hundred({"1": 1 / 3, "2": 1 / 3, "3": 1 / 3}) == {
        "1": third + STORED,
        "2": third,
        "3": third,
    }
