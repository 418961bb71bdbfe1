"""What an evaluation's ledger holds, in sum: how much of what, from when to when, and everything
but ratings that happened once scoring had opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from scoring.enums import Action
from scoring.models import Evaluation, LedgerEntry

from .ledger import Head

# Ratings and evidence that were given are many, and stand in the report themselves.
UNTOLD = (
    Action.ASSESSMENT_SAVED,
    Action.EVIDENCE_ATTACHED,
    Action.INTEREST_DECLARED,
    Action.CONSENSUS_SETTLED,
    Action.ELICITATION_ANSWERED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The chain up to one entry of it. `later` tells how it went on from the first opening."""

    counts: tuple[tuple[Action, int], ...]  # the most frequent first
    first: datetime | None
    last: datetime | None
    later: tuple[LedgerEntry, ...]

    @property
    def entries(self) -> int:
        return sum(count for _action, count in self.counts)


def audit_of(evaluation: Evaluation, *, head: Head) -> Audit:
    """In two queries. `head`: where the chain ended when the rest of the report was read, so that
    what was written since is not counted."""
    chain = LedgerEntry.objects.of(evaluation).filter(number__lte=head.number)
    found = list(
        chain.order_by()
        .values("action")
        .annotate(count=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-count", "action")
    )
    told = chain.exclude(action__in=UNTOLD).defer("old", "new").order_by("number")
    return Audit(
        counts=tuple((Action(one["action"]), one["count"]) for one in found),
        first=min((one["first"] for one in found), default=None),
        last=max((one["last"] for one in found), default=None),
        later=_since_opening(list(told)),
    )


def _since_opening(told: Sequence[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    opened = [at for at, one in enumerate(told) if one.action == Action.EVALUATION_OPENED]
    return tuple(told[opened[0] :]) if opened else ()
