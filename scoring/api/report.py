import logging
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from msgspec import Meta

from scoring import permissions
from scoring.domain import issue
from scoring.domain.door import assessors_of, facts_for
from scoring.enums import ReportSection, TokenScope
from scoring.models import Report, Seat

from .access import seated
from .refusal import Reason, Refused
from .shapes import Shape

logger = logging.getLogger(__name__)


class KeptReport(Shape):
    """A document that was made."""

    uuid: UUID
    file: Annotated[str, Meta(description="The address of the PDF.")]
    name: Annotated[str, Meta(description="What the file is called.")]
    language: str
    sections: list[ReportSection]
    anonymous: Annotated[bool, Meta(description="Whether assessors are called by letters.")]
    candidate: Annotated[str | None, Meta(description="Whom a debrief letter is to.")]
    made_at: datetime
    inputs_digest: Annotated[str, Meta(description="Of the problem that it reports.")]
    frozen_fingerprint: str
    ledger_head: Annotated[str, Meta(description="Number and digest of the last entry.")]
    sha256: Annotated[str, Meta(description="Of the file.")]
    size: Annotated[int, Meta(description="Bytes.")]


class Reports(Shape):
    """Those that are kept, the newest first."""

    reports: list[KeptReport]


@seated(Reports, TokenScope.REPORTS, permissions.can_report)
def report_list(seat: Seat) -> Reports:
    """The reports that were made, the newest first"""
    letters = permissions.can_write_letters(seat, assessors=assessors_of(seat))
    kept = seat.evaluation.reports.readable(letters=letters)
    return Reports(reports=[_kept(seat, one) for one in kept])


@seated(bytes, TokenScope.REPORTS, permissions.can_compare)
def report_file(seat: Seat, uuid: UUID) -> HttpResponse:
    """A report as PDF"""
    kept = _report(seat, uuid)
    try:
        content = issue.content_of(kept)
    except issue.Damaged as damaged:
        logger.error("Report %s is not handed out: %s", kept.uuid, damaged)
        raise Refused(Reason.DAMAGED) from None
    name = content_disposition_header(True, kept.filename) or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _report(seat: Seat, uuid: UUID) -> Report:
    """What the reader may not read does not exist for them."""
    made = seat.evaluation.reports.readable(letters=True)
    kept = made.filter(uuid=uuid).select_related("evaluation").first()
    may_read = permissions.can_read_report
    if kept is None or not may_read(seat, kept, **facts_for(may_read, seat)):
        raise Refused(Reason.NOT_FOUND)
    return kept


def _kept(seat: Seat, report: Report) -> KeptReport:
    report.evaluation = seat.evaluation
    return KeptReport(
        uuid=report.uuid,
        file=reverse("api_report_file", args=[seat.evaluation.slug, report.uuid]),
        name=report.filename,
        language=report.language,
        sections=[ReportSection(one) for one in report.sections],
        anonymous=report.anonymous,
        candidate=report.candidate or None,
        made_at=report.made_at,  # type: ignore[arg-type]  # of one that is made: a constraint says so
        inputs_digest=report.inputs_digest,
        frozen_fingerprint=report.frozen_fingerprint,
        ledger_head=f"{report.ledger_number}:{report.ledger_digest}",
        sha256=report.sha256,
        size=report.size,
    )
