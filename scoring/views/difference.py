from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.contents import contents_of
from scoring.models import Rubric
from scoring.reports.rubric_difference import comparison_of

from .access import signed_in


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_difference(request: HttpRequest, slug: str, version: int, other: int) -> HttpResponse:
    """What was added, removed and changed from one version to another."""
    old = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
    new = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=other)
    context = {
        "section": "rubrics",
        "old": old,
        "new": new,
        "difference": comparison_of(contents_of(old), contents_of(new)),
    }
    return render(request, "scoring/rubric/difference.html", context)
