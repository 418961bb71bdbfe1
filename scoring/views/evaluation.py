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
from scoring.domain.progress import progress_of
from scoring.domain.provenance import decision_of
from scoring.domain.transition import arrivals_of
from scoring.forms.evaluation import EvaluationForm
from scoring.forms.transition import ReasonForm
from scoring.models import Evaluation, Rubric, Seat
from scoring.reports.cards import cards_of
from scoring.reports.decision import signed_of
from scoring.reports.life import line_of, sees, todos_of
from scoring.reports.rules import method_of

from .access import seated, seated_page, signed_in


@signed_in(permissions.can_start_evaluation)
def evaluation_list(request: HttpRequest) -> HttpResponse:
    context = {"cards": cards_of(request.user), "section": "evaluations"}
    return render(request, "scoring/evaluation/list.html", context)


@signed_in(permissions.can_start_evaluation)
def evaluation_create(request: HttpRequest) -> HttpResponse:
    rubric = _chosen_rubric(request)
    if rubric is None:
        return render(request, "scoring/evaluation/no_rubric.html", {"section": "evaluations"})
    form = EvaluationForm(request.POST or None, rubric=rubric)
    if request.method == "POST" and form.is_valid():
        try:
            evaluation = domain.create(setup=form.setup(), by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("profile", error)
        else:
            messages.success(request, _("The draft is made. Now add the candidates."))
            return redirect(evaluation)
    rubrics = Rubric.objects.offered()
    return render(
        request,
        "scoring/evaluation/create.html",
        {"form": form, "rubric": rubric, "rubrics": rubrics, "section": "evaluations"},
        status=422 if form.is_bound else 200,
    )


@seated(permissions.can_view)
def evaluation_detail(request: HttpRequest, seat: Seat) -> HttpResponse:
    return overview(request, seat)


@seated(permissions.can_set_up)
def evaluation_setup(request: HttpRequest, seat: Seat) -> HttpResponse:
    evaluation = seat.evaluation
    form = EvaluationForm(request.POST or None, rubric=evaluation.rubric, evaluation=evaluation)
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
    status = 422 if form.is_bound else 200
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
    decision = decision_of(evaluation) if evaluation.is_decided else None
    context = {
        "tab": "overview",
        "candidates": list(evaluation.candidates.all()),
        "line": line_of(evaluation, arrivals_of(evaluation)),
        "decision": signed_of(decision, leaders=evaluation.leaders) if decision else None,
        "problems": problem.messages if problem else [],
        "reason_form": reason_form or ReasonForm(),
        **_people(seat),
        **_rules(evaluation),
    }
    status = 422 if problem or (reason_form and reason_form.errors) else 200
    return seated_page(request, seat, "scoring/evaluation/detail.html", context, status=status)


def _people(seat: Seat) -> dict[str, Any]:
    """Everybody with a seat; how far they are and what they declared is the owner's to see, each
    one's own, and everybody's once scoring is over."""
    people = progress_of(seat.evaluation)
    shown = [one for one in people if sees(seat, one.seat)]
    return {
        "people": [{"progress": one, "is_seen": one in shown} for one in people],
        "todos": todos_of(seat.evaluation, people, reader=seat),
        "unfinished": [one for one in shown if one.seat.is_scoring and not one.is_done],
        "is_untouched": not any(one.answered for one in people),
        "assessors": sum(one.seat.is_scoring for one in people),
    }


def _rules(evaluation: Evaluation) -> dict[str, Any]:
    shares = evaluation.weights.shares()
    competencies = evaluation.rubric.competencies.all()
    return {
        "weights": [{"competency": one, "share": shares[one.pk]} for one in competencies],
        "origin": origin_of(evaluation),
        "freezes": evaluation.freezes.select_related("frozen_by"),
        "exclusions": evaluation.exclusions.select_related("rubric_check"),
        "method": method_of(evaluation),
    }


def _chosen_rubric(request: HttpRequest) -> Rubric | None:
    """The published version that the address names, else the newest one."""
    published = Rubric.objects.offered()
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
