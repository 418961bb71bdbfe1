import logging
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scoring import permissions
from scoring.domain import evidence as domain
from scoring.domain.upload import CONTENT_TYPES, ending_of
from scoring.forms.evidence import EvidenceForm
from scoring.models import Candidate, Check, Evidence, Seat

from .access import seated, seated_page

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the register, as its reader may see it."""

    evidence: Evidence
    checks: list[Check]
    size: int | None  # bytes on the disk; None where there is no file
    expired: bool
    may_change: bool


@require_GET
@seated(permissions.can_view)
def evidence_list(request: HttpRequest, seat: Seat, code: str) -> HttpResponse:
    """The register: everything on one candidate that the reader may see."""
    candidate = _candidate(seat, code)
    items = candidate.evidence.select_related("added_by").prefetch_related("checks__competency")
    today = timezone.localdate()
    lines = [
        _line(seat, item, today) for item in items if permissions.can_read_evidence(seat, item)
    ]
    context = {
        "candidate": candidate,
        "lines": lines,
        "blind": not seat.evaluation.is_revealed,
        "tab": "overview",
    }
    return seated_page(request, seat, "scoring/evidence/list.html", context)


@seated(permissions.can_score)
def evidence_attach(
    request: HttpRequest, seat: Seat, code: str, number: int, check: str
) -> HttpResponse:
    candidate = _candidate(seat, code)
    checks = _checks(seat)
    subject = next((c for c in checks if (c.competency.number, c.code) == (number, check)), None)
    if subject is None:
        raise Http404
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        checks=checks,
        today=timezone.localdate(),
        initial={"checks": [subject.code]},
    )
    if request.method == "POST" and form.is_valid() and _attach(request, candidate, form):
        messages.success(request, _("The evidence is attached."))
        return redirect("score", seat.evaluation.slug, code, number)
    back = reverse("score", args=[seat.evaluation.slug, code, number])
    return _form_page(request, seat, form, {"candidate": candidate, "check": subject, "back": back})


@seated(permissions.can_score)
def evidence_edit(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    evidence = _evidence(seat, key)
    if not permissions.can_remove_evidence(seat, evidence):
        raise Http404
    form = EvidenceForm(
        request.POST or None, checks=_checks(seat), today=timezone.localdate(), evidence=evidence
    )
    code = evidence.candidate.code
    if request.method == "POST" and form.is_valid() and _revise(request, evidence, form):
        messages.success(request, _("Saved."))
        return redirect("evidence_list", seat.evaluation.slug, code)
    back = reverse("evidence_list", args=[seat.evaluation.slug, code])
    context = {"candidate": evidence.candidate, "evidence": evidence, "back": back}
    return _form_page(request, seat, form, context)


@require_GET
@seated(permissions.can_view)
def evidence_file(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """The file, always as a download that the browser neither guesses about nor runs."""
    evidence = _evidence(seat, key)
    if not evidence.file or not permissions.can_read_evidence(seat, evidence):
        raise Http404
    try:
        content = domain.content_of(evidence)
    except domain.Damaged as damaged:
        logger.error("Evidence %s is not handed out: %s", evidence.key, damaged)
        context = {"evidence": evidence, "tab": "overview"}
        return seated_page(request, seat, "scoring/evidence/damaged.html", context, status=409)
    kind = CONTENT_TYPES.get(ending_of(evidence.filename), "application/octet-stream")
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": content_disposition_header(True, evidence.filename),
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


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
    if "register" in request.POST:
        return redirect("evidence_list", seat.evaluation.slug, code)
    number = check.competency.number if check else 1
    return redirect("score", seat.evaluation.slug, code, number)


def _candidate(seat: Seat, code: str) -> Candidate:
    candidates = Candidate.objects.select_related("evaluation")
    return get_object_or_404(candidates, evaluation=seat.evaluation, code=code)


def _checks(seat: Seat) -> list[Check]:
    return list(seat.evaluation.checks().select_related("competency"))


def _evidence(seat: Seat, key: str) -> Evidence:
    with_candidate = Evidence.objects.select_related("candidate__evaluation")
    return get_object_or_404(with_candidate, candidate__evaluation=seat.evaluation, key=key)


def _line(seat: Seat, evidence: Evidence, today: date) -> Line:
    return Line(
        evidence=evidence,
        checks=sorted(evidence.checks.all(), key=lambda one: (one.competency.number, one.position)),
        size=domain.size_of(evidence) if evidence.file else None,
        expired=evidence.is_expired(today),
        may_change=permissions.can_remove_evidence(seat, evidence),
    )


def _attach(request: HttpRequest, candidate: Candidate, form: EvidenceForm) -> bool:
    """Whether it came about; if not, the form says why."""
    try:
        domain.attach(
            candidate=candidate,
            checks=form.chosen(),
            item=form.item(),
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


def _revise(request: HttpRequest, evidence: Evidence, form: EvidenceForm) -> bool:
    """Whether it came about; if not, the form says why."""
    try:
        domain.revise(
            evidence=evidence,
            checks=form.chosen(),
            item=form.item(),
            by=request.user,
            at=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


def _form_page(
    request: HttpRequest, seat: Seat, form: EvidenceForm, context: dict[str, object]
) -> HttpResponse:
    status = 422 if form.errors else 200
    page = {**context, "form": form, "tab": "score"}
    return seated_page(request, seat, "scoring/evidence/form.html", page, status=status)
