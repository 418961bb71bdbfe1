from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import consensus as domain
from scoring.domain.assessment import Conflict
from scoring.forms.consensus import ConsensusForm, WithdrawalForm
from scoring.models import Candidate, Check, Consensus, Seat
from scoring.reports.moderation import key_at

from .access import seated
from .moderation import back_to, candidate_of, check_of, moderation_page

type Form = ConsensusForm | WithdrawalForm


@require_POST
@seated(permissions.can_settle)
def consensus_settle(request: HttpRequest, seat: Seat, code: str, check: str) -> HttpResponse:
    """Agree on one rating, for the first time or anew."""
    cell = candidate_of(seat, code), check_of(seat, check)
    form = ConsensusForm(request.POST, candidate=cell[0], check=cell[1])

    def settle() -> None:
        domain.settle(
            candidate=cell[0], check=cell[1], **form.said(), by=request.user, at=timezone.now()
        )

    said = _("Settled: %(check)s, %(candidate)s.")
    return _answer(request, seat, cell, form, settle, said)


@require_POST
@seated(permissions.can_settle)
def consensus_withdraw(request: HttpRequest, seat: Seat, code: str, check: str) -> HttpResponse:
    """Let the individual ratings count again."""
    cell = candidate_of(seat, code), check_of(seat, check)
    form = WithdrawalForm(request.POST, candidate=cell[0], check=cell[1])

    def withdraw() -> None:
        domain.withdraw(
            candidate=cell[0],
            check=cell[1],
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        )

    said = _("Withdrawn: %(check)s, %(candidate)s. The ratings count again.")
    return _answer(request, seat, cell, form, withdraw, said)


def _answer(
    request: HttpRequest,
    seat: Seat,
    cell: tuple[Candidate, Check],
    form: Form,
    verb: Callable[[], None],
    said: str,
) -> HttpResponse:
    """Where it comes about, the page at the same place; else the form as it was typed."""
    place = cell[0].code, cell[1].code
    key, status = key_at(*place), 422
    if form.is_valid():
        try:
            verb()
        except Conflict:
            form.show_conflict(_stored(*cell))
            messages.error(request, _("Nothing was saved: another window changed it meanwhile."))
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, said % {"check": cell[1], "candidate": cell[0]})
            return back_to(request, seat, key)
    return moderation_page(request, seat, bound={key: form}, place=place, status=status)


def _stored(candidate: Candidate, check: Check) -> Consensus | None:
    kept = Consensus.objects.filter(candidate=candidate, rubric_check=check)
    return kept.select_related("settled_by").first()
