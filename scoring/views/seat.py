from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import seat as domain
from scoring.domain.progress import progress_of
from scoring.forms.seat import AssignForm, SeatForm
from scoring.models import Seat

from .access import seated, seated_page


@seated(permissions.can_change_seats)
def seat_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = SeatForm(request.POST or None, evaluation=seat.evaluation)
    if request.method == "POST" and form.is_valid():
        try:
            given = domain.grant(
                evaluation=seat.evaluation, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(person)s has a seat.") % {"person": given.user})
            return redirect("seat_list", seat.evaluation.slug)
    context = {
        "form": form,
        "people": progress_of(seat.evaluation),
        "tab": "overview",
    }
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/seat/list.html", context, status=status)


@seated(permissions.can_change_seats)
def seat_assign(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Which competencies a person scores."""
    other = _other(seat, pk)
    if not other.is_scoring:
        raise Http404
    form = AssignForm(request.POST if request.method == "POST" else None, seat=other)
    if form.is_bound and form.is_valid():
        try:
            domain.assign(seat=other, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved: what %(person)s scores.") % {"person": other.user})
            return redirect("seat_list", seat.evaluation.slug)
    context = {"form": form, "other": other, "tab": "overview"}
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/seat/assign.html", context, status=status)


@require_POST
@seated(permissions.can_change_seats)
def seat_remove(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    other = _other(seat, pk)
    try:
        domain.revoke(seat=other, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(person)s has no seat any more.") % {"person": other.user})
    return redirect("seat_list", seat.evaluation.slug)


def _other(seat: Seat, pk: int) -> Seat:
    seats = Seat.objects.select_related("evaluation__rubric", "user")
    return get_object_or_404(seats, evaluation=seat.evaluation, pk=pk)
