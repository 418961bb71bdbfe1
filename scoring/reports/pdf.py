"""The report as a PDF, in one language; the same input gives the same bytes.

Clock and person come in as arguments. Boxes are what a PDF costs: each thing is said once.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.edition import Edition
from scoring.domain.elicitation import origin_of
from scoring.domain.report import Dossier
from scoring.enums import Role
from scoring.models import User

from . import press
from .account import account_of
from .annex import annex_of, exhibits_of, ladder
from .enclosures import enclosures_of
from .head_to_head import head_to_head
from .job import Job
from .overview import overview_of
from .press import PrinterGaveUp, PrinterMissing, Reason
from .simulation import terms_of

STATIC = Path(__file__).resolve().parent.parent / "static" / "scoring"
STYLES = ("heat.css", "report.css")

# Columns are headed by names while these fit, else by the letters that the ranking gives.
NAMED_COLUMNS = 5
NAMED_LENGTH = 28
NAMED_WORD = 13
PORTRAIT_COLUMNS = 5  # the annex is wider than it is tall from here on


GAVE_UP = {
    Reason.TIME: gettext_lazy(
        "Laying out this report takes longer than this server allows. Ask for fewer sections."
    ),
    Reason.MEMORY: gettext_lazy(
        "Laying out this report takes more memory than this server allows. Ask for fewer sections."
    ),
    Reason.CRASH: gettext_lazy(
        "This report could not be laid out. The server’s log says why: tell who runs it."
    ),
}


def apology(error: PrinterMissing | PrinterGaveUp) -> str:
    """What the reader is told."""
    if isinstance(error, PrinterMissing):
        return _("This server cannot make PDFs: Pango is missing on it.")
    return str(GAVE_UP[error.reason])


def make_report(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """The report's bytes; `at` is when it was made and `by` whom, both printed in it.

    PrinterMissing where no PDF can be made, PrinterGaveUp where this one took too much.
    """
    job = Job(
        html=report_html(dossier, edition=edition, at=at, by=by),
        identifier=dossier.comparison.inputs_digest[:32],
        enclosures=enclosures_of(dossier, edition=edition, at=at),
        seconds=settings.REPORT_SECONDS,
        megabytes=settings.REPORT_MEGABYTES,
    )
    return press.PRESS.print(job).pdf


def report_html(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> str:
    with translation.override(edition.language):
        return render_to_string(
            "reports/report.html", _context(dossier, edition=edition, at=at, by=by)
        )


def file_name(dossier: Dossier, *, edition: Edition) -> str:
    """What a download is called: the evaluation, what was compared, and the language."""
    digest = dossier.comparison.inputs_digest[:8]
    return f"{dossier.evaluation.slug}-{digest}-{edition.language}.pdf"


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
