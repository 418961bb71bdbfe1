"""The report as a PDF, in one language; the same input gives the same bytes.

Clock and person come in as arguments. Boxes are what a PDF costs: each thing is said once.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.elicitation import origin_of
from scoring.domain.issue import NotMade
from scoring.domain.report import Dossier
from scoring.enums import ReportFailure, Role
from scoring.models import User

from .account import account_of
from .annex import annex_of, exhibits_of, ladder
from .head_to_head import head_to_head
from .overview import overview_of
from .simulation import terms_of

STATIC = Path(__file__).resolve().parent.parent / "static" / "scoring"
STYLES = ("heat.css", "report.css")

# Columns are headed by names while these fit, else by the letters that the ranking gives.
NAMED_COLUMNS = 5
NAMED_LENGTH = 28
NAMED_WORD = 13
PORTRAIT_COLUMNS = 5  # the annex is wider than it is tall from here on


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
    with translation.override(edition.language):
        return render_to_string(
            "reports/report.html", _context(dossier, edition=edition, at=at, by=by)
        )


def _context(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> dict[str, Any]:
    overview = overview_of(dossier)
    names = [line.name for line in overview.ranking]
    keyed = not _fit_as_headers(names)
    owner = next((seat.user for seat in dossier.seats if seat.role == Role.OWNER), None)
    return {
        "dossier": dossier,
        "evaluation": dossier.evaluation,
        "comparison": dossier.comparison,
        "overview": overview,
        "pair": head_to_head(dossier),
        "terms": terms_of(dossier),
        "origin": origin_of(dossier.evaluation),
        "keyed": keyed,
        "long_names": max(map(len, names)) > NAMED_LENGTH,
        "columns": [line.key for line in overview.ranking] if keyed else names,
        "wide": len(names) > PORTRAIT_COLUMNS,
        "annex": annex_of(dossier),
        "exhibits": exhibits_of(dossier),
        "ladder": ladder(),
        "owner": owner,
        **account_of(dossier),
        "styles": "\n".join((STATIC / name).read_text() for name in STYLES),
        "edition": edition,
        "language": edition.language,
        "at": at.replace(microsecond=0),
        "by": by,
    }


def _fit_as_headers(names: list[str]) -> bool:
    words = (word for name in names for word in name.split())
    return (
        len(names) <= NAMED_COLUMNS
        and max(map(len, names)) <= NAMED_LENGTH
        and max(map(len, words), default=0) <= NAMED_WORD
    )
