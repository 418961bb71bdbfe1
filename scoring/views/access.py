"""The door of every page: who asks, from which seat, and whether they may.

`seated` is for pages of one evaluation, `signed_in` for the rest. Both leave the permission on the
view, and a test fails on any address of ours whose view carries none.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scoring import permissions
from scoring.domain.door import MustDeclareFirst, assessors_of, enter, recused_of
from scoring.models import Seat

type View = Callable[..., HttpResponse]


def seated(permission: Callable[..., bool]) -> Callable[[View], View]:
    """Give the view the reader's `seat` in place of the evaluation's slug, if `permission` holds.

    Who has to declare their interests first is led there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            try:
                seat = enter(user=request.user, slug=slug, permission=permission)
            except Seat.DoesNotExist as error:  # nobody learns that the evaluation exists
                raise Http404 from error
            except MustDeclareFirst:
                return redirect("declaration", slug)
            return view(request, seat=seat, **kwargs)

        wrapped.permission = permission  # read by the URL test
        return wrapped

    return decorate


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


def allowances(seat: Seat) -> dict[str, bool]:
    """What the page may offer the reader: the same predicates that guard the doors."""
    assessors = assessors_of(seat)
    recused = seat.is_assessor and recused_of(seat)  # nobody else is asked
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
