from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import transition as domain
from scoring.forms.transition import ReasonForm
from scoring.models import Seat

from .access import View, seated
from .evaluation import overview


def step(
    permission: Callable[[Seat], bool],
    verb: Callable[..., None],
    said: Any,
    *,
    goal: str = "evaluation_detail",
    with_reason: bool = False,
) -> View:
    """A view that takes one step of the evaluation's life, and says so."""

    @require_POST
    @seated(permission)
    def view(request: HttpRequest, seat: Seat) -> HttpResponse:
        form = ReasonForm(request.POST) if with_reason else None
        if form and not form.is_valid():
            return overview(request, seat, reason_form=form)
        reason = form.cleaned_data if form else {}
        try:
            verb(evaluation=seat.evaluation, **reason, by=request.user, at=timezone.now())
        except ValidationError as error:
            return overview(request, seat, problem=error, reason_form=form)
        messages.success(request, said)
        return redirect(goal, seat.evaluation.slug)

    return view


evaluation_open = step(
    permissions.can_open,
    domain.open_scoring,
    _("Scoring is open; rubric, weights and method are frozen."),
)
evaluation_withdraw = step(
    permissions.can_withdraw,
    domain.withdraw,
    _("The evaluation is a draft again."),
    with_reason=True,
)
evaluation_moderate = step(
    permissions.can_moderate,
    domain.moderate,
    _("Scoring is over. Everybody’s ratings can be read now; settle where they differ."),
)
evaluation_close = step(
    permissions.can_close,
    domain.close,
    _("The evaluation is closed: its result is final."),
    goal="comparison",
)
evaluation_reopen = step(
    permissions.can_reopen,
    domain.reopen,
    _("Moderation is open again."),
    with_reason=True,
)
