from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from scoring.domain import draft as domain
from scoring.forms.profile import ProfileForm
from scoring.models import Profile, Rubric

from .removal import remove_page
from .rubric_page import drafting, refused, row_page, saved, sent


@drafting
def profile_create(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """With the rubric's own weights, to begin with."""
    last = rubric.profiles.order_by("-position").first()
    return _edit(request, rubric, Profile(rubric=rubric, position=last.position + 1 if last else 1))


@drafting
def profile_edit(request: HttpRequest, rubric: Rubric, profile: str) -> HttpResponse:
    return _edit(request, rubric, _profile(rubric, profile))


@drafting
def profile_remove(request: HttpRequest, rubric: Rubric, profile: str) -> HttpResponse:
    return remove_page(request, rubric, _profile(rubric, profile))


def _profile(rubric: Rubric, slug: str) -> Profile:
    return get_object_or_404(rubric.profiles.select_related("rubric"), slug=slug)


def _edit(request: HttpRequest, rubric: Rubric, row: Profile) -> HttpResponse:
    form, code, rows = ProfileForm(sent(request), instance=row, rubric=rubric), "", {}
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "") if row.pk else None
        rows = {"saved": [row, *form.weights()]}
        code = refused(
            form, lambda: domain.edit(**rows, seen=seen, by=request.user, at=timezone.now())
        )
        if not code:
            return saved(request, "profile_edit", rubric.slug, rubric.version, row.slug)
    return row_page(
        request, rubric, row, "scoring/rubric/profile.html", {"form": form}, code=code, rows=rows
    )
