from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from scoring.domain import draft as domain
from scoring.domain.order import move_check
from scoring.enums import EvidenceLevel, Tier
from scoring.forms.check import CheckForm
from scoring.models import Check, Rubric

from .removal import remove_page
from .rubric_page import drafting, moved, refused, row_page, saved, sent


@drafting
def check_create(request: HttpRequest, rubric: Rubric, number: int) -> HttpResponse:
    """The last of its competency; its place can be changed."""
    competency = get_object_or_404(rubric.competencies.select_related("rubric"), number=number)
    positions = [check.position for check in competency.checks.all()]
    new = Check(
        competency=competency,
        position=max(positions, default=0) + 1,
        code=f"{number}.{max(positions, default=0) + 1}",
        tier=Tier.STANDARD,
        proof=EvidenceLevel.DOCUMENT,
        weight=10,
    )
    return _edit(request, rubric, new)


@drafting
def check_edit(request: HttpRequest, rubric: Rubric, code: str) -> HttpResponse:
    return _edit(request, rubric, _check(rubric, code))


@require_POST
@drafting
def check_move(request: HttpRequest, rubric: Rubric, code: str) -> HttpResponse:
    check = _check(rubric, code)
    up = request.POST.get("direction") == "up"
    return moved(
        request,
        rubric,
        lambda: move_check(check=check, up=up, by=request.user, at=timezone.now()),
        within=check.competency.slug,
        anchor=f"check-{check.code}",
    )


@drafting
def check_remove(request: HttpRequest, rubric: Rubric, code: str) -> HttpResponse:
    return remove_page(request, rubric, _check(rubric, code))


def _check(rubric: Rubric, code: str) -> Check:
    checks = Check.objects.select_related("competency__rubric", "scale__rubric")
    return get_object_or_404(checks, competency__rubric=rubric, code=code)


def _edit(request: HttpRequest, rubric: Rubric, row: Check) -> HttpResponse:
    form, code = CheckForm(sent(request), instance=row, rubric=rubric), ""
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "") if row.pk else None
        code = refused(
            form,
            lambda: domain.edit(saved=[row], seen=seen, by=request.user, at=timezone.now()),
        )
        if not code:
            return saved(request, *_next_page(request, rubric, row))
    context = {"form": form, **_neighbours(rubric, row)}
    return row_page(
        request, rubric, row, "scoring/rubric/check.html", context, code=code, rows={"saved": [row]}
    )


def _next_page(request: HttpRequest, rubric: Rubric, row: Check) -> tuple[object, ...]:
    """The page again, with its findings as they are now; or that of the next check."""
    later = _neighbours(rubric, row)["later"] if "next" in request.POST else None
    return "check_edit", rubric.slug, rubric.version, (later or row).code


def _neighbours(rubric: Rubric, row: Check) -> dict[str, Check | None]:
    line = list(Check.objects.filter(competency__rubric=rubric).in_order())
    here = line.index(row) if row.pk and row in line else None
    if here is None:
        return {"earlier": None, "later": None}
    return {
        "earlier": line[here - 1] if here else None,
        "later": line[here + 1] if here + 1 < len(line) else None,
    }
