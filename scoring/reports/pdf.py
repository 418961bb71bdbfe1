"""The report as a PDF, in one language; the same input gives the same bytes."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.issue import NotMade
from scoring.domain.report import Dossier
from scoring.enums import ReportFailure
from scoring.models import User

from .document import document_of
from .letter import letter_context


class PrinterMissing(NotMade):
    """WeasyPrint cannot be loaded: this machine has no Pango, and makes no PDF."""

    failure = ReportFailure.PRINTER


def make_report(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """The report's bytes; `at` is when it was made and `by` whom, both printed in it."""
    try:
        from .printer import print_pdf  # here, so that a machine without Pango runs the site
    except (ImportError, OSError) as error:
        raise PrinterMissing from error
    html = report_html(dossier, edition=edition, at=at, by=by)
    return print_pdf(html, identifier=dossier.comparison.inputs_digest[:32].encode())


def report_html(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> str:
    """What is printed; the debrief letter where the edition is for one candidate."""
    with translation.override(edition.language):
        if edition.candidate:
            letter = letter_context(dossier, edition=edition, at=at)
            return render_to_string("reports/letter.html", letter)
        report = document_of(dossier, edition=edition, at=at, by=by)
        return render_to_string("reports/report.html", report)
