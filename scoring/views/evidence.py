from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scoring import permissions
from scoring.domain import evidence as domain
from scoring.forms.evidence import EvidenceForm
from scoring.models import Candidate, Check, Evidence, Seat

from .access import seated, seated_page


@seated(permissions.can_score)
def evidence_attach(
    request: HttpRequest, seat: Seat, code: str, number: int, check: str
) -> HttpResponse:
    candidates = Candidate.objects.select_related("evaluation")
    candidate = get_object_or_404(candidates, evaluation=seat.evaluation, code=code)
    checks = seat.evaluation.checks().select_related("competency")
    subject = get_object_or_404(checks, competency__number=number, code=check)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attach(form, candidate, subject, request)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The evidence is attached."))
            return redirect("score", seat.evaluation.slug, code, number)
    context = {"form": form, "candidate": candidate, "check": subject, "tab": "score"}
    status = 422 if form.errors else 200
    return seated_page(request, seat, "scoring/evidence/form.html", context, status=status)


@require_GET
@seated(permissions.can_view)
def evidence_file(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """The file, always as a download that the browser neither guesses about nor runs."""
    evidence = _evidence(seat, key)
    if not evidence.file or not permissions.can_read_evidence(seat, evidence):
        raise Http404
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=evidence.filename,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@seated(permissions.can_score)
def evidence_remove(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    evidence = _evidence(seat, key)
    if not permissions.can_remove_evidence(seat, evidence):
        raise Http404
    code, check = evidence.candidate.code, evidence.checks.select_related("competency").first()
    try:
        domain.remove(evidence=evidence, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The evidence was taken back; the ledger keeps its title."))
    number = check.competency.number if check else 1
    return redirect("score", seat.evaluation.slug, code, number)


def _evidence(seat: Seat, key: str) -> Evidence:
    with_candidate = Evidence.objects.select_related("candidate__evaluation")
    return get_object_or_404(with_candidate, candidate__evaluation=seat.evaluation, key=key)


def _attach(
    form: EvidenceForm, candidate: Candidate, check: Check, request: HttpRequest
) -> Evidence:
    cleaned = form.cleaned_data
    common = {
        "candidate": candidate,
        "checks": [check],
        "title": cleaned["title"],
        "by": request.user,
        "at": timezone.now(),
    }
    if cleaned["file"]:
        return domain.attach_file(file=cleaned["file"], **common)
    return domain.attach_link(url=cleaned["url"], **common)
