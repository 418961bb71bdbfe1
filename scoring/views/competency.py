from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from scoring.domain import draft as domain
from scoring.domain.order import move_competency
from scoring.forms.competency import CompetencyForm
from scoring.models import Competency, Rubric

from .removal import remove_page
from .rubric_page import drafting, moved, refused, row_page, saved, sent


@drafting
def competency_create(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """The last of the draft; its place can be changed."""
    last = rubric.competencies.order_by("-number").first()
    new = Competency(rubric=rubric, number=last.number + 1 if last else 1)
    return _edit(request, rubric, new)


@drafting
def competency_edit(request: HttpRequest, rubric: Rubric, number: int) -> HttpResponse:
    return _edit(request, rubric, _competency(rubric, number))


@require_POST
@drafting
def competency_move(request: HttpRequest, rubric: Rubric, number: int) -> HttpResponse:
    competency = _competency(rubric, number)
    up = request.POST.get("direction") == "up"
    return moved(
        request,
        rubric,
        lambda: move_competency(competency=competency, up=up, by=request.user, at=timezone.now()),
        within=competency.slug,
        anchor=f"competency-{competency.slug}",
    )


@drafting
def competency_remove(request: HttpRequest, rubric: Rubric, number: int) -> HttpResponse:
    competency = _competency(rubric, number)
    return remove_page(request, rubric, competency, below=list(competency.checks.all()))


def _competency(rubric: Rubric, number: int) -> Competency:
    return get_object_or_404(rubric.competencies.select_related("rubric"), number=number)


def _edit(request: HttpRequest, rubric: Rubric, row: Competency) -> HttpResponse:
    form, code = CompetencyForm(sent(request), instance=row, rubric=rubric), ""
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "") if row.pk else None
        code = refused(
            form,
            lambda: domain.edit(saved=[row], seen=seen, by=request.user, at=timezone.now()),
        )
        if not code:
            return saved(request, "competency_edit", rubric.slug, rubric.version, row.number)
    context = {"form": form, "checks": row.checks.all() if row.pk else ()}
    return row_page(
        request,
        rubric,
        row,
        "scoring/rubric/competency.html",
        context,
        code=code,
        rows={"saved": [row]},
    )
