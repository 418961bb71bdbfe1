"""One cell by itself: what the page saves while one goes on scoring."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from scoring import permissions
from scoring.domain import assessment as domain
from scoring.forms.assessment import AssessmentForm
from scoring.forms.batch import BatchForm
from scoring.models import Candidate, Check, Seat

from .access import seated
from .assessment import evidence_by_cell, remember
from .direction import ByCandidate, ByCheck, Direction, by_candidate
from .sheet import Sheet


@require_http_methods(["GET", "POST"])
@seated(permissions.can_score)
def score_check(request: HttpRequest, seat: Seat, code: str, check: str) -> HttpResponse:
    """GET: the card with what is stored. POST: save it, and answer what changed on the page."""
    sheet = Sheet(seat)
    candidate, found = sheet.candidate(code), sheet.check(check)
    if candidate is None or found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, sheet, candidate, found)
    if not request.htmx:
        return redirect(by_candidate(sheet, candidate, found.competency, found))
    form = _form(sheet, candidate, found)
    context = _context(request, sheet, form) | {
        "evidence": evidence_by_cell(seat, [(candidate, found)])
    }
    return render(request, "scoring/assessment/_card.html", context)


@require_GET
@seated(permissions.can_score)
def measure_value(
    request: HttpRequest, seat: Seat, code: str, number: int, check: str
) -> HttpResponse:
    """What the measurement being typed would be worth; nothing is saved."""
    sheet = Sheet(seat)
    candidate, measured = sheet.candidate(code), sheet.check(check)
    if candidate is None or measured is None or measured.competency.number != number:
        raise Http404
    form = AssessmentForm(request.GET, candidate=candidate, check=measured)
    form.is_valid()
    measurement = form.cleaned_data.get("measurement") if form.is_bound else None  # none was sent
    value = None
    if measurement is not None:
        value = domain.value_of(evaluation=seat.evaluation, check=measured, measurement=measurement)
    context = {"value": value, "wrong": "measurement" in form.errors}
    return render(request, "scoring/assessment/_value.html", context)


def _save(request: HttpRequest, sheet: Sheet, candidate: Candidate, check: Check) -> HttpResponse:
    # The script takes the newest token from its cookie, so the token no longer tells that another
    # person has signed in since the page was made.
    if request.POST.get("person") != str(request.user.pk):
        return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
    form = AssessmentForm(request.POST, candidate=candidate, check=check)
    status = 422
    if form.is_bound and form.is_valid():
        status = _rate(request, form)
    stored = sheet.stored([(candidate, check)]).get((candidate.pk, check.pk))
    if status == 200:
        remember(request, _name(request))
        form = AssessmentForm(candidate=candidate, check=check, stored=stored)
    else:
        form.stored = stored
    if status == 409:
        form.show_conflict(stored)
    context = _context(request, sheet, form)
    return render(request, "scoring/assessment/_answer.html", context, status=status)


def _rate(request: HttpRequest, form: AssessmentForm) -> int:
    try:
        domain.rate_all(
            candidate=form.candidate,
            ratings={form.check: form.rating()},
            by=request.user,
            at=timezone.now(),
        )
    except domain.Conflict:
        return 409
    except ValidationError as error:
        form.add_error(None, error)
        return 422
    return 200


def _form(sheet: Sheet, candidate: Candidate, check: Check) -> AssessmentForm:
    stored = sheet.stored([(candidate, check)]).get((candidate.pk, check.pk))
    return AssessmentForm(candidate=candidate, check=check, stored=stored)


def _name(request: HttpRequest) -> str:
    """The direction of the page that asks."""
    asked = request.POST.get("direction") or request.GET.get("direction")
    return ByCheck.name if asked == ByCheck.name else ByCandidate.name


def _context(request: HttpRequest, sheet: Sheet, form: AssessmentForm) -> dict[str, object]:
    across = _name(request) == ByCheck.name
    way: Direction = ByCandidate(sheet, form.candidate, [form.check])
    if across:
        way = ByCheck(sheet, form.check)
    stored = {form.check.pk: form.stored} if form.stored else {}
    return {
        "form": form,
        "way": way,
        "across": across,
        "evaluation": sheet.evaluation,
        "batch": None if across else BatchForm(checks=[form.check], stored=stored),
    }
