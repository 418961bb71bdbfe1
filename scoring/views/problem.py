"""A problem from a file becomes an evaluation of who brings it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain.problem_import import import_problem
from scoring.forms.problem import ProblemForm

from .access import signed_in
from .rubric_page import sent, status_of


@signed_in(permissions.can_start_evaluation)
def problem_import(request: HttpRequest) -> HttpResponse:
    form = ProblemForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = import_problem(
            problem=form.problem,
            title=form.cleaned_data["title"],
            source=form.cleaned_data["file"].name[:200],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Imported, with the same result. It is in moderation."))
        return redirect(made)
    context = {"section": "evaluations", "form": form}
    return render(request, "scoring/problem/import.html", context, status=status_of(form))
