from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain import assessment as domain
from scoring.forms.assessment import AssessmentForm, CompetencyForms
from scoring.models import Assessment, Candidate, Check, Competency, Evidence, Seat

from .access import seated, seated_page


@require_GET
@seated(permissions.can_score)
def score_start(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where the assessor goes on: the first candidate and competency with something unanswered."""
    evaluation = seat.evaluation
    candidates = list(evaluation.candidates.all())
    if not candidates:
        messages.warning(request, _("There is no candidate to score yet."))
        return redirect(evaluation)
    done = set(_own(seat).answered().values_list("candidate", "rubric_check"))
    checks = list(evaluation.checks().values_list("pk", "competency__number"))
    for candidate in candidates:
        for check, number in checks:
            if (candidate.pk, check) not in done:
                return redirect("score", evaluation.slug, candidate.code, number)
    return redirect("score", evaluation.slug, candidates[0].code, checks[0][1])


@seated(permissions.can_score)
def score(request: HttpRequest, seat: Seat, code: str, number: int) -> HttpResponse:
    """The checks of one competency for one candidate: shown, and saved all together."""
    candidates = list(seat.evaluation.candidates.select_related("evaluation"))
    candidate = next((one for one in candidates if one.code == code), None)
    checks = list(_checks(seat, number))
    if candidate is None or not checks:
        raise Http404
    stored = _stored(seat, candidate, checks)
    forms = CompetencyForms(checks, stored, request.POST or None)
    status = 200
    if request.method == "POST":
        status = _save(request, seat, candidate, forms)
        if status == 200:
            return _after_save(request, seat, candidate, number)
    context = _page(seat, candidates, candidate, number, forms)
    return seated_page(request, seat, "scoring/assessment/score.html", context, status=status)


@require_GET
@seated(permissions.can_score)
def measure_value(
    request: HttpRequest, seat: Seat, code: str, number: int, check: str
) -> HttpResponse:
    """What the measurement being typed would be worth; nothing is saved."""
    measured = get_object_or_404(_checks(seat, number), code=check)
    form = AssessmentForm(request.GET, check=measured)
    form.is_valid()
    measurement = form.cleaned_data.get("measurement")
    value = None
    if measurement is not None:
        value = domain.value_of(evaluation=seat.evaluation, check=measured, measurement=measurement)
    context = {"value": value, "wrong": "measurement" in form.errors}
    return render(request, "scoring/assessment/_value.html", context)


def _checks(seat: Seat, number: int) -> Any:
    of_competency = seat.evaluation.checks().filter(competency__number=number)
    return of_competency.select_related("scale", "competency").prefetch_related("scale__levels")


def _own(seat: Seat) -> Any:
    return Assessment.objects.in_scope(seat.evaluation).filter(assessor=seat.user_id)


def _stored(seat: Seat, candidate: Candidate, checks: Iterable[Check]) -> dict[int, Assessment]:
    own = _own(seat).filter(candidate=candidate, rubric_check__in=checks)
    return {assessment.rubric_check_id: assessment for assessment in own}


def _save(request: HttpRequest, seat: Seat, candidate: Candidate, forms: CompetencyForms) -> int:
    """The status of the answer; anything but 200 shows the forms again, as they were typed."""
    if not forms.is_valid():
        messages.error(request, _("Nothing was saved yet: see the marked checks."))
        return 422
    try:
        saved = domain.rate_all(
            candidate=candidate, ratings=forms.ratings(), by=request.user, at=timezone.now()
        )
    except domain.Conflict as conflict:
        forms.show_conflicts(conflict.checks, _stored(seat, candidate, conflict.checks))
        messages.error(
            request,
            _(
                "Nothing was saved: another window changed the marked checks meanwhile. "
                "Save again to keep what you see here."
            ),
        )
        return 409
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return 422
    text = ngettext("%(count)d check saved.", "%(count)d checks saved.", saved)
    messages.success(request, text % {"count": saved} if saved else _("Nothing to save."))
    return 200


def _after_save(
    request: HttpRequest, seat: Seat, candidate: Candidate, number: int
) -> HttpResponse:
    numbers = [competency.number for competency in _competencies(seat)]
    following = [other for other in numbers if other > number]
    goal = following[0] if "next" in request.POST and following else number
    return redirect("score", seat.evaluation.slug, candidate.code, goal)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the assessor is with one competency of one candidate."""

    competency: Competency
    answered: int
    total: int

    @property
    def percent(self) -> float:
        return 100 * self.answered / self.total

    @property
    def dash(self) -> str:
        """The ring's stroke: the answered share of a circle whose length is called 100."""
        return f"{self.percent:.1f} 100"


def _competencies(seat: Seat) -> list[Competency]:
    in_tier = Competency.objects.filter(rubric=seat.evaluation.rubric_id)
    return list(in_tier.filter(checks__tier__lte=seat.evaluation.tier).distinct())


def _page(
    seat: Seat,
    candidates: list[Candidate],
    candidate: Candidate,
    number: int,
    forms: CompetencyForms,
) -> dict[str, Any]:
    own = _own(seat).filter(candidate=candidate).answered()
    answered = own.count_by("rubric_check__competency")
    totals = seat.evaluation.checks().count_by_competency()
    progress = [
        Progress(competency, answered.get(competency.pk, 0), totals[competency.pk])
        for competency in _competencies(seat)
    ]
    here = next(i for i, one in enumerate(progress) if one.competency.number == number)
    weight = seat.evaluation.weights.shares()[progress[here].competency.pk]
    return {
        "tab": "score",
        "candidate": candidate,
        "candidates": candidates,
        "forms": forms,
        "evidence": _evidence_by_check(seat, candidate),
        "progress": progress,
        "here": progress[here],
        "before": progress[here - 1] if here else None,
        "after": progress[here + 1] if here + 1 < len(progress) else None,
        "answered": sum(one.answered for one in progress),
        "total": sum(one.total for one in progress),
        "weight": weight,
    }


def _evidence_by_check(seat: Seat, candidate: Candidate) -> dict[int, list[Evidence]]:
    """The assessor's own: what others attach tells what they looked at (the blind phase)."""
    by_check: dict[int, list[Evidence]] = {}
    own = Evidence.objects.filter(candidate=candidate, added_by=seat.user_id)
    for evidence in own.prefetch_related("checks"):
        for check in evidence.checks.all():
            by_check.setdefault(check.pk, []).append(evidence)
    return by_check
