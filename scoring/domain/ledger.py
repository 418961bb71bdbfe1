"""The record: every consequential write leaves one entry, in the same transaction.

`verify` asks of a chain whether it is whole, and whether the rows say what it tells of them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext as _

from scoring.engine.canonical import digest
from scoring.enums import Action
from scoring.models import Candidate, Check, Decision, Evaluation, LedgerEntry, User

from .atomic import atomic
from .flaw import Flaw, flaws_in_rows
from .statement import insert, prepared

_encode = DjangoJSONEncoder().encode
HOUSE_LOCK = 0x1ED6E4  # the number that PostgreSQL knows the house's chain by


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends. A chain cannot see its own tail cut off: keep this elsewhere too."""

    number: int  # of the last entry; 0 where there is none
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry without what is known only under the lock: its number, `old`, and what precedes it.

    `told` is what the digest covers, `row` what is stored of it.
    """

    told: Mapping[str, Any]
    row: Mapping[str, Any]


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
) -> Head:
    """Append one entry to its chain. Call it inside the transaction of the change it tells of.

    The caller holds the evaluation's lock (`evaluation.lock`): two entries cannot follow the same
    one. A cell is named by `candidate` and `check`; `subject` is for anything else. Returns where
    the chain now ends.
    """
    if evaluation is None:
        _lock_house()
    ready = drafted(
        action=action,
        by=by,
        at=at,
        evaluation=evaluation,
        subject=subject,
        candidate=candidate,
        check=check,
        new=new,
        reason=reason,
    )
    return append(ready, old=old, head=head_of(evaluation))


def drafted(
    *,
    action: Action,
    by: User,
    at: datetime,
    evaluation: Evaluation | None = None,
    subject: str = "",
    candidate: Candidate | None = None,
    check: Check | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Draft:
    """An entry to `append`, for who can tell most of it before the lock is theirs; see `record`."""
    row = {
        "at": at,
        "actor_id": by.pk,
        "actor": str(by),
        "evaluation_id": evaluation.pk if evaluation else None,
        "action": action,
        "subject": subject or " ".join(part.code for part in (candidate, check) if part),
        "candidate_code": candidate.code if candidate else "",
        "check_code": check.code if check else "",
        "new": _as_json(new),
        "reason": reason,
    }
    return Draft(LedgerEntry(**row).told(), prepared(LedgerEntry, row))


def append(entry: Draft, *, old: Mapping[str, Any] | None, head: Head) -> Head:
    """Write an entry that follows `head`, the end of its chain, and return where that ends now."""
    rest = {"number": head.number + 1, "old": _as_json(old), "previous": head.digest}
    end = Head(head.number + 1, digest({**entry.told, **rest}))
    rest["digest"] = end.digest
    insert(LedgerEntry, {**entry.row, **prepared(LedgerEntry, rest)})
    return end


def head_of(evaluation: Evaluation | None) -> Head:
    """The end of an evaluation's chain, or of the house's (None).

    Plain SQL: each entry asks this while everybody else waits.
    """
    chain = "evaluation_id IS NULL" if evaluation is None else "evaluation_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number, digest FROM scoring_ledgerentry WHERE {chain} "  # noqa: S608  two fixed texts
            "ORDER BY number DESC LIMIT 1",
            [] if evaluation is None else [evaluation.pk],
        )
        last = cursor.fetchone()
    return Head(*last) if last else Head(0, "")


def history_of(
    candidate: Candidate, check: Check, *, only: User | None = None
) -> list[LedgerEntry]:
    """How a cell came to be, newest first: ratings, consensus, evidence, waivers of its gate.

    `only` leaves out what others did. Evidence and waivers name their checks in what they say.
    """
    entries = LedgerEntry.objects.of(candidate.evaluation).order_by("-number")
    about = entries.filter(candidate_code=candidate.code, check_code__in=["", check.code])
    if only is not None:
        about = about.filter(actor_id=only.pk)
    return [one for one in about if one.check_code or _names(one, check)]


def _names(entry: LedgerEntry, check: Check) -> bool:
    said = [one for one in (entry.old, entry.new) if isinstance(one, dict)]
    return any(check.code in one.get("checks", ()) or one.get("code") == check.code for one in said)


@atomic()
def verify(evaluation: Evaluation | None, head: Head | None = None) -> list[Flaw]:
    """What is wrong with an evaluation's record, or with the house's (None).

    The chain itself, its end against a `head` that was kept elsewhere and the one that a decision
    signed, and the rows against what the entries tell of them. It holds the lock of the chain, so
    that nobody writes between two of its readings.
    """
    if evaluation is None:
        _lock_house()
    else:
        Evaluation.objects.select_for_update(no_key=True).get(pk=evaluation.pk)
    chain, flaws = _read(evaluation)
    flaws += flaws_in_chain(chain)
    if head is not None:
        flaws += flaws_at_head(chain, head)
    if evaluation is None:
        return flaws + list(_without_evaluation())
    signed = Decision.objects.filter(evaluation=evaluation).first()
    if signed:
        flaws += flaws_at_head(chain, Head(signed.ledger_number, signed.ledger_digest))
    return flaws + flaws_in_rows(evaluation, chain)


def flaws_in_chain(chain: Sequence[LedgerEntry]) -> Iterator[Flaw]:
    """Numbers without gaps, each entry's digest, and each one's word for the one before it."""
    previous = Head(0, "")
    for entry in chain:
        if entry.number != previous.number + 1:
            yield Flaw(
                entry.number,
                _("Entry %(number)s follows %(previous)s: entries are missing or out of order.")
                % {"number": entry.number, "previous": previous.number},
            )
        elif entry.previous != previous.digest:
            yield Flaw(
                entry.number,
                _("Entry %(number)s was written after another one than %(previous)s.")
                % {"number": entry.number, "previous": previous.number},
            )
        if entry.digest != _digest_of(entry):
            yield Flaw(
                entry.number,
                _("Entry %(number)s does not say any more what was written.")
                % {"number": entry.number},
            )
        previous = Head(entry.number, entry.digest)


def flaws_at_head(chain: Sequence[LedgerEntry], head: Head) -> Iterator[Flaw]:
    """A head that was kept elsewhere must be in the chain: later entries may have followed it."""
    there = {entry.number: entry.digest for entry in chain}
    if head.number == 0:
        return
    if head.number not in there:
        yield Flaw(
            head.number,
            _("Entry %(number)s was there when its digest was kept, and is not any more.")
            % {"number": head.number},
        )
    elif there[head.number] != head.digest:
        yield Flaw(
            head.number,
            _("Entry %(number)s is not the one whose digest was kept.") % {"number": head.number},
        )


def _read(evaluation: Evaluation | None) -> tuple[list[LedgerEntry], list[Flaw]]:
    """The chain; what was made unreadable is left out of it, and told."""
    entries = LedgerEntry.objects.filter(evaluation_id=evaluation.pk if evaluation else None)
    try:
        return list(entries.chained()), []
    except (ValueError, TypeError):  # a time or a JSON that is none, written past the model
        pass
    readable, flaws = [], []
    for pk, number in entries.chained().values_list("pk", "number"):
        try:
            readable.append(LedgerEntry.objects.get(pk=pk))
        except (ValueError, TypeError):
            says = _("Entry %(number)s cannot be read any more.") % {"number": number}
            flaws.append(Flaw(number, says))
    return readable, flaws


def _without_evaluation() -> Iterator[Flaw]:
    """Evaluations of which the ledger tells, and that are gone: none is ever deleted."""
    told = LedgerEntry.objects.exclude(evaluation_id=None).order_by()
    there = Evaluation.objects.values("pk")
    for pk in (
        told.exclude(evaluation_id__in=there).values_list("evaluation_id", flat=True).distinct()
    ):
        yield Flaw(0, _("The ledger tells of evaluation %(pk)s, which is not there.") % {"pk": pk})


def _digest_of(entry: LedgerEntry) -> str:
    try:
        return digest(entry.told())
    except (ValueError, TypeError, AttributeError):  # not what `record` writes
        return ""


def _lock_house() -> None:
    """On SQLite the transaction itself is the lock (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HOUSE_LOCK])


def _as_json(said: Mapping[str, Any] | None) -> Any:
    """What a database gives back: the digest must not depend on how it was given."""
    return None if said is None else json.loads(_encode(said))
