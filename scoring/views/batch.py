"""Several checks of a competency rated at once, and the way back."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import assessment as domain
from scoring.forms.assessment import AssessmentForm, CellForms
from scoring.forms.batch import BatchForm
from scoring.models import Assessment, Check, Seat

from .access import seated
from .assessment import room
from .direction import ByCandidate
from .sheet import Sheet


@seated(permissions.can_score)
def score_several(request: HttpRequest, seat: Seat, code: str, number: int) -> HttpResponse:
    """Rate the ticked checks. The answer holds what was there before, so that it can be undone."""
    sheet = Sheet(seat)
    candidate, checks = sheet.candidate(code), sheet.checks_of(number)
    if candidate is None or not checks:
        raise Http404
    if request.method != "POST":
        return redirect("score", seat.evaluation.slug, code, number)
    way = ByCandidate(sheet, candidate, checks)
    stored = _by_check(way)
    form = BatchForm(request.POST, checks=checks, stored=stored)
    status = _save(request, way, form) if form.is_valid() else 422
    if status != 200:
        return _page(request, way, form, status)
    undo = _undo(way, form.chosen(), stored)
    return _page(request, way, None, 200, undo=undo)


def _save(request: HttpRequest, way: ByCandidate, form: BatchForm) -> int:
    try:
        domain.rate_all(
            candidate=way.candidate, ratings=form.ratings(), by=request.user, at=timezone.now()
        )
    except domain.Conflict as conflict:
        text = _(
            "Nothing was saved: another window changed %(checks)s meanwhile. "
            "The cards show what is stored now."
        )
        form.add_error(None, text % {"checks": conflict})
        return 409
    except ValidationError as error:
        form.add_error(None, error)
        return 422
    return 200


def _page(
    request: HttpRequest,
    way: ByCandidate,
    form: BatchForm | None,
    status: int,
    *,
    undo: list[AssessmentForm] | None = None,
) -> HttpResponse:
    forms = CellForms(way.cells, way.sheet.stored(way.cells))
    more = {"undo": undo} if form is None else {"batch": form}
    return room(request, way, forms, status=status, **more)


def _undo(
    way: ByCandidate, checks: list[Check], before: dict[int, Assessment]
) -> list[AssessmentForm]:
    """What stood at the checks before, under the versions of now."""
    after = _by_check(way)
    forms = []
    for check in checks:
        form = AssessmentForm(candidate=way.candidate, check=check, stored=before.get(check.pk))
        form.initial["version"] = after[check.pk].version
        forms.append(form)
    return forms


def _by_check(way: ByCandidate) -> dict[int, Assessment]:
    return {check: one for (_candidate, check), one in way.sheet.stored(way.cells).items()}
