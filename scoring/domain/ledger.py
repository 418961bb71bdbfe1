"""The record: every consequential write leaves one entry, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scoring.enums import Action
from scoring.models import Evaluation, LedgerEntry, User


def record(
    *,
    action: Action,
    by: User,
    at: datetime,
    evaluation: Evaluation | None = None,
    subject: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
) -> LedgerEntry:
    """Append one entry. Call it inside the transaction of the change it tells of."""
    return LedgerEntry.objects.create(
        at=at,
        actor_id=by.pk,
        actor=str(by),
        evaluation_id=evaluation.pk if evaluation else None,
        action=action,
        subject=subject,
        old=old,
        new=new,
        reason=reason,
    )
