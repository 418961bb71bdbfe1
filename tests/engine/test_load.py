from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import ProblemError
from scoring.engine.load import Duty, Load, transferred_load

OURS, THEIRS = "IT", "provider"


def duty(task: str, hours: float, *responsible: str) -> Duty:
    return Duty(task, hours, responsible, (OURS,))


def test_the_share_is_of_the_hours_and_not_of_the_rows() -> None:
    """12 + 6 of 24 hours are theirs, 6 stay; of 20 hours as it is, 14 are freed."""
    duties = [
        duty("Backups", 12, THEIRS),
        duty("Updates", 6, THEIRS, OURS),
        duty("New accounts", 6, OURS),
    ]

    assert transferred_load(duties, THEIRS, 20) == Load(share=75, remaining=6, freed=14)


def test_who_only_answers_for_a_task_does_not_carry_it() -> None:
    named = [Duty("Backups", 10, (OURS,), (THEIRS,))]

    assert transferred_load(named, THEIRS, 10) == Load(share=0, remaining=10, freed=0)


def test_what_costs_more_work_than_before_frees_a_negative_number() -> None:
    duties = [duty("Backups", 5, OURS), duty("Updates", 15, THEIRS)]

    assert transferred_load(duties, THEIRS, 2) == Load(share=75, remaining=5, freed=-3)


def test_everything_taken_over_leaves_nothing() -> None:
    assert transferred_load([duty("Backups", 3, THEIRS)], THEIRS, 3) == Load(100, 0, 3)


ROWS = st.lists(st.tuples(st.floats(0.1, 1e3), st.booleans()), min_size=1, max_size=8)


@given(ROWS, st.floats(0, 1e3))
def test_a_task_that_changes_hands_never_lowers_the_share(
    rows: list[tuple[float, bool]], baseline: float
) -> None:
    def load_of(first_is_theirs: bool) -> Load:
        theirs = [first_is_theirs, *(mine for _hours, mine in rows[1:])]
        return transferred_load(
            [
                duty(str(number), hours, THEIRS if taken else OURS)
                for number, ((hours, _), taken) in enumerate(zip(rows, theirs, strict=True))
            ],
            THEIRS,
            baseline,
        )

    kept, given_away = load_of(False), load_of(True)

    assert 0 <= kept.share <= given_away.share <= 100
    assert given_away.freed >= kept.freed
    assert kept.freed == baseline - kept.remaining


NUMBER = "must be a number from 0 to 1e+12"
ONE = [duty("Backups", 1, THEIRS)]


@pytest.mark.parametrize(
    ("compute", "message"),
    [
        (lambda: duty("", 1, OURS), "task: must not be empty"),
        (lambda: duty("Backups", -1, OURS), f"hours: {NUMBER}"),
        (lambda: duty("Backups", 1), "responsible: must be one or more"),
        (lambda: duty("Backups", 1, OURS, ""), "responsible[1]: must not be empty"),
        (lambda: duty("Backups", 1, OURS, OURS), "responsible[1]: repeats responsible[0]"),
        (
            lambda: Duty("Backups", 1, OURS, (OURS,)),  # type: ignore[arg-type]
            "responsible: must be an array (in Python, a tuple)",
        ),
        (lambda: Duty("Backups", 1, (OURS,), ()), "accountable: must be exactly one"),
        (lambda: Duty("Backups", 1, (OURS,), (OURS, THEIRS)), "accountable: must be exactly one"),
        (lambda: Duty("Backups", 1, (OURS,), (" ",)), "accountable[0]: must not be empty"),
        (lambda: transferred_load([], THEIRS, 1), "duties: must be one or more"),
        (lambda: transferred_load(ONE * 2, THEIRS, 1), "duties[1].task: repeats duties[0].task"),
        (
            lambda: transferred_load(ONE, " x", 1),
            "provider: must be printable, with no space around it",
        ),
        (lambda: transferred_load(ONE, THEIRS, -1), f"baseline: {NUMBER}"),
        (
            lambda: transferred_load([duty("Backups", 0, OURS)], THEIRS, 1),
            "hours: must be a number from 1e-12 to 1e+12",
        ),
    ],
)
def test_what_is_no_matrix_is_refused(compute: Callable[[], Any], message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        compute()

    assert str(refusal.value) == message
