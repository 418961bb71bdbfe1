"""The pages on which one scores, in both directions; without JavaScript they are plain forms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain import assessment as domain
from scoring.forms.assessment import CellForms
from scoring.forms.batch import BatchForm
from scoring.models import Candidate, Check, Evidence, Seat

from .access import seated, seated_page
from .direction import ByCandidate, ByCheck, Direction
from .sheet import Sheet

DIRECTION = "score_direction"  # in the session: the one in which the person scored last


@require_GET
@seated(permissions.can_score)
def score_start(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where the assessor goes on: the first cell to do, in the direction that was used last."""
    sheet = Sheet(seat)
    if not sheet.candidates:
        messages.warning(request, _("There is no candidate to score yet."))
        return redirect(seat.evaluation)
    if not sheet.outline:
        messages.warning(request, _("There is no check for you to score."))
        return redirect(seat.evaluation)
    way: Direction
    if request.session.get(DIRECTION) == ByCheck.name:
        way = ByCheck(sheet, sheet.outline[0])
    else:
        way = ByCandidate(sheet, sheet.candidates[0], sheet.outline[:1])
    left = (cell for cell in way.order if not sheet.is_done(*cell))
    return redirect(way.address(*next(left, way.order[0])))


@seated(permissions.can_score)
def score(request: HttpRequest, seat: Seat, code: str, number: int) -> HttpResponse:
    """The checks of one competency for one candidate."""
    sheet = Sheet(seat)
    candidate, checks = sheet.candidate(code), sheet.checks_of(number)
    if candidate is None or not checks:
        raise Http404
    return _answer(request, ByCandidate(sheet, candidate, checks))


@seated(permissions.can_score)
def score_across(request: HttpRequest, seat: Seat, check: str) -> HttpResponse:
    """One check for all candidates."""
    sheet = Sheet(seat)
    found = sheet.check(check)
    if found is None or not sheet.candidates:
        raise Http404
    return _answer(request, ByCheck(sheet, found))


def room(
    request: HttpRequest,
    way: Direction,
    forms: CellForms,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page: the cards, how far one is, and where to go."""
    seat = way.sheet.seat
    context = {
        "tab": "score",
        "way": way,
        "across": way.name == ByCheck.name,
        "forms": forms,
        "evidence": evidence_by_cell(seat, way.cells),
        "weight": seat.evaluation.weights.shares()[way.competency.pk],
        **more,
    }
    if isinstance(way, ByCandidate) and "batch" not in more:
        stored = {form.check.pk: form.stored for form in forms if form.stored}
        context["batch"] = BatchForm(checks=way.checks, stored=stored)
    return seated_page(request, seat, "scoring/assessment/score.html", context, status=status)


def evidence_by_cell(seat: Seat, cells: list[tuple[Candidate, Check]]) -> dict[str, list[Evidence]]:
    """The assessor's own: what others attach tells what they looked at (the blind phase)."""
    by_cell: dict[str, list[Evidence]] = {}
    candidates = {candidate for candidate, _check in cells}
    own = Evidence.objects.filter(candidate__in=candidates, added_by=seat.user_id)
    for evidence in own.prefetch_related("checks"):
        for check in evidence.checks.all():
            by_cell.setdefault(f"{evidence.candidate_id}-{check.pk}", []).append(evidence)
    return by_cell


def remember(request: HttpRequest, direction: str) -> None:
    """The person goes on in the direction in which they scored last."""
    if request.session.get(DIRECTION) != direction:
        request.session[DIRECTION] = direction


def _answer(request: HttpRequest, way: Direction) -> HttpResponse:
    """Show the cells, or save those that were sent."""
    stored = way.sheet.stored(way.cells)
    if request.method != "POST":
        return room(request, way, CellForms(way.cells, stored))
    forms = CellForms(way.cells, stored, request.POST)
    status = _save(request, way, forms)
    if status != 200:
        return room(request, way, forms, status=status)
    remember(request, way.name)
    following = way.after if "next" in request.POST else None
    return redirect(following.url if following else request.path)


def _save(request: HttpRequest, way: Direction, forms: CellForms) -> int:
    """The status of the answer; anything but 200 shows the forms again, as they were typed."""
    if not forms.is_valid():
        messages.error(request, _("Nothing was saved yet: see the marked checks."))
        return 422
    saved, at = 0, timezone.now()
    conflict = False
    for candidate, ratings in forms.ratings().items():
        try:
            saved += domain.rate_all(candidate=candidate, ratings=ratings, by=request.user, at=at)
        except domain.Conflict as error:
            conflict = True
            cells = [(candidate, check) for check in error.checks]
            forms.show_conflicts(candidate, error.checks, way.sheet.stored(cells))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return 422
    if conflict:
        messages.error(request, _conflict_text(request))
        return 409
    messages.success(request, _saved_text(request, saved))
    return 200


def _saved_text(request: HttpRequest, saved: int) -> str:
    if "undo" in request.POST:
        return _("Undone: the checks are as they were before.")
    text = ngettext("%(count)d check saved.", "%(count)d checks saved.", saved)
    return text % {"count": saved} if saved else _("Nothing to save.")


def _conflict_text(request: HttpRequest) -> str:
    if "undo" in request.POST:
        return _(
            "Nothing was undone: the marked checks were changed since. "
            "Choose at each of them what stays."
        )
    return _(
        "Another window changed the marked checks meanwhile. Choose at each of them what stays: "
        "nothing is lost until you do."
    )
