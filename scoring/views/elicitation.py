from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain import elicitation as domain
from scoring.enums import ElicitationMethod
from scoring.forms.elicitation import FORMS, AdoptForm, ElicitationForm, EndsForm
from scoring.models import Competency, Elicitation, Seat
from scoring.reports import elicitation as shown

from .access import seated, seated_page


@seated(permissions.can_view)
def elicitation_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _list(request, seat)


@seated(permissions.can_elicit)
def elicitation_ask(request: HttpRequest, seat: Seat, method: str) -> HttpResponse:
    if method not in domain.methods_for(seat.evaluation.rubric):
        raise Http404
    asked = ElicitationMethod(method)
    form = _form(request, seat, asked)
    if isinstance(form, EndsForm):
        return _ask_page(request, seat, asked, form, "ends")
    if request.method == "POST" and form.is_valid():
        try:
            kept = domain.answer(
                evaluation=seat.evaluation,
                method=asked,
                answers=form.answers(),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect(kept)
    return _ask_page(request, seat, asked, form, asked.name.lower())


@seated(permissions.can_view)
def elicitation_detail(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    elicitations = seat.evaluation.elicitations.select_related("user")
    elicitation = get_object_or_404(elicitations, pk=pk)
    competencies = list(seat.evaluation.rubric.competencies.all())
    context = {
        "elicitation": elicitation,
        "is_own": elicitation.user_id == request.user.pk,
        "lines": shown.lines(competencies, [elicitation.weights]),
        "coherence": shown.coherence(domain.result_of(elicitation), competencies),
        "said": shown.said(elicitation, competencies),
        "tab": "overview",
    }
    return seated_page(request, seat, "scoring/elicitation/detail.html", context)


@seated(permissions.can_adopt_weights)
def elicitation_adopt(request: HttpRequest, seat: Seat) -> HttpResponse:
    """First what the chosen answers weigh together; then, posted, they become the weights."""
    evaluation = seat.evaluation
    answers = evaluation.elicitations.current().select_related("user")
    form = AdoptForm(request.POST or request.GET, elicitations=answers)
    if not form.is_valid():
        return _list(request, seat, problems=form.errors["answer"])
    chosen = form.chosen()
    try:
        result = domain.joined(chosen)
        if request.method == "POST":
            domain.adopt(
                evaluation=evaluation, elicitations=chosen, by=request.user, at=timezone.now()
            )
            messages.success(request, _("These are the evaluation’s weights now."))
            return redirect("elicitation_list", evaluation.slug)
    except ValidationError as error:
        return _list(request, seat, problems=error.messages)
    return _adopt_page(request, seat, chosen, result)


def _adopt_page(
    request: HttpRequest, seat: Seat, chosen: list[Elicitation], result: domain.Result
) -> HttpResponse:
    competencies = list(seat.evaluation.rubric.competencies.all())
    columns = [_now(seat, competencies), result.weights]
    context = {
        "chosen": chosen,
        "lines": shown.lines(competencies, columns),
        "coherence": shown.coherence(result, competencies),
        "tab": "overview",
    }
    return seated_page(request, seat, "scoring/elicitation/adopt.html", context)


def _list(request: HttpRequest, seat: Seat, problems: Sequence[str] = ()) -> HttpResponse:
    evaluation = seat.evaluation
    competencies = list(evaluation.rubric.competencies.all())
    standing = list(evaluation.elicitations.standing().select_related("user", "evaluation"))
    own = {one.method: one for one in standing if one.is_current and one.user == request.user}
    groups = _by_method(standing)
    answers = [one for group in groups for one in group["answers"]]
    context = {
        "origin": domain.origin_of(evaluation),
        "asked": shown.asked(domain.methods_for(evaluation.rubric), len(competencies), own),
        "groups": groups,
        "lines": shown.lines(
            competencies, [_now(seat, competencies), *(one.weights for one in answers)]
        ),
        "ticked": _ticked(request, standing, refused=bool(problems)),
        "problems": problems,
        "tab": "overview",
    }
    status = 422 if problems else 200
    return seated_page(request, seat, "scoring/elicitation/list.html", context, status=status)


def _ticked(request: HttpRequest, standing: list[Elicitation], *, refused: bool) -> set[int]:
    """What was chosen, if that was refused; else what is in use."""
    if refused:
        chosen = (request.POST or request.GET).getlist("answer")
        return {one.pk for one in standing if str(one.pk) in chosen}
    return {one.pk for one in standing if one.in_use}


def _by_method(standing: list[Elicitation]) -> list[dict[str, Any]]:
    """The answers by method: only those of one method can be joined."""
    groups = [
        {"method": method, "answers": [one for one in standing if one.method == method]}
        for method in ElicitationMethod
    ]
    return [group for group in groups if group["answers"]]


def _now(seat: Seat, competencies: list[Competency]) -> dict[str, float]:
    """The evaluation's present weights, as shares by code."""
    shares = seat.evaluation.weights.shares()
    return {competency.code: shares[competency.pk] for competency in competencies}


def _form(
    request: HttpRequest, seat: Seat, method: ElicitationMethod
) -> EndsForm | ElicitationForm:
    """The method's form with the reader's last answers; for best-worst, first its two ends."""
    evaluation = seat.evaluation
    own = evaluation.elicitations.current().by(request.user).filter(method=method).first()
    given: dict[str, Any] = {
        "competencies": list(evaluation.rubric.competencies.all()),
        "stored": own.answers if own else None,
    }
    if method == ElicitationMethod.SWING:
        given["ends"] = shown.ends_of(evaluation)
    if method == ElicitationMethod.BEST_WORST:
        ends = _ends(request, **given)
        if not ends.is_valid():
            return ends
        given |= ends.cleaned_data
    return FORMS[method](request.POST or None, **given)


def _ends(request: HttpRequest, competencies: list[Competency], stored: Any) -> EndsForm:
    """The best and the worst: from the address, else as answered before, else still to be said."""
    if "best" in request.GET or "worst" in request.GET:
        return EndsForm(request.GET, competencies=competencies)
    before = EndsForm(stored, competencies=competencies)
    anew = "anew" in request.GET or not before.is_valid()
    return EndsForm(None, competencies=competencies) if anew else before


def _ask_page(
    request: HttpRequest, seat: Seat, method: ElicitationMethod, form: forms.Form, page: str
) -> HttpResponse:
    count = seat.evaluation.rubric.competencies.count()
    context = {
        "form": form,
        "method": method,
        "questions": shown.questions_of(method, count),
        "tab": "overview",
    }
    template = f"scoring/elicitation/{page}.html"
    return seated_page(request, seat, template, context, status=422 if form.errors else 200)
