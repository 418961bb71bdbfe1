from decimal import Decimal

import pytest
from django.utils import translation

from scoring.reports import numbers

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", ["84,9", f"7{NBSP}%", f"8,3{NBSP}%", "−1,3", "56,75"]),
        ("fr", ["84,9", f"7{NBSP}%", f"8,3{NBSP}%", "−1,3", "56,75"]),
        ("en", ["84.9", "7%", "8.3%", "−1.3", "56.75"]),
    ],
)
def test_numbers_are_in_the_readers_language(language, expected):
    with translation.override(language):
        assert [
            numbers.points(84.87),
            numbers.percent(0.07),
            numbers.percent(1 / 12),
            numbers.signed(-1.26),
            numbers.measured(Decimal("56.7500")),
        ] == expected


def test_numbers_are_rounded_never_cut():
    assert numbers.points(84.87) == "84.9"
    assert numbers.whole(99.5) == "100"
    assert numbers.fine(0.666) == "0.67"


def test_binary_noise_is_not_shown():
    assert numbers.plain(0.07 * 100) == "7"
    assert numbers.plain(200 / 3) == "66.7"


@pytest.mark.parametrize(("share", "expected"), [(1, "100%"), (0.9999, "99%"), (0.29, "29%")])
def test_only_everything_is_all_of_it(share, expected):
    assert numbers.covered(share) == expected


@pytest.mark.parametrize(("given", "expected"), [("200.0000", "200"), ("0.2500", "0.25")])
def test_a_measurement_is_shown_as_it_was_written(given, expected):
    assert numbers.measured(Decimal(given)) == expected
