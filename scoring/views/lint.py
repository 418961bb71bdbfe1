from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.lint import findings_of
from scoring.models import Rubric
from scoring.reports.lint import review_of

from .access import signed_in
from .rubric_page import rubric_page


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_lint(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What an author should look at once more."""
    rubric = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
    context = {"tab": "review", "review": review_of(findings_of(rubric))}
    return rubric_page(request, rubric, "scoring/rubric/lint.html", context)
