"""The record: every consequential write leaves one entry, in the same transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from scoring.engine.canonical import digest
from scoring.enums import Action
from scoring.models import Candidate, Check, Evaluation, LedgerEntry, User

HOUSE_LOCK = 0x1ED6E4  # the number that PostgreSQL knows the house's chain by


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends. A chain cannot see its own tail cut off: keep this elsewhere too."""

    number: int  # of the last entry; 0 where there is none
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


def record(
    *,
    action: Action,
    by: User,
    at: datetime,
    evaluation: Evaluation | None = None,
    subject: str = "",
    candidate: Candidate | None = None,
    check: Check | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
) -> LedgerEntry:
    """Append one entry to its chain. Call it inside the transaction of the change it tells of.

    The caller holds the evaluation's lock (`evaluation.lock`): two entries cannot follow the same
    one. A cell is named by `candidate` and `check`; `subject` is for anything else.
    """
    if evaluation is None:
        _lock_house()
    head = head_of(evaluation)
    entry = LedgerEntry(
        at=at,
        actor_id=by.pk,
        actor=str(by),
        evaluation_id=evaluation.pk if evaluation else None,
        number=head.number + 1,
        action=action,
        subject=subject or " ".join(part.code for part in (candidate, check) if part),
        candidate_code=candidate.code if candidate else "",
        check_code=check.code if check else "",
        old=_as_json(old),
        new=_as_json(new),
        reason=reason,
        previous=head.digest,
    )
    entry.digest = digest(entry.told())
    entry.save()
    return entry


def head_of(evaluation: Evaluation | None) -> Head:
    """The end of an evaluation's chain, or of the house's (None)."""
    chain = LedgerEntry.objects.filter(evaluation_id=evaluation.pk if evaluation else None)
    last = chain.order_by("-number").values_list("number", "digest").first()
    return Head(*last) if last else Head(0, "")


def _lock_house() -> None:
    """On SQLite the transaction itself is the lock (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HOUSE_LOCK])


def _as_json(said: Mapping[str, Any] | None) -> Any:
    """What a database gives back: the digest must not depend on how it was given."""
    return None if said is None else json.loads(json.dumps(said, cls=DjangoJSONEncoder))
