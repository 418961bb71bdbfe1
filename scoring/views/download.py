"""The report's figures as files: a workbook, a table, the problem and its answer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.edition import Edition
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.models import Seat
from scoring.reports.export import KINDS

from .access import seated


@require_GET
@seated(permissions.can_report)
def report_xlsx(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    return _download(request, seat, "xlsx", language)


@require_GET
@seated(permissions.can_report)
def report_csv(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    return _download(request, seat, "csv", language)


@require_GET
@seated(permissions.can_report)
def report_problem(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _download(request, seat, "problem", translation.get_language())


@require_GET
@seated(permissions.can_report)
def report_comparison(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _download(request, seat, "comparison", translation.get_language())


def _download(request: HttpRequest, seat: Seat, kind: str, language: str) -> HttpResponse:
    """`?anonymous` calls assessors by letters."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        dossier = dossier_of(seat.evaluation)
    except NothingToCompare as error:
        raise Http404 from error
    edition = Edition(language=language, anonymous="anonymous" in request.GET)
    made = KINDS[kind].make(dossier, edition=edition, at=timezone.now(), by=seat.user)
    name = KINDS[kind].file_name(dossier, edition)
    return HttpResponse(
        made,
        content_type=KINDS[kind].content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
