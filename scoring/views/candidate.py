from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import candidate as domain
from scoring.forms.candidate import CandidateForm
from scoring.models import Candidate, Seat

from .access import seated, seated_page


@seated(permissions.can_change_candidates)
def candidate_create(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = CandidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            candidate = domain.add(
                evaluation=seat.evaluation,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is in.") % {"name": candidate.name})
            again = "another" in request.POST
            return redirect(
                "candidate_create" if again else "evaluation_detail", seat.evaluation.slug
            )
    return _form_page(request, seat, form)


@seated(permissions.can_change_candidates)
def candidate_edit(request: HttpRequest, seat: Seat, code: str) -> HttpResponse:
    candidate = _candidate(seat, code)
    initial = {"name": candidate.name, "note": candidate.note}
    form = CandidateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.revise(
                candidate=candidate, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(seat.evaluation)
    return _form_page(request, seat, form, candidate)


@require_POST
@seated(permissions.can_change_candidates)
def candidate_remove(request: HttpRequest, seat: Seat, code: str) -> HttpResponse:
    candidate = _candidate(seat, code)
    try:
        domain.remove(candidate=candidate, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("candidate_edit", seat.evaluation.slug, candidate.code)
    messages.success(request, _("%(name)s was removed.") % {"name": candidate.name})
    return redirect(seat.evaluation)


def _candidate(seat: Seat, code: str) -> Candidate:
    candidates = Candidate.objects.select_related("evaluation")
    return get_object_or_404(candidates, evaluation=seat.evaluation, code=code)


def _form_page(
    request: HttpRequest, seat: Seat, form: CandidateForm, candidate: Candidate | None = None
) -> HttpResponse:
    context = {"form": form, "candidate": candidate, "tab": "overview"}
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/candidate/form.html", context, status=status)
