"""The life of a version, from a draft to what never changes; and a draft at a glance."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scoring import permissions
from scoring.domain import draft as domain
from scoring.domain import rubric as versions
from scoring.domain.lint import findings_of
from scoring.forms.rubric import RubricForm
from scoring.models import Rubric
from scoring.reports.lint import review_of

from .access import signed_in
from .rubric_page import drafting, refused, row_page, rubric_page, saved, sent, status_of


@signed_in(permissions.can_edit_rubrics)
def rubric_create(request: HttpRequest) -> HttpResponse:
    """A rubric from nothing."""
    form = RubricForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = form.instance
        if not refused(form, lambda: domain.start(rubric=made, by=request.user, at=timezone.now())):
            return saved(request, "rubric_edit", made.slug, made.version)
    context = {"form": form, "section": "rubrics"}
    return render(request, "scoring/rubric/create.html", context, status=status_of(form))


@require_POST
@signed_in(permissions.can_edit_rubrics)
def rubric_draft(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """The next version of a published rubric, to be changed."""
    rubric = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
    try:
        made = versions.make_draft(rubric=rubric, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("rubric_versions", rubric.slug)
    messages.success(request, _("Version %s is a draft now.") % made.version)
    return redirect("rubric_edit", made.slug, made.version)


@drafting
def rubric_edit(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """All the parts of a draft, each leading to its page."""
    context = {
        "tab": "edit",
        "competencies": rubric.competencies.prefetch_related("checks"),
        "scales": rubric.scales.prefetch_related("levels"),
        "profiles": rubric.profiles.all(),
        "review": review_of(findings_of(rubric)),
        "open": request.GET.get("open", ""),
    }
    return rubric_page(request, rubric, "scoring/rubric/edit.html", context)


@drafting
def rubric_about(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """What the rubric says of itself."""
    form, code = RubricForm(sent(request), instance=rubric), ""
    if request.method == "POST" and form.is_valid():
        code = refused(
            form,
            lambda: domain.edit(
                saved=[rubric],
                seen=request.POST.get("seen", ""),
                by=request.user,
                at=timezone.now(),
            ),
        )
        if not code:
            return saved(request, "rubric_about", rubric.slug, rubric.version)
    return row_page(
        request,
        rubric,
        rubric,
        "scoring/rubric/about.html",
        {"form": form},
        code=code,
        rows={"saved": [rubric]},
    )


@drafting
def rubric_publish(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """What would be fixed for ever, or what is still missing; publishes when it is sent."""
    form = Form(sent(request))
    if request.method == "POST":
        if not refused(
            form, lambda: versions.publish(rubric=rubric, by=request.user, at=timezone.now())
        ):
            messages.success(request, _("Version %s is published.") % rubric.version)
            return redirect("rubric_detail", rubric.slug, rubric.version)
        problems = form.non_field_errors()
    else:
        problems = list(versions.problems_of(rubric))
    context = {"tab": "publish", "problems": problems, "review": review_of(findings_of(rubric))}
    return rubric_page(
        request, rubric, "scoring/rubric/publish.html", context, status=status_of(form)
    )


@drafting
def rubric_discard(request: HttpRequest, rubric: Rubric) -> HttpResponse:
    """What would go; throws the draft away when it is sent."""
    form, slug = Form(sent(request)), rubric.slug
    if request.method == "POST" and not refused(
        form, lambda: domain.discard(rubric=rubric, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The draft is thrown away. What it weighed stays on record."))
        others = Rubric.objects.filter(slug=slug).exists()
        return redirect("rubric_versions", slug) if others else redirect("rubric_list")
    context = {"tab": "edit", "problems": form.non_field_errors()}
    return rubric_page(
        request, rubric, "scoring/rubric/discard.html", context, status=status_of(form)
    )
