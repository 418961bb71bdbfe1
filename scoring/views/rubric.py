from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.enums import Tier
from scoring.models import Check, Competency, Profile, Rubric
from scoring.reports.rubric_life import lives_of

from .access import signed_in
from .rubric_page import rubric_page


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a rubric as the list shows it."""

    rubric: Any
    depths: list[tuple[Tier, int]]  # how many checks each tier asks


@dataclass(frozen=True, slots=True)
class Section:
    """A competency with its share of the whole, its checks with theirs of the competency."""

    competency: Competency
    share: float
    checks: list[tuple[Check, float]]


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_list(request: HttpRequest) -> HttpResponse:
    rubrics = (
        Rubric.objects.filter(imported=False)
        .annotate(
            used_by=Count("evaluations", distinct=True), parts=Count("competencies", distinct=True)
        )
        .order_by("slug", "-version")
    )  # said again: a query that counts drops the model's own order
    tiers = _checks_by_tier()
    versions = [Version(rubric, _depths(tiers[rubric.pk])) for rubric in rubrics]
    context = {
        "section": "rubrics",
        "versions": versions,
        "may_edit": permissions.can_edit_rubrics(request.user),
    }
    return render(request, "scoring/rubric/list.html", context)


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_detail(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
    sections = _sections(rubric)
    profiles = list(rubric.profiles.prefetch_related("weights"))
    checks = [check for section in sections for check, _share in section.checks]
    context = {
        "tab": "read",
        "sections": sections,
        "depths": _depths([check.tier for check in checks]),
        "profiles": profiles,
        "profile_rows": _profile_rows(sections, profiles),
    }
    return rubric_page(request, rubric, "scoring/rubric/detail.html", context)


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of one rubric: made and published by whom, and when."""
    versions = (
        Rubric.objects.seen_by(request.user)
        .filter(slug=slug)
        .annotate(used_by=Count("evaluations"))
    )
    rubrics = list(versions.order_by("-version"))
    if not rubrics:
        raise Http404
    context = {
        "section": "rubrics",
        "rubric": rubrics[0],
        "draft": next((one for one in rubrics if not one.is_published), None),
        "may_edit": permissions.can_edit_rubrics(request.user),
        "lives": lives_of(rubrics),
    }
    return render(request, "scoring/rubric/versions.html", context)


def _checks_by_tier() -> dict[int, list[int]]:
    """The tier of every check, by rubric."""
    found: dict[int, list[int]] = defaultdict(list)
    for rubric, tier in Check.objects.order_by().values_list("competency__rubric", "tier"):
        found[rubric].append(tier)
    return found


def _depths(tiers: list[int]) -> list[tuple[Tier, int]]:
    """A tier asks its own checks and those of the tiers below."""
    return [(depth, sum(tier <= depth for tier in tiers)) for depth in Tier]


def _sections(rubric: Rubric) -> list[Section]:
    checks = Check.objects.select_related("scale").prefetch_related("scale__levels")
    competencies = rubric.competencies.prefetch_related(Prefetch("checks", checks))
    return [
        Section(competency, share, list(_with_shares(competency.checks.all())))
        for competency, share in _with_shares(competencies)
    ]


def _with_shares[Part: (Competency, Check)](parts: Iterable[Part]) -> list[tuple[Part, float]]:
    parts = list(parts)
    shares = _shares([part.weight for part in parts])
    return list(zip(parts, shares, strict=True))


def _shares(weights: list[Decimal]) -> list[float]:
    whole = sum(weights)
    return [float(weight / whole) if whole else 0.0 for weight in weights]


def _profile_rows(
    sections: list[Section], profiles: list[Profile]
) -> list[tuple[Competency, list[float | None]]]:
    """For every competency the share that each profile gives it."""
    columns = []
    for profile in profiles:
        weights = list(profile.weights.all())
        shares = _shares([weight.value for weight in weights])
        pairs = zip(weights, shares, strict=True)
        columns.append({weight.competency_id: share for weight, share in pairs})
    return [
        (section.competency, [column.get(section.competency.pk) for column in columns])
        for section in sections
    ]
