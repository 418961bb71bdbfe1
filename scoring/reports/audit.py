"""The audit annex: the ledger in sum, what changed after opening, and each freeze."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from scoring.domain.audit import audit_of
from scoring.domain.ledger import Head
from scoring.domain.report import Dossier
from scoring.enums import Action
from scoring.models import LedgerEntry

from . import numbers
from .anonymity import Veil
from .people import names_of
from .text import breakable

OF_GATES = (Action.GATE_WAIVED, Action.WAIVER_WITHDRAWN)
OF_SEATS = (Action.SEAT_GRANTED, Action.SEAT_REVOKED, Action.SEAT_ASSIGNED)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened after scoring opened."""

    number: int
    at: datetime
    actor: str
    action: str
    place: str
    reason: str  # a decision's stands on the first page


@dataclass(frozen=True, slots=True)
class Frozen:
    """Rules as they were fixed, and by which they are known again."""

    number: int
    at: datetime
    by: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    entries: int
    counts: tuple[tuple[str, str], ...]
    first: datetime | None
    last: datetime | None
    events: tuple[Event, ...]
    freezes: tuple[Frozen, ...]
    head: Head


def record_of(dossier: Dossier, veil: Veil) -> Record:
    """In two queries: the ledger is read to where it ended when the dossier was."""
    head = dossier.provenance.head
    audit = audit_of(dossier.evaluation, head=head)
    return Record(
        entries=audit.entries,
        counts=tuple(
            (str(Action(action).label), numbers.count(count)) for action, count in audit.counts
        ),
        first=audit.first,
        last=audit.last,
        events=tuple(_event(one, dossier, veil) for one in audit.later),
        freezes=tuple(
            Frozen(one.number, one.frozen_at, str(one.frozen_by), one.fingerprint)
            for one in (reading.freeze for reading in dossier.provenance.readings)
        ),
        head=head,
    )


def _event(entry: LedgerEntry, dossier: Dossier, veil: Veil) -> Event:
    return Event(
        number=entry.number,
        at=entry.at,
        actor=veil.actor(entry.actor_id, entry.actor),
        action=entry.get_action_display(),
        place=breakable(_place(entry, dossier, veil)),
        reason="" if entry.action == Action.EVALUATION_DECIDED else breakable(entry.reason),
    )


def _place(entry: LedgerEntry, dossier: Dossier, veil: Veil) -> str:
    """The ledger knows candidates by their codes and people by the names they sign in with."""
    if entry.candidate_code:
        one = dossier.candidates.get(entry.candidate_code)
        rest = entry.subject.removeprefix(entry.candidate_code).strip()
        if entry.action in OF_GATES:  # its kind, and the code that the total has none of
            rest = rest.partition(" ")[2] or _("Total score")
        return " ".join(filter(None, (one.name if one else entry.candidate_code, rest)))
    if entry.action in OF_SEATS:
        return names_of(dossier).get(entry.subject) or veil.stranger(entry.subject)
    return entry.subject
