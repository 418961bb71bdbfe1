from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import evaluation as domain
from scoring.domain.elicitation import origin_of
from scoring.enums import State
from scoring.forms.evaluation import EvaluationForm
from scoring.forms.transition import ReasonForm
from scoring.models import Assessment, Rubric, Seat

from .access import assessors_of, seated, seated_page, signed_in


@dataclass(frozen=True, slots=True)
class Card:
    """One evaluation in the list, as its reader's seat sees it."""

    seat: Any  # a Seat with its progress

    @property
    def total(self) -> int:
        return self.seat.candidates_to_score * self.seat.checks_to_score

    @property
    def shows_progress(self) -> bool:
        return permissions.can_score(self.seat) and self.total > 0

    @property
    def percent(self) -> float:
        return 100 * self.seat.answered / self.total

    @property
    def next_step(self) -> str:
        evaluation = self.seat.evaluation
        if evaluation.is_moderated and self.seat.is_owner:
            return _("Settle where people differ")
        if evaluation.state == State.CLOSED and self.seat.is_owner:
            return _("Decide")
        if evaluation.is_revealed:
            return _("Read the comparison")
        if permissions.can_score(self.seat):
            done = self.seat.answered == self.total
            if done and self.seat.is_owner:
                return _("End scoring")
            return _("Look over your scores") if done else _("Go on scoring")
        if permissions.can_open(self.seat):
            return _("Open scoring") if self.seat.candidates_to_score else _("Add the candidates")
        return _("Wait for scoring to end") if evaluation.is_open else _("Wait for it to open")


@signed_in(permissions.can_start_evaluation)
def evaluation_list(request: HttpRequest) -> HttpResponse:
    seats = Seat.objects.filter(user=request.user).select_related("evaluation__rubric")
    newest_first = seats.with_progress().order_by("-evaluation__created_at", "-evaluation__pk")
    cards = [Card(seat) for seat in newest_first]
    context = {"cards": cards, "section": "evaluations"}
    return render(request, "scoring/evaluation/list.html", context)


@signed_in(permissions.can_start_evaluation)
def evaluation_create(request: HttpRequest) -> HttpResponse:
    rubrics = Rubric.objects.published()
    rubric = _chosen_rubric(request)
    if rubric is None:
        return render(request, "scoring/evaluation/no_rubric.html", {"section": "evaluations"})
    form = EvaluationForm(
        request.POST or None, rubric=rubric, initial=EvaluationForm.initial_for(rubric)
    )
    if request.method == "POST" and form.is_valid():
        try:
            evaluation = domain.create(setup=form.setup(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("profile", error)
        else:
            messages.success(request, _("The draft is made. Now add the candidates."))
            return redirect(evaluation)
    return render(
        request,
        "scoring/evaluation/create.html",
        {"form": form, "rubric": rubric, "rubrics": rubrics, "section": "evaluations"},
        status=422 if form.errors else 200,
    )


@seated(permissions.can_view)
def evaluation_detail(request: HttpRequest, seat: Seat) -> HttpResponse:
    return overview(request, seat)


@seated(permissions.can_set_up)
def evaluation_setup(request: HttpRequest, seat: Seat) -> HttpResponse:
    evaluation = seat.evaluation
    initial = EvaluationForm.initial_for(evaluation.rubric, evaluation)
    form = EvaluationForm(request.POST or None, rubric=evaluation.rubric, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            domain.revise(
                evaluation=evaluation, setup=form.setup(), by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(evaluation)
    status = 422 if form.errors else 200
    context = {"form": form, "rubric": evaluation.rubric, "tab": "overview"}
    return seated_page(request, seat, "scoring/evaluation/setup.html", context, status=status)


def overview(
    request: HttpRequest,
    seat: Seat,
    *,
    problem: ValidationError | None = None,
    reason_form: ReasonForm | None = None,
) -> HttpResponse:
    """The evaluation's own page; also after a step that could not be taken, with what was typed."""
    evaluation = seat.evaluation
    if problem:
        evaluation.refresh_from_db()
    candidates = list(evaluation.candidates.all())
    context: dict[str, Any] = {
        "tab": "overview",
        "candidates": candidates,
        "people": _people(seat, total=evaluation.checks().count() * len(candidates)),
        "weights": _shares(evaluation),
        "origin": origin_of(evaluation),
        "assessors": assessors_of(seat),
        "problems": problem.messages if problem else [],
        "reason_form": reason_form or ReasonForm(),
    }
    status = 422 if problem or (reason_form and reason_form.errors) else 200
    return seated_page(request, seat, "scoring/evaluation/detail.html", context, status=status)


def _people(seat: Seat, *, total: int) -> list[dict[str, Any]]:
    """Everybody with a seat; how far they are is the owner's to see, and each one's own."""
    evaluation = seat.evaluation
    answered = Assessment.objects.in_scope(evaluation).answered().count_by("assessor")
    return [
        {
            "seat": other,
            "answered": answered.get(other.user_id, 0),
            "total": total,
            "shows_progress": other.is_scoring
            and not evaluation.is_draft
            and (evaluation.is_revealed or seat.is_owner or other == seat),
        }
        for other in evaluation.seats.select_related("user")
    ]


def _shares(evaluation: Any) -> list[dict[str, Any]]:
    shares = evaluation.weights.shares()
    competencies = evaluation.rubric.competencies.all()
    return [{"competency": one, "share": shares[one.pk]} for one in competencies]


def _chosen_rubric(request: HttpRequest) -> Rubric | None:
    """The published version that the address names, else the newest one."""
    published = Rubric.objects.published()
    named = request.GET.get("rubric")
    if named is None:
        return published.order_by("-published_at", "-version").first()
    slug, _separator, version = named.rpartition("-v")
    if not version.isdecimal() or len(version) > 6:
        raise Http404
    rubric = published.filter(slug=slug, version=int(version)).first()
    if rubric is None:
        raise Http404
    return rubric
