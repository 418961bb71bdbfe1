"""Reports are asked for, made one at a time for each person, kept, and handed out.

A document is named before it is made, by a digest of all that decides what it says: who asks for
the same one again is given it (docs/decisions/0021-reports-are-kept.md).
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet

from scoring.engine.canonical import digest
from scoring.engine.comparison import ENGINE_VERSION
from scoring.enums import ReportFailure, ReportSection, ReportState
from scoring.models import Evaluation, LedgerEntry, Report, User

from .atomic import atomic
from .edition import Edition
from .ledger import Head, head_of
from .report import Dossier, NothingToCompare, dossier_of

logger = logging.getLogger(__name__)

VERSION = 3  # of the document: raise it whenever a report says or looks otherwise than before
LEASE = timedelta(minutes=5)  # longer than the limit of making one
MOST_ATTEMPTS = 3  # a report that stops its server each time is not tried for ever


class NotMade(Exception):
    """A report cannot be made, for a reason that its reader can be told."""

    failure = ReportFailure.BROKEN


class Changed(NotMade):
    """The evaluation is not what it was when the report was asked for."""

    failure = ReportFailure.CHANGED


class Damaged(Exception):
    """The stored file is gone, or is not the one that was made."""


class Maker(Protocol):
    """Makes the document: `scoring.reports.pdf.make_report`."""

    def __call__(self, dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """What decides every report of an evaluation at one time: two equal ones say the same.

    Each consequential write moves the head of the ledger. Two things are beside it: names of
    accounts, and the day on which proof must be valid while the result is not final.
    """

    evaluation: Evaluation
    head: Head
    people: tuple[tuple[object, ...], ...]

    def key_of(self, edition: Edition) -> str:
        return digest(
            {
                "report": VERSION,
                "engine": ENGINE_VERSION,
                "evaluation": self.evaluation.pk,
                "head": str(self.head),
                "judged_on": self.evaluation.judged_on.isoformat(),
                "people": self.people,
                "language": edition.language,
                "sections": sorted(edition.sections),
                "anonymous": edition.anonymous,
                "candidate": edition.candidate,
            }
        )


def moment_of(evaluation: Evaluation) -> Moment:
    acted = LedgerEntry.objects.of(evaluation).order_by().values("actor_id")
    named = User.objects.filter(Q(seats__evaluation=evaluation) | Q(pk__in=acted)).distinct()
    people = named.order_by("pk").values_list("pk", "username", "first_name", "last_name")
    return Moment(evaluation, head_of(evaluation), tuple(people))


def edition_of(report: Report) -> Edition:
    return Edition(
        language=report.language,
        sections=frozenset(ReportSection(one) for one in report.sections),
        anonymous=report.anonymous,
        candidate=report.candidate,
    )


def ask(*, evaluation: Evaluation, edition: Edition, by: User, at: datetime) -> Report:
    """The report of this moment: made already, being made, or queued for whoever makes them.

    What failed, was left behind, or was lost from the disk is queued anew. Writes nothing where one
    stands.
    """
    moment = moment_of(evaluation)
    report = Report.objects.filter(key=moment.key_of(edition)).select_related("evaluation").first()
    if report is not None and _stands(report, at):
        return report
    return _queue(moment, edition, by=by, at=at)


def make_waiting(*, make: Maker, clock: Callable[[], datetime]) -> None:
    """Make one report after the other, until nothing waits that may be made now."""
    while report := claim(at=clock()):
        _make(report, make=make, clock=clock)


def claim(*, at: datetime) -> Report | None:
    """Hold the next report that waits. Two workers never hold the same one, nor two of one person.

    The row is looked for without a lock and taken under the lock of the person: whoever comes
    second finds that it waits no more, and looks for another.
    """
    while report := Report.objects.waiting(at).select_related("evaluation", "asked_by").first():
        if report.attempts >= MOST_ATTEMPTS:
            _fail(report, ReportFailure.INTERRUPTED)
            continue
        with atomic():
            User.objects.select_for_update(no_key=True).get(pk=report.asked_by_id)
            report.state, report.lease = ReportState.RENDERING, at + LEASE
            report.attempts += 1
            still_waits = Report.objects.waiting(at).filter(pk=report.pk)
            taken = still_waits.update(
                state=report.state, lease=report.lease, attempts=report.attempts
            )
        if taken:
            return report
    return None


def content_of(report: Report) -> bytes:
    """The file as it was made; raises `Damaged` where the disk has another or none."""
    try:
        with report.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, ValueError) as error:
        raise Damaged(f"{report.file.name} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != report.sha256:
        raise Damaged(f"{report.file.name} is not the file whose SHA-256 was kept")
    return content


def _stands(report: Report, at: datetime) -> bool:
    """Whether it is made or will be; a made one is looked at on the disk."""
    if not report.is_done:
        return report.is_pending and not report.is_abandoned(at)
    try:
        content_of(report)
    except Damaged as damaged:
        logger.error("Report %s is made anew: %s", report.uuid, damaged)
        return False
    return True


@atomic()
def _queue(moment: Moment, edition: Edition, *, by: User, at: datetime) -> Report:
    report, is_new = Report.objects.select_for_update().get_or_create(
        key=moment.key_of(edition),
        defaults={
            "evaluation": moment.evaluation,
            "language": edition.language,
            "sections": sorted(edition.sections),
            "anonymous": edition.anonymous,
            "candidate": edition.candidate,
            "ledger_number": moment.head.number,
            "ledger_digest": moment.head.digest,
            "frozen_fingerprint": moment.evaluation.frozen_fingerprint,
            "asked_by": by,
            "asked_at": at,
        },
    )
    if not (is_new or _stands(report, at)):
        _requeue(report, by=by, at=at)
    return report


def _requeue(report: Report, *, by: User, at: datetime) -> None:
    """One that was left behind stays its person's, and its attempts count on."""
    lost, storage = report.file.name, report.file.storage
    if not report.is_rendering:
        report.asked_by, report.attempts = by, 0
    report.state, report.asked_at, report.lease = ReportState.QUEUED, at, None
    report.failure = report.inputs_digest = report.sha256 = report.file = ""
    report.made_at, report.size = None, 0
    report.save()
    if lost:
        transaction.on_commit(lambda: storage.delete(lost))


