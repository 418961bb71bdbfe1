from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.template.defaultfilters import floatformat
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("language", ["es", "fr", "en"])
def test_a_number_is_written_as_django_writes_it(language):
    values = [0.0, -0.0, 0.05, 0.15, 2.675, 66.65, 99.95, 1e-12, 12345.678, -0.04, -1.25, 100]
    ways = ((numbers.whole, 0), (numbers.points, 1), (numbers.fine, 2))

    with translation.override(language):
        for write, places in ways:
            assert [write(value) for value in values] == [floatformat(v, places) for v in values]


@given(st.floats(-1e9, 1e9) | st.integers(-(10**7), 10**7).map(lambda whole: whole / 1000))
def test_half_of_the_last_digit_is_rounded_up_as_people_do(value):
    written = Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0

    assert numbers.points(value) == f"{written:f}"


def test_binary_noise_is_not_shown():
    assert numbers.plain(0.07 * 100) == "7"
    assert numbers.plain(200 / 3) == "66.7"


@pytest.mark.parametrize(("share", "expected"), [(1, "100%"), (0.9999, "99%"), (0.29, "29%")])
def test_only_everything_is_all_of_it(share, expected):
    assert numbers.covered(share) == expected


@pytest.mark.parametrize(("given", "expected"), [("200.0000", "200"), ("0.2500", "0.25")])
def test_a_measurement_is_shown_as_it_was_written(given, expected):
    assert numbers.measured(Decimal(given)) == expected


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0%"),
        (0.0001, "<\N{NO-BREAK SPACE}1%"),
        (0.0099, "<\N{NO-BREAK SPACE}1%"),
        (0.01, "1%"),
        (0.29, "29%"),
        (0.8999, "89%"),
        (0.9, "90%"),
        (0.99, "99%"),
        (0.9949, "99.4%"),
        (0.9999, "99.9%"),
        (1, "100%"),
    ],
)
def test_a_chance_reaches_nothing_that_it_does_not_reach(share, shown):
    assert numbers.chance(share) == shown


@pytest.mark.parametrize(
    ("low", "high", "around", "shown"),
    [
        (0, 1, 0.5, "0–100%"),
        (0, 0.63021, 0.12, "0–63%"),
        (0.02104, 0.35, 0.07, "2.2–35%"),
        (0.08331, 0.5, 1 / 12, "8.3–50%"),
        (0.07, 0.07, 0.07, "7–7%"),
    ],
)
def test_a_span_holds_only_what_is_inside(low, high, around, shown):
    assert numbers.span(*numbers.ends(low, high, around=around)) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "10,000"),
        ("es", "10\N{NO-BREAK SPACE}000"),
        ("fr", "10\N{NO-BREAK SPACE}000"),
    ],
)
def test_a_large_number_is_grouped(language, shown):
    with translation.override(language):
        assert numbers.count(10_000) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.05, "+0.1"), (0.04, "0.0"), (0, "0.0"), (-0.04, "0.0"), (-1.25, "−1.3")]
)
def test_a_difference_has_a_sign_unless_it_shows_as_nothing(value, shown):
    assert numbers.signed(value) == shown
