"""K6: how much work the integrator takes over, read from a responsibility matrix (RACI).

Source: the RACI convention (one accountable per task, at least one responsible), with the rows
that public matrices of mail hosts have; the article, sections 9 and 12.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from scoring.engine.validation import (
    ProblemError,
    check_code,
    check_items,
    check_number,
    check_positive,
    check_unique,
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One row: a task, the hours that it takes a month, who does it and who answers for it."""

    task: str
    hours: float  # per month
    responsible: tuple[str, ...]
    accountable: tuple[str, ...]

    def __post_init__(self) -> None:
        check_code("task", self.task)
        check_number("hours", self.hours)
        for name in ("responsible", "accountable"):
            parties = getattr(self, name)
            check_items(name, parties, object)
            for position, party in enumerate(parties):
                check_code(f"{name}[{position}]", party)
            check_unique((f"{name}[{i}]", party) for i, party in enumerate(parties))
        if not self.responsible:
            raise ProblemError("responsible", "must be one or more")
        if len(self.accountable) != 1:
            raise ProblemError("accountable", "must be exactly one")


@dataclass(frozen=True, slots=True)
class Load:
    """What the provider takes over."""

    share: float  # percent of the hours
    remaining: float  # hours per month that are left to the company
    freed: float  # hours per month fewer than before; negative when it is more work


def transferred_load(duties: Sequence[Duty], provider: str, baseline: float) -> Load:
    """The load of the rows in which the provider is responsible, alone or with others.

    share = 100 Σ hours with provider / Σ hours; remaining = Σ hours of the other rows;
    freed = baseline - remaining. baseline: the company's hours per month as it is today.
    """
    if not duties:
        raise ProblemError("duties", "must be one or more")
    check_unique((f"duties[{i}].task", duty.task) for i, duty in enumerate(duties))
    check_code("provider", provider)
    check_number("baseline", baseline)
    total = fsum(duty.hours for duty in duties)
    check_positive("hours", total)
    remaining = fsum(duty.hours for duty in duties if provider not in duty.responsible)
    return Load(
        share=100 * ((total - remaining) / total),  # in this order: all of it is 100 exactly
        remaining=remaining,
        freed=baseline - remaining,
    )
