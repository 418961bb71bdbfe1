"""The door of every page: who asks, from which seat, and whether they may.

`seated` is for pages of one evaluation, `signed_in` for the rest. Both leave the permission on the
view, and a test fails on any address of ours whose view carries none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from scoring import permissions
from scoring.models import Seat

type View = Callable[..., HttpResponse]


def seat_of(request: HttpRequest, slug: str) -> Seat:
    """The reader's seat in the evaluation. Without one it is not found: nobody learns it exists."""
    seats = Seat.objects.select_related("evaluation__rubric", "evaluation__profile", "user")
    return get_object_or_404(seats, evaluation__slug=slug, user=request.user)


def seated(permission: Callable[..., bool]) -> Callable[[View], View]:
    """Give the view the reader's `seat` in place of the evaluation's slug, if `permission` holds.

    A permission that asks for the number of `assessors` (the blind phase), or whether the reader
    is `recused` from some candidate, gets it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            seat = seat_of(request, slug)
            if not permission(seat, **facts_for(permission, seat)):
                raise PermissionDenied
            if _must_declare_first(seat, permission):
                return redirect("declaration", slug)
            return view(request, seat=seat, **kwargs)

        wrapped.permission = permission  # read by the URL test
        return wrapped

    return decorate


def _must_declare_first(seat: Seat, permission: Callable[..., bool]) -> bool:
    """An assessor sees nothing, and an owner scores nobody, before they have said how they stand to
    each candidate."""
    if permission is permissions.can_declare or not permissions.can_declare(seat):
        return False
    asked = seat.is_assessor or permission is permissions.can_score
    return asked and seat.undeclared().exists()


def signed_in(permission: Callable[..., bool]) -> Callable[[View], View]:
    """For pages that belong to no evaluation."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not permission(request.user):
                raise PermissionDenied
            return view(request, **kwargs)

        wrapped.permission = permission  # read by the URL test
        return wrapped

    return decorate


def assessors_of(seat: Seat) -> int:
    return seat.evaluation.seats.scoring().count()


def recused_of(seat: Seat) -> bool:
    """Whether the person recused themselves from any candidate."""
    return seat.declarations.filter(recused=True).exists()


def facts_for(permission: Callable[..., bool], seat: Seat) -> dict[str, Any]:
    """What a permission asks to know beside the seat."""
    known = {"assessors": assessors_of, "recused": recused_of}
    return {name: known[name](seat) for name in known if name in permission.__annotations__}


def allowances(seat: Seat) -> dict[str, bool]:
    """What the page may offer the reader: the same predicates that guard the doors."""
    assessors = assessors_of(seat)
    recused = recused_of(seat)
    return {
        "set_up": permissions.can_set_up(seat),
        "elicit": permissions.can_elicit(seat),
        "adopt_weights": permissions.can_adopt_weights(seat),
        "change_candidates": permissions.can_change_candidates(seat),
        "change_seats": permissions.can_change_seats(seat),
        "refreeze": permissions.can_refreeze(seat),
        "declare": permissions.can_declare(seat),
        "open": permissions.can_open(seat),
        "withdraw": permissions.can_withdraw(seat),
        "moderate": permissions.can_moderate(seat),
        "settle": permissions.can_settle(seat),
        "read_moderation": permissions.can_read_moderation(seat),
        "close": permissions.can_close(seat),
        "reopen": permissions.can_reopen(seat),
        "decide": permissions.can_decide(seat),
        "score": permissions.can_score(seat),
        "compare": permissions.can_compare(seat, assessors=assessors),
        "report": permissions.can_report(seat, assessors=assessors, recused=recused),
        "write_letters": permissions.can_write_letters(seat, assessors=assessors),
        "read_ledger": permissions.can_read_ledger(seat, assessors=assessors),
    }


def seated_page(
    request: HttpRequest, seat: Seat, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of one evaluation: what `scoring/evaluation/base.html` needs, and the page's own."""
    frame = {"seat": seat, "evaluation": seat.evaluation, "may": allowances(seat)}
    return render(request, template, {**frame, **context}, status=status)
