from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.footprint import Claim, footprint, grams_per_account_year

from .calculators import EXAMPLES

EXAMPLE = EXAMPLES["footprint"]
CLAIM = Claim(**EXAMPLE["claim"])


def test_worked_example_is_recomputed_by_hand() -> None:
    """A lamp of 15 W for 130 h: 1.95 kWh, in 130 / 24 days, which are not quite five and a half;
    137 g for it are 137 / 1.95 g/kWh. 250 accounts: 34.25 kg. With 30 % less, 137 g were
    137 / 0.7 before, if 137 is after; 137 × 0.7 = 95.9 after, if 137 was before."""
    found = footprint(CLAIM)

    assert found.fleet_kilograms == pytest.approx(34.25, rel=1e-12)
    assert found.lamp_kwh == pytest.approx(1.95, rel=1e-12)
    assert found.lamp_days == pytest.approx(130 / 24, rel=1e-12)
    assert found.implied_factor == pytest.approx(70.25641025641026, rel=1e-12)
    assert found.grams_before == pytest.approx(195.71428571428572, rel=1e-12)
    assert found.grams_after == pytest.approx(95.9, rel=1e-12)


@pytest.mark.parametrize("name", ["lamp_kwh", "lamp_days", "implied_factor", "fleet_kilograms"])
def test_worked_example_agrees_with_what_was_published(name: str) -> None:
    assert getattr(footprint(CLAIM), name) == pytest.approx(EXAMPLE[name], abs=0.00005)


@pytest.mark.parametrize("name", ["grams_before", "grams_after"])
def test_both_readings_agree_with_what_was_published(name: str) -> None:
    assert getattr(footprint(CLAIM), name) == pytest.approx(EXAMPLE[name], abs=0.05)


def test_grams_of_an_account_are_its_part_of_the_platforms() -> None:
    """A platform of 1 500 kWh in France, 21.7 g/kWh: 32 550 g; for 250 accounts, 130.2 g each."""
    assert grams_per_account_year(1500, 21.7, 250) == pytest.approx(130.2, rel=1e-12)


def test_nothing_used_emits_nothing() -> None:
    assert grams_per_account_year(0, 21.7, 1) == 0
    assert footprint(replace(CLAIM, grams=0)).fleet_kilograms == 0


@given(st.floats(0, 1e6), st.floats(0, 99))
def test_the_readings_lie_on_both_sides_of_the_claim(grams: float, reduction: float) -> None:
    found = footprint(replace(CLAIM, grams=grams, reduction=reduction))

    assert found.grams_after <= grams <= found.grams_before


@given(st.floats(0, 1e6), st.floats(0, 99))
def test_the_reading_before_reduced_is_the_claim(grams: float, reduction: float) -> None:
    before = footprint(replace(CLAIM, grams=grams, reduction=reduction)).grams_before

    again = footprint(replace(CLAIM, grams=before, reduction=reduction))

    assert again.grams_after == pytest.approx(grams)


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_more_accounts_never_emit_less(accounts: int, more: int) -> None:
    few, many = (footprint(replace(CLAIM, accounts=n)) for n in (accounts, accounts + more))

    assert many.fleet_kilograms >= few.fleet_kilograms
    assert astuple(many)[1:] == astuple(few)[1:]


NUMBER = "must be a number from 0 to 1e+12"
POSITIVE = "must be a number from 1e-12 to 1e+12"
WHOLE = "must be a whole number from 1 to 10000000"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: replace(CLAIM, grams=-1), f"grams: {NUMBER}"),
        (lambda: replace(CLAIM, accounts=0), f"accounts: {WHOLE}"),
        (lambda: replace(CLAIM, accounts=10_000_001), f"accounts: {WHOLE}"),
        (lambda: replace(CLAIM, lamp_watts=0), f"lamp_watts: {POSITIVE}"),
        (lambda: replace(CLAIM, lamp_hours=0), f"lamp_hours: {POSITIVE}"),
        (lambda: replace(CLAIM, reduction=-1), "reduction: must be a number from 0 to 99"),
        (lambda: replace(CLAIM, reduction=99.5), "reduction: must be a number from 0 to 99"),
        (lambda: grams_per_account_year(-1, 1, 1), f"kwh: {NUMBER}"),
        (lambda: grams_per_account_year(1, -1, 1), f"factor: {NUMBER}"),
        (lambda: grams_per_account_year(1, 1, 0), f"accounts: {WHOLE}"),
        (lambda: grams_per_account_year(1, 1, 10_000_001), f"accounts: {WHOLE}"),
    ],
)
def test_a_claim_that_makes_no_footprint_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        make()

    assert str(refusal.value) == message


def test_the_ends_of_the_domains_are_in_them() -> None:
    claim = Claim(grams=0, accounts=10_000_000, lamp_watts=1e-12, lamp_hours=1e12)

    assert claim.reduction == 0
    assert replace(claim, reduction=99).reduction == 99
    assert grams_per_account_year(1e12, 0, 10_000_000) == 0
