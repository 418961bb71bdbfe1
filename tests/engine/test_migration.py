from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.migration import SESSION_RATE, Duration, Machine, Transfer, duration

from .calculators import EXAMPLES

EXAMPLE = EXAMPLES["migration"]
MACHINE = Machine(memory=2, cores=1, bandwidth=100)


def test_a_session_of_three_megabits_moves_what_it_does_by_hand() -> None:
    """3 Mbps × 3 600 s / 8 bits = 1 350 MB an hour."""
    assert EXAMPLE["session_mbps"] * 3600 / 8 / 1000 == EXAMPLE["session_rate"]
    assert EXAMPLE["session_rate"] == SESSION_RATE


def test_a_transfer_takes_what_it_does_by_hand() -> None:
    """10 sessions × 2 GB/h × 0.8 = 16 GB/h; 8 h a day make 128 GB: 640 GB in 5 days. The last
    8 GB take half an hour."""
    transfer = Transfer(
        gigabytes=640, sessions=10, session_rate=2, efficiency=0.8, hours_per_day=8, daily_change=8
    )

    assert duration(transfer) == Duration(rate=16, days=5, last_pass=0.5)


def test_unless_said_it_copies_day_and_night_at_the_usual_rate() -> None:
    """1.35 GB/h × 24 h = 32.4 GB a day."""
    found = duration(Transfer(gigabytes=64.8, sessions=1))

    assert found == Duration(rate=1.35, days=pytest.approx(2, rel=1e-12), last_pass=0)


def test_nothing_to_copy_takes_no_day() -> None:
    assert duration(Transfer(gigabytes=0, sessions=1)).days == 0


@pytest.mark.parametrize(
    ("machine", "sessions"),
    [
        (Machine(memory=2, cores=100, bandwidth=1e6), 8),  # 4 a GB
        (Machine(memory=1e6, cores=2, bandwidth=1e6), 20),  # 10 a core
        (Machine(memory=1e6, cores=100, bandwidth=100), 33),  # 100 / 3, in whole sessions
        (Machine(memory=0.2, cores=1, bandwidth=1), 0),
    ],
)
def test_the_scarcest_part_of_a_machine_limits_its_sessions(
    machine: Machine, sessions: int
) -> None:
    assert machine.most_sessions == sessions


def test_as_many_sessions_as_the_machine_carries_are_taken() -> None:
    assert Transfer(gigabytes=1, sessions=8, machine=MACHINE).rate == pytest.approx(10.8)


AMOUNTS = st.floats(0, 1e6)


@given(AMOUNTS, AMOUNTS, st.integers(1, 50))
def test_more_data_never_take_fewer_days(gigabytes: float, more: float, sessions: int) -> None:
    few, many = (
        duration(Transfer(gigabytes=amount, sessions=sessions))
        for amount in (gigabytes, gigabytes + more)
    )

    assert many.days >= few.days


@given(AMOUNTS, st.integers(1, 50), st.integers(1, 50), st.floats(0, 30))
def test_more_sessions_never_take_longer(
    gigabytes: float, sessions: int, more: int, change: float
) -> None:
    slow, fast = (
        duration(Transfer(gigabytes=gigabytes, sessions=number, daily_change=change))
        for number in (sessions, sessions + more)
    )

    assert (fast.days, fast.last_pass) <= (slow.days, slow.last_pass)


@given(st.floats(0.001, 1), st.integers(1, 50))
def test_a_last_pass_fits_into_a_day(share: float, sessions: int) -> None:
    """Or it would not be the last: what changes in a day must be copied in less."""
    a_day = Transfer(gigabytes=1, sessions=sessions).rate * 24

    found = duration(Transfer(gigabytes=1, sessions=sessions, daily_change=a_day * share * 0.999))

    assert found.last_pass < 24


PLAIN = Transfer(gigabytes=100, sessions=2)
NUMBER = "must be a number from 0 to 1e+12"
POSITIVE = "must be a number from 1e-12 to 1e+12"
WHOLE = "must be a whole number from 1 to 100000"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: replace(PLAIN, gigabytes=-1), f"gigabytes: {NUMBER}"),
        (lambda: replace(PLAIN, sessions=0), f"sessions: {WHOLE}"),
        (lambda: replace(PLAIN, sessions=100_001), f"sessions: {WHOLE}"),
        (lambda: replace(PLAIN, session_rate=0), f"session_rate: {POSITIVE}"),
        (lambda: replace(PLAIN, efficiency=0), "efficiency: must be a number from 1e-12 to 1"),
        (lambda: replace(PLAIN, efficiency=1.1), "efficiency: must be a number from 1e-12 to 1"),
        (
            lambda: replace(PLAIN, hours_per_day=0),
            "hours_per_day: must be a number from 1e-12 to 24",
        ),
        (
            lambda: replace(PLAIN, hours_per_day=24.5),
            "hours_per_day: must be a number from 1e-12 to 24",
        ),
        (lambda: replace(PLAIN, daily_change=-1), f"daily_change: {NUMBER}"),
        (
            lambda: replace(PLAIN, session_rate=1, daily_change=48),  # all of 2 × 24 GB
            "daily_change: is more than a day copies: it never catches up",
        ),
        (
            lambda: replace(PLAIN, session_rate=1, hours_per_day=8, daily_change=17),
            "daily_change: is more than a day copies: it never catches up",
        ),
        (lambda: replace(PLAIN, machine="server"), "machine: must be a Machine"),
        (lambda: replace(PLAIN, machine=MACHINE, sessions=9), "sessions: must not be more than 8"),
        (lambda: Machine(0, 1, 1), f"memory: {POSITIVE}"),
        (lambda: Machine(1, 0, 1), f"cores: {WHOLE}"),
        (lambda: Machine(1, 100_001, 1), f"cores: {WHOLE}"),
        (lambda: Machine(1, 1, 0), f"bandwidth: {POSITIVE}"),
    ],
)
def test_what_moves_nothing_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        make()

    assert str(refusal.value) == message


def test_the_ends_of_every_domain_are_in_it() -> None:
    busiest = Transfer(
        gigabytes=1e12, sessions=100_000, efficiency=1, hours_per_day=24, daily_change=0
    )

    assert busiest.rate == pytest.approx(135_000)
    assert Machine(1, 100_000, 1).cores == 100_000
