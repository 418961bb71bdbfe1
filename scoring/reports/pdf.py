"""The report as a PDF, in one language; the same input gives the same bytes."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.issue import NotMade
from scoring.domain.report import Dossier
from scoring.enums import ReportFailure
from scoring.models import User

from . import press
from .document import document_of
from .enclosures import enclosures_of
from .job import Job
from .letter import letter_context
from .press import PrinterGaveUp, PrinterMissing, Reason

FAILURES = {
    Reason.TIME: ReportFailure.LIMIT,
    Reason.MEMORY: ReportFailure.LIMIT,
    Reason.CRASH: ReportFailure.BROKEN,
}


class NotPrinted(NotMade):
    """There is no press on this machine, or it gave up."""

    def __init__(self, failure: ReportFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def make_report(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """The report's bytes; `at` is when it was made and `by` whom, both printed in it.

    NotPrinted where no PDF can be made, or this one takes more than this server allows.
    """
    job = Job(
        html=report_html(dossier, edition=edition, at=at, by=by),
        identifier=dossier.comparison.inputs_digest[:32],
        enclosures=enclosures_of(dossier, edition=edition, at=at),
        seconds=settings.REPORT_SECONDS,
        megabytes=settings.REPORT_MEGABYTES,
    )
    try:
        return press.PRESS.print(job).pdf
    except PrinterMissing as error:
        raise NotPrinted(ReportFailure.PRINTER) from error
    except PrinterGaveUp as error:
        raise NotPrinted(FAILURES[error.reason]) from error


def report_html(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> str:
    """What is printed; the debrief letter where the edition is for one candidate."""
    with translation.override(edition.language):
        if edition.candidate:
            letter = letter_context(dossier, edition=edition, at=at)
            return render_to_string("reports/letter.html", letter)
        report = document_of(dossier, edition=edition, at=at, by=by)
        return render_to_string("reports/report.html", report)
