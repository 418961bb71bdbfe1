from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.edition import Edition
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.models import Seat
from scoring.reports.narrative import provisional
from scoring.reports.pdf import (
    PrinterGaveUp,
    PrinterMissing,
    apology,
    file_name,
    make_report,
)

from .access import seated, seated_page


@require_GET
@seated(permissions.can_compare)
def report(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the report holds, and in which languages it can be had."""
    context = {
        "tab": "report",
        "languages": settings.LANGUAGES,
        "provisional": provisional(seat.evaluation),
    }
    try:
        context["dossier"] = dossier_of(seat.evaluation)
    except NothingToCompare:
        return seated_page(request, seat, "scoring/comparison/empty.html", context)
    return seated_page(request, seat, "scoring/report/detail.html", context)


@require_GET
@seated(permissions.can_compare)
def report_pdf(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        dossier = dossier_of(seat.evaluation)
    except NothingToCompare as error:
        raise Http404 from error
    try:
        pdf = make_report(
            dossier, edition=Edition(language=language), at=timezone.now(), by=seat.user
        )
    except (PrinterMissing, PrinterGaveUp) as error:
        messages.error(request, apology(error))
        return redirect("report", seat.evaluation.slug)
    name = file_name(dossier, edition=Edition(language=language))
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
