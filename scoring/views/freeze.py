from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import freeze as domain
from scoring.forms.freeze import FreezeForm
from scoring.models import Seat

from .access import seated, seated_page


@seated(permissions.can_refreeze)
def evaluation_refreeze(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Change weights, scope or method after opening."""
    evaluation = seat.evaluation
    form = FreezeForm(request.POST or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        try:
            frozen = domain.refreeze(
                evaluation=evaluation,
                setup=form.setup(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if frozen:
                said = _("The rules are frozen anew. Every report shows both rankings from now on.")
                messages.success(request, said)
            else:
                messages.info(request, _("Nothing changed that decides the result."))
            return redirect(evaluation)
    status = 422 if form.is_bound else 200
    context = {"form": form, "rubric": evaluation.rubric, "tab": "overview"}
    return seated_page(request, seat, "scoring/freeze/form.html", context, status=status)