def _make(report: Report, *, make: Maker, clock: Callable[[], datetime]) -> None:
    at, edition = clock(), edition_of(report)
    try:
        dossier = dossier_of(report.evaluation)
        if moment_of(report.evaluation).key_of(edition) != report.key:
            raise Changed  # after reading: what was read is of one moment, and of the right one
        content = make(dossier, edition=edition, at=at, by=report.asked_by)
    except NothingToCompare:
        _fail(report, ReportFailure.EMPTY)
    except NotMade as reason:
        logger.warning("Report %s was not made: %r", report.uuid, reason)
        _fail(report, reason.failure)
    except Exception:
        logger.exception("Report %s was not made", report.uuid)
        _fail(report, ReportFailure.BROKEN)
    else:
        _keep(report, content, at=at, inputs_digest=dossier.comparison.inputs_digest)


def _keep(report: Report, content: bytes, *, at: datetime, inputs_digest: str) -> None:
    """The file goes to the disk first, and leaves it again if another took over meanwhile."""
    storage = report.file.storage
    name = storage.save(report.file.field.generate_filename(report, ""), ContentFile(content))
    kept = 0
    try:
        with atomic():
            kept = _held(report).update(
                state=ReportState.DONE,
                lease=None,
                made_at=at,
                inputs_digest=inputs_digest,
                file=name,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
            )
    finally:
        if not kept:
            storage.delete(name)


def _fail(report: Report, why: ReportFailure) -> None:
    with atomic():
        _held(report).update(state=ReportState.FAILED, lease=None, failure=why)


def _held(report: Report) -> QuerySet[Report]:
    """The row while it is still held as we hold it."""
    return Report.objects.filter(pk=report.pk, state=report.state, lease=report.lease)
