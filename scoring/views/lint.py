from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.lint import findings_of
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.models import Rubric, Seat
from scoring.reports.lint import review_of
from scoring.reports.narrative import nothing_is_scored
from scoring.reports.weighing import weighing_of

from .access import seated, seated_page, signed_in


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_lint(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What an author should look at once more."""
    rubric = get_object_or_404(Rubric, slug=slug, version=version)
    context = {"section": "rubrics", "rubric": rubric, "review": review_of(findings_of(rubric))}
    return render(request, "scoring/rubric/lint.html", context)


@require_GET
@seated(permissions.can_compare)
def comparison_lint(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the weights do between the candidates."""
    context = {"tab": "compare"}
    try:
        dossier = dossier_of(seat.evaluation)
    except NothingToCompare:
        return seated_page(request, seat, "scoring/comparison/empty.html", context)
    if nothing_is_scored(dossier):
        return seated_page(request, seat, "scoring/comparison/empty.html", context)
    context |= {"weighing": weighing_of(dossier)}
    return seated_page(request, seat, "scoring/comparison/lint.html", context)
