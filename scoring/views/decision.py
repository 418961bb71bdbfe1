from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import decision as domain
from scoring.domain.comparison import inputs_digest_of
from scoring.domain.ledger import head_of
from scoring.forms.decision import DecisionForm
from scoring.models import Seat

from .access import seated, seated_page


@seated(permissions.can_decide)
def evaluation_decide(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Choose, say why, and sign what the page shows."""
    evaluation = seat.evaluation
    choices = domain.choices_of(evaluation)
    form = DecisionForm(request.POST or None, choices=choices, head=head_of(evaluation))
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.decide(
                evaluation=evaluation,
                **form.decision(),
                seen=form.seen(),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(candidate)s is chosen. The decision is signed and on record.")
            messages.success(request, said % {"candidate": made.candidate})
            return redirect(evaluation)
    context = {
        "form": form,
        "choices": choices,
        "inputs_digest": inputs_digest_of(evaluation),
        "head": head_of(evaluation),
        "tab": "overview",
    }
    status = 422 if form.is_bound else 200
    return seated_page(request, seat, "scoring/decision/form.html", context, status=status)
