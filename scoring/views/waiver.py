from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import waiver as domain
from scoring.enums import GateKind
from scoring.forms.waiver import UnwaiveForm, WaiverForm
from scoring.models import Seat, Waiver
from scoring.reports.waiver import key_of

from .access import seated
from .moderation import back_to, candidate_of, moderation_page


@require_POST
@seated(permissions.can_settle)
def waiver_waive(request: HttpRequest, seat: Seat, code: str) -> HttpResponse:
    """Let a failed requirement pass, with a reason."""
    candidate = candidate_of(seat, code)
    key = key_of(code, request.POST.get("kind", ""), request.POST.get("gate", ""))
    form = WaiverForm(request.POST, key=key)
    if not form.is_valid():
        return moderation_page(request, seat, bound={key: form}, status=422)
    given = form.cleaned_data
    try:
        domain.waive(
            candidate=candidate,
            kind=GateKind(given["kind"]),
            code=given["gate"],
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return moderation_page(request, seat, bound={key: form}, problem=error, status=422)
    messages.success(request, _("The requirement is waived; every report shows it."))
    return back_to(request, seat, key)


@require_POST
@seated(permissions.can_settle)
def waiver_withdraw(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let the requirement exclude again."""
    waivers = Waiver.objects.select_related("candidate__evaluation")
    waiver = get_object_or_404(waivers, candidate__evaluation=seat.evaluation, pk=pk)
    key = key_of(waiver.candidate.code, waiver.kind, waiver.code)
    form = UnwaiveForm(request.POST, key=key)
    if not form.is_valid():
        return moderation_page(request, seat, bound={key: form}, status=422)
    reason = form.cleaned_data["reason"]
    try:
        domain.withdraw(waiver=waiver, reason=reason, by=request.user, at=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return moderation_page(request, seat, bound={key: form}, problem=error, status=422)
    messages.success(request, _("The waiver is withdrawn."))
    return back_to(request, seat, key)
