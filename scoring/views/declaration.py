from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import declaration as domain
from scoring.forms.declaration import DeclarationForm
from scoring.models import Seat

from .access import seated, seated_page


@seated(permissions.can_declare)
def declaration(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Before anything else is shown: how the reader stands to each candidate."""
    form = DeclarationForm(request.POST or None, seat=seat)
    if request.method == "POST" and form.is_valid():
        try:
            domain.declare(
                seat=seat, interests=form.interests(), by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your declaration is on record. Thank you."))
            return redirect(seat.evaluation)
    status = 422 if form.errors else 200
    context = {"form": form, "tab": "declaration"}
    return seated_page(request, seat, "scoring/declaration/form.html", context, status=status)
