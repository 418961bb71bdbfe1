from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.moderation import moderation_of
from scoring.domain.report import NothingToCompare
from scoring.forms.consensus import ConsensusForm, WithdrawalForm
from scoring.forms.moderation import ChosenForm
from scoring.forms.waiver import UnwaiveForm, WaiverForm
from scoring.models import Candidate, Check, Seat
from scoring.reports import moderation as shown
from scoring.reports.agreement import agreement_of
from scoring.reports.overview import ranking
from scoring.reports.waiver import Gates, gates_of

from .access import seated, seated_page

ITEMS = 20  # of the agenda on a page, each with its form

type Bound = Mapping[str, Any]  # an item's key → the form that was refused
type Place = tuple[str, str]  # codes of a candidate and a check


@require_GET
@seated(permissions.can_read_moderation)
def moderation(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The agenda, the requirements, and how far people agree."""
    return moderation_page(request, seat)


def moderation_page(
    request: HttpRequest,
    seat: Seat,
    *,
    bound: Bound | None = None,
    place: Place | None = None,
    problem: ValidationError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with a refused form, as it was typed, in its place. That of a cell is shown
    whatever the reader had chosen to see."""
    bound = bound or {}
    try:
        found = moderation_of(seat, also=place)
    except NothingToCompare:
        return seated_page(request, seat, "scoring/moderation/empty.html", {"tab": "moderation"})
    filter_form = ChosenForm(request.GET, dossier=found.dossier)
    called = {"item": shown.key_at(*place)} if place else {}
    page = shown.page_of(found, shown.Chosen(**filter_form.chosen() | called))
    agenda = _part(request, page.agenda, called.get("item"))
    gates = gates_of(found)
    context = {
        "tab": "moderation",
        "moderation": found,
        "page": page,
        "agenda": agenda,
        "gates": gates,
        "agreement": agreement_of(found),
        "ranking": ranking(found.dossier),
        "filter": filter_form,
        "query": request.GET.urlencode(),
        "others_query": _without_page(request),
        "problem": problem,
        **_forms(seat, [*agenda, *page.settled], gates, bound),
    }
    return seated_page(request, seat, "scoring/moderation/detail.html", context, status=status)


def back_to(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """The same page at the same place, as the reader had chosen it."""
    query = request.GET.urlencode()
    page = reverse("moderation", args=[seat.evaluation.slug])
    return redirect(f"{page}{query and '?'}{query}#{key}")


def candidate_of(seat: Seat, code: str) -> Candidate:
    candidates = Candidate.objects.select_related("evaluation")
    return get_object_or_404(candidates, evaluation=seat.evaluation, code=code)


def check_of(seat: Seat, code: str) -> Check:
    checks = seat.evaluation.checks().select_related("scale", "competency")
    with_levels = checks.prefetch_related("scale__levels")
    found = next((one for one in with_levels if one.code == code), None)  # any text may come
    if found is None:
        raise Http404
    return found


def _part(request: HttpRequest, items: tuple[shown.Item, ...], key: str | None) -> Page:
    """The page that was asked for, or the one with the item that was called."""
    pages = Paginator(items, ITEMS)
    at = next((i for i, one in enumerate(items) if one.key == key), None)
    return pages.get_page(request.GET.get("page") if at is None else 1 + at // ITEMS)


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    kept.pop("item", None)
    return kept.urlencode()


def _forms(seat: Seat, items: list[shown.Item], gates: Gates, bound: Bound) -> dict[str, Any]:
    """A form an item, for who may settle; the one that was refused takes its own place."""
    may_settle = permissions.can_settle(seat)
    cells = {one.key: one.cell for one in items if may_settle}
    said = {
        key: {"candidate": cell.candidate, "check": cell.check, "stored": cell.consensus}
        for key, cell in cells.items()
    }
    made = {
        "settle_forms": {key: ConsensusForm(**one) for key, one in said.items()},
        "withdraw_forms": {
            key: WithdrawalForm(**one) for key, one in said.items() if one["stored"]
        },
        "waive_forms": {
            one.key: WaiverForm(key=one.key, initial={"kind": one.kind, "gate": one.gate})
            for one in gates.failed
            if may_settle
        },
        "unwaive_forms": {one.key: UnwaiveForm(key=one.key) for one in gates.waived if may_settle},
    }
    kinds = (ConsensusForm, WithdrawalForm, WaiverForm, UnwaiveForm)
    for key, form in bound.items():
        for forms, kind in zip(made.values(), kinds, strict=True):
            if type(form) is kind and key in forms:
                forms[key] = form
    return made
