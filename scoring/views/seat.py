from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import seat as domain
from scoring.forms.seat import SeatForm
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
        "seats": seat.evaluation.seats.select_related("user"),
        "tab": "overview",
    }
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/seat/list.html", context, status=status)


@require_POST
@seated(permissions.can_change_seats)
def seat_remove(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    seats = Seat.objects.select_related("evaluation", "user")
    other = get_object_or_404(seats, evaluation=seat.evaluation, pk=pk)
    try:
        domain.revoke(seat=other, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(person)s has no seat any more.") % {"person": other.user})
    return redirect("seat_list", seat.evaluation.slug)
