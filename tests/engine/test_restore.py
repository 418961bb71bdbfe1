from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.restore import restore_hours, rpo_hours, rto_hours

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NINE + timedelta(hours=5, minutes=30)


def test_rto_lasts_from_the_alert_until_the_data_are_visible() -> None:
    """9:00 to 14:30."""
    assert rto_hours(NINE, LATER) == 5.5


def test_rpo_lasts_from_what_can_be_recovered_to_the_incident() -> None:
    assert rpo_hours(NINE, LATER) == 5.5


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    """From 22:00 to 8:00 the clock says ten hours; on the last Sunday of March nine have passed."""
    madrid = ZoneInfo("Europe/Madrid")
    alert = datetime(2026, 3, 28, 22, tzinfo=madrid)
    visible = datetime(2026, 3, 29, 8, tzinfo=madrid)

    assert (rto_hours(alert, visible), rpo_hours(alert, visible)) == (9, 9)


def test_restoring_takes_its_preparation_and_its_volume() -> None:
    """Half an hour, and 30 GB at 12 GB/h: 0.5 + 2.5."""
    assert restore_hours(30, 12, 0.5) == 3


def test_preparation_is_nothing_unless_said() -> None:
    assert restore_hours(30, 12) == 2.5


def test_an_empty_mailbox_takes_the_preparation_alone() -> None:
    assert restore_hours(0, 1, 0.25) == 0.25


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.1, 1e3), st.floats(0, 100))
def test_a_larger_mailbox_never_takes_less(
    gigabytes: float, more: float, rate: float, prepare: float
) -> None:
    assert restore_hours(gigabytes + more, rate, prepare) >= restore_hours(gigabytes, rate, prepare)


@given(st.floats(0, 1e6))
def test_what_is_lost_is_what_was_not_recoverable(hours: float) -> None:
    assert rpo_hours(NINE, NINE + timedelta(hours=hours)) == pytest.approx(hours, abs=1e-8)


NUMBER = "must be a number from 0 to 1e+12"


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda: rto_hours(LATER, NINE), "visible_at: must not be before alert_at"),
        (
            lambda: rto_hours(NINE.replace(tzinfo=None), LATER),
            "alert_at: must be a time with its zone",
        ),
        (lambda: rpo_hours(LATER, NINE), "incident_at: must not be before last_recoverable_at"),
        (
            lambda: rpo_hours(NINE.replace(tzinfo=None), LATER),
            "last_recoverable_at: must be a time with its zone",
        ),
        (lambda: restore_hours(-1, 1), f"gigabytes: {NUMBER}"),
        (lambda: restore_hours(1, 0), "gigabytes_per_hour: must be a number from 1e-12 to 1e+12"),
        (lambda: restore_hours(1, 1, -1), f"prepare_hours: {NUMBER}"),
    ],
)
def test_what_is_no_restore_is_refused(compute: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        compute()

    assert str(refusal.value) == message
