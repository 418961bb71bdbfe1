from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain import ledger as domain
from scoring.forms.ledger import LedgerFilter
from scoring.models import Candidate, Check, Seat
from scoring.reports.ledger import lines_of, verdict_of

from .access import seated, seated_page

PAGE = 50


@require_GET
@seated(permissions.can_read_ledger)
def ledger(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The history, filtered; and on demand whether it is whole."""
    evaluation = seat.evaluation
    form = LedgerFilter(request.GET, evaluation=evaluation)
    page = Paginator(form.entries(), PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": "ledger",
        "form": form,
        "page": page,
        "lines": lines_of(evaluation, page.object_list),
        "head": domain.head_of(evaluation),
        **(_verified(seat) if "verify" in request.GET else {}),
    }
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/ledger/list.html", context, status=status)


@require_GET
@seated(permissions.can_read_history)
def cell_history(request: HttpRequest, seat: Seat, code: str, check: str) -> HttpResponse:
    """How one cell came to be. A page, or for htmx its middle alone.

    While people score each sees their own part, without the numbers of the chain: gaps in them
    would tell what others do.
    """
    evaluation = seat.evaluation
    candidates = Candidate.objects.select_related("evaluation")
    candidate = get_object_or_404(candidates, evaluation=evaluation, code=code)
    subject = get_object_or_404(Check, competency__rubric=evaluation.rubric_id, code=check)
    everybodys = _may_read_everybodys(seat, candidate)
    entries = domain.history_of(candidate, subject, only=None if everybodys else seat.user)
    context = {
        "candidate": candidate,
        "check": subject,
        "lines": lines_of(evaluation, entries),
        "everybodys": everybodys,
        "tab": "history",
    }
    if request.htmx:
        return render(request, "scoring/ledger/_history.html", context)
    return seated_page(request, seat, "scoring/ledger/history.html", context)


def _may_read_everybodys(seat: Seat, candidate: Candidate) -> bool:
    recused = seat.declarations.filter(candidate=candidate, recused=True).exists()
    return permissions.can_read_marks(seat, recused=recused)


def _verified(seat: Seat) -> dict[str, Any]:
    flaws = domain.verify(seat.evaluation)
    entries = domain.head_of(seat.evaluation).number
    return {"verdict": verdict_of(flaws, entries), "flaws": flaws, "verified": True}
