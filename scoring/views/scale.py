from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from scoring.domain import draft as domain
from scoring.enums import ScaleKind
from scoring.forms.scale import LEVELS, ScaleForm
from scoring.models import Rubric, Scale

from .removal import remove_page
from .rubric_page import drafting, refused, row_page, saved, sent


@drafting
def scale_create(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    return _edit(request, rubric, Scale(rubric=rubric, kind=ScaleKind.LEVELS))


@drafting
def scale_edit(request: HttpRequest, rubric: Rubric, scale: str) -> HttpResponse:
    return _edit(request, rubric, _scale(rubric, scale))


@drafting
def scale_remove(request: HttpRequest, rubric: Rubric, scale: str) -> HttpResponse:
    row = _scale(rubric, scale)
    users = list(row.checks.select_related("competency"))
    return remove_page(request, rubric, row, below=list(row.levels.all()), users=users)


def _scale(rubric: Rubric, slug: str) -> Scale:
    return get_object_or_404(rubric.scales.select_related("rubric"), slug=slug)


def _edit(request: HttpRequest, rubric: Rubric, row: Scale) -> HttpResponse:
    form, code, rows = ScaleForm(sent(request), instance=row, rubric=rubric), "", {}
    levels = LEVELS(sent(request), instance=row)
    if request.method == "POST" and form.is_valid() & levels.is_valid():
        seen = request.POST.get("seen", "") if row.pk else None
        changed = levels.save(commit=False)
        rows = {"saved": [row, *changed], "removed": levels.deleted_objects}
        code = refused(
            form, lambda: domain.edit(**rows, seen=seen, by=request.user, at=timezone.now())
        )
        if not code:
            return saved(request, "scale_edit", rubric.slug, rubric.version, row.slug)
    elif levels.errors:
        code = "" if form.errors else "levels"
    users = row.checks.select_related("competency") if row.pk else ()
    context = {"form": form, "levels": levels, "users": users}
    return row_page(
        request, rubric, row, "scoring/rubric/scale.html", context, code=code, rows=rows
    )
