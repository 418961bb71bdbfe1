import logging
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from scoring import permissions
from scoring.domain import issue
from scoring.domain.comparison import inputs_digest_of
from scoring.domain.door import assessors_of, facts_for
from scoring.domain.edition import Edition
from scoring.forms.report import EditionForm, LetterForm, ReportForm
from scoring.models import Report, Seat
from scoring.reports.narrative import provisional
from scoring.reports.report import line_of, lines_of
from scoring.tasks import make_reports

from .access import seated, seated_page

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@seated(permissions.can_report)
def report(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose a report, or one of those that are kept."""
    form = ReportForm(request.POST or None, language=get_language())
    if request.method == "POST" and _names(seat) and form.is_valid():
        return _asked(request, seat, form.edition())
    return _page(request, seat, report_form=form)


@require_POST
@seated(permissions.can_write_letters)
def report_letter(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask for the debrief letter to one candidate."""
    form = LetterForm(request.POST, language=get_language(), candidates=_names(seat))
    if form.is_valid():
        return _asked(request, seat, form.edition())
    return _page(request, seat, letter_form=form)


@require_GET
@seated(permissions.can_compare)
def report_status(request: HttpRequest, seat: Seat, uuid: UUID) -> HttpResponse:
    """Watch a report being made, then take it along. The page asks again by itself."""
    return _status_page(request, seat, _report(seat, uuid))


@require_POST
@seated(permissions.can_compare)
def report_again(request: HttpRequest, seat: Seat, uuid: UUID) -> HttpResponse:
    """Once more: what failed, what a killed server left behind, or the same of today's state."""
    return _asked(request, seat, issue.edition_of(_report(seat, uuid)))


@require_GET
@seated(permissions.can_compare)
def report_file(request: HttpRequest, seat: Seat, uuid: UUID) -> HttpResponse:
    """The document, as a download that no browser guesses about."""
    kept = _report(seat, uuid)
    if not kept.is_done:
        return redirect("report_status", seat.evaluation.slug, uuid)
    try:
        content = issue.content_of(kept)
    except issue.Damaged as damaged:
        logger.error("Report %s is not handed out: %s", kept.uuid, damaged)
        return _status_page(request, seat, kept, damaged=True, status=409)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, kept.filename),
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _names(seat: Seat) -> dict[str, str]:
    """The candidates' names by code."""
    return dict(seat.evaluation.candidates.values_list("code", "name"))


def _report(seat: Seat, uuid: UUID) -> Report:
    """What the reader may not read does not exist for them."""
    of_evaluation = Report.objects.filter(evaluation=seat.evaluation).select_related("asked_by")
    found = get_object_or_404(of_evaluation, uuid=uuid)
    found.evaluation = seat.evaluation
    may_read = permissions.can_read_report
    if not may_read(seat, found, **facts_for(may_read, seat)):
        raise Http404
    return found


def _asked(request: HttpRequest, seat: Seat, edition: Edition) -> HttpResponse:
    """Ask for it, wake whoever makes it, and show how it goes. htmx is told where to go: a browser
    that it asks for a page would have to put it into this one."""
    asked = issue.ask(
        evaluation=seat.evaluation, edition=edition, by=request.user, at=timezone.now()
    )
    if not asked.is_done:
        make_reports.enqueue()
    status = reverse("report_status", args=[seat.evaluation.slug, asked.uuid])
    return HttpResponseClientRedirect(status) if request.htmx else redirect(status)


def _status_page(
    request: HttpRequest, seat: Seat, shown: Report, *, damaged: bool = False, status: int = 200
) -> HttpResponse:
    """Only what changes, to htmx; nothing where it is still as it was `seen`."""
    stage = "damaged" if damaged else _stage(shown)
    if request.htmx and request.GET.get("seen") == stage:
        return HttpResponse(status=204)
    context = {
        "tab": "report",
        "report": shown,
        "stage": stage,
        "line": line_of(shown, issue.moment_of(seat.evaluation), _names(seat)),
    }
    template = "_status" if request.htmx else "status"
    return seated_page(request, seat, f"scoring/report/{template}.html", context, status=status)


def _stage(report: Report) -> str:
    """The state as its reader sees it: in a queue, one wants to know behind what."""
    now = timezone.now()
    if report.is_abandoned(now):
        return "abandoned"
    if report.is_queued and Report.objects.being_made_for(report.asked_by).exists():
        return "behind"
    return "overdue" if report.is_overdue(now) else report.state


def _page(request: HttpRequest, seat: Seat, **forms: EditionForm) -> HttpResponse:
    evaluation, names, moment = seat.evaluation, _names(seat), issue.moment_of(seat.evaluation)
    if not names:
        return seated_page(request, seat, "scoring/comparison/empty.html", {"tab": "report"})
    letters = permissions.can_write_letters(seat, assessors=assessors_of(seat))
    kept = evaluation.reports.readable(letters=letters).select_related("asked_by")
    language: dict[str, Any] = {"language": get_language()}
    shown = {
        "report_form": ReportForm(**language),
        "letter_form": LetterForm(**language, candidates=names),
    } | forms
    context = {
        "tab": "report",
        **shown,
        "provisional": provisional(evaluation),
        "moment": moment,
        "inputs_digest": inputs_digest_of(evaluation),
        "pending": lines_of(evaluation.reports.pending_of(request.user), moment, names),
        "kept": lines_of(kept, moment, names),
    }
    refused = any(form.errors for form in forms.values())
    status = 422 if refused and not request.htmx else 200  # htmx shows no page but a good one
    return seated_page(request, seat, "scoring/report/detail.html", context, status=status)
