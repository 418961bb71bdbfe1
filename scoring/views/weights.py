"""The weights of a draft: typed on one page, or from answers by any of the five methods."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain import weights as domain
from scoring.domain.elicitation import Result, methods_for, weighed
from scoring.domain.lint import findings_of
from scoring.enums import ElicitationMethod
from scoring.forms.elicitation import FORMS, ElicitationForm, EndsForm
from scoring.forms.weights import WeightsForm
from scoring.models import Check, Competency, Rubric
from scoring.reports import elicitation as shown
from scoring.reports.lint import review_of

from .rubric_page import drafting, refused, rubric_page, sent, status_of

FRAME = "scoring/rubric/asking.html"  # around the pages that ask
NOT_ANSWERS = {"csrfmiddlewaretoken", "seen", "adopt"}


@drafting
def rubric_weights(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """All the weights of a draft on one page, saved all together or not at all."""
    form, code = WeightsForm(sent(request), rubric=rubric), ""
    if request.method == "POST" and form.is_valid():
        code = refused(form, lambda: _weigh(request, rubric, form))
        if not code:
            messages.success(request, _("The weights are saved."))
            return redirect("rubric_weights", rubric.slug, rubric.version)
    form.overtaken = code == "changed"
    context = {
        "tab": "weights",
        "form": form,
        "seen": domain.weights_seen(rubric) if form.overtaken else form["seen"].value(),
        "asked": shown.asked(methods_for(rubric), rubric.competencies.count(), {}),
        "review": review_of(findings_of(rubric)),
    }
    return rubric_page(
        request, rubric, "scoring/rubric/weights.html", context, status=status_of(form, code)
    )


@drafting
def rubric_elicit(request: HttpRequest, rubric: Rubric, method: str) -> HttpResponse:
    """Ask; show what the answers weigh; and, sent once more, take that for the draft's weights."""
    if method not in methods_for(rubric):
        raise Http404
    asked = ElicitationMethod(method)
    form = _form(request, rubric, asked)
    if isinstance(form, EndsForm):
        return _ask_page(request, rubric, asked, form, "ends")
    if request.method == "POST" and form.is_valid():
        found: list[Result] = []
        code = refused(form, lambda: found.append(weighed(asked, form.answers())))
        if not code and "adopt" in request.POST:
            code = refused(form, lambda: _adopt(request, rubric, asked, form))
            if not code:
                messages.success(request, _("These are the draft’s weights now."))
                return redirect("rubric_weights", rubric.slug, rubric.version)
        if found:
            return _result_page(request, rubric, asked, form, found[0], code)
    return _ask_page(request, rubric, asked, form, asked.name.lower())


def _weigh(request: HttpRequest, rubric: Rubric, form: WeightsForm) -> None:
    domain.weigh(
        rubric=rubric,
        **form.weights(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        at=timezone.now(),
    )


def _adopt(
    request: HttpRequest, rubric: Rubric, method: ElicitationMethod, form: ElicitationForm
) -> None:
    domain.adopt(
        rubric=rubric,
        method=method,
        answers=form.answers(),
        seen=request.POST.get("seen", ""),
        by=request.user,
        at=timezone.now(),
    )


def _form(
    request: HttpRequest, rubric: Rubric, method: ElicitationMethod
) -> EndsForm | ElicitationForm:
    """For best-worst, first its two ends: they stay in the address."""
    given: dict[str, Any] = {"competencies": list(rubric.competencies.all())}
    if method == ElicitationMethod.SWING:
        checks = Check.objects.filter(competency__rubric=rubric)
        given["ends"] = shown.ends_of_checks(checks, None)
    if method == ElicitationMethod.BEST_WORST:
        chosen = request.GET if "best" in request.GET or "worst" in request.GET else None
        ends = EndsForm(chosen, **given)
        if not ends.is_valid():
            return ends
        given |= ends.cleaned_data
    return FORMS[method](sent(request), **given)


def _ask_page(
    request: HttpRequest, rubric: Rubric, method: ElicitationMethod, form: forms.Form, page: str
) -> HttpResponse:
    context = {
        "tab": "weights",
        "frame": FRAME,
        "back": reverse("rubric_weights", args=[rubric.slug, rubric.version]),
        "form": form,
        "method": method,
        "questions": shown.questions_of(method, rubric.competencies.count()),
    }
    template = f"scoring/elicitation/{page}.html"
    return rubric_page(request, rubric, template, context, status=status_of(form))


def _result_page(
    request: HttpRequest,
    rubric: Rubric,
    method: ElicitationMethod,
    form: ElicitationForm,
    result: Result,
    code: str,
) -> HttpResponse:
    competencies = list(rubric.competencies.all())
    kept = "" if code == "changed" else request.POST.get("seen", "")
    context = {
        "tab": "weights",
        "method": method,
        "form": form,
        "answered": [
            (name, value) for name, value in request.POST.items() if name not in NOT_ANSWERS
        ],
        "seen": kept or domain.weights_seen(rubric),
        "lines": shown.lines(competencies, [_now(competencies), result.weights]),
        "coherence": shown.coherence(result, competencies),
    }
    return rubric_page(
        request, rubric, "scoring/rubric/elicited.html", context, status=status_of(form, code)
    )


def _now(competencies: list[Competency]) -> dict[str, float]:
    """The draft's present weights as shares; nothing weighs nothing."""
    whole = sum(one.weight for one in competencies)
    return {one.code: float(one.weight / whole) if whole else 0.0 for one in competencies}
