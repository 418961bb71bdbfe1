"""The frame of every page of a rubric's version, and the door of those that change a draft."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from scoring import permissions
from scoring.domain.facts import seen_of
from scoring.domain.finding import Finding
from scoring.domain.lint import findings_of
from scoring.models import PublishedIsImmutable, Rubric
from scoring.reports.conflict import conflict_of
from scoring.reports.lint import review_of

from .access import View, signed_in

SAFE = {"GET", "HEAD"}
OVERTAKEN = {"changed", "gone", "published"}  # somebody was faster


def drafting(view: View) -> View:
    """Give the view the `rubric` in place of its address. A published version has no such page; a
    form that was on its way while the draft was published is refused by the domain."""

    @signed_in(permissions.can_edit_rubrics)
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str, version: int, **kwargs: Any) -> HttpResponse:
        rubric = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
        if rubric.is_published and request.method in SAFE:
            raise PermissionDenied
        return view(request, rubric=rubric, **kwargs)

    return wrapped


def rubric_page(
    request: HttpRequest,
    rubric: Rubric,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of one version: what `scoring/rubric/base.html` needs, and the page's own."""
    may_edit = permissions.can_edit_rubrics(request.user)
    drafts = Rubric.objects.drafts().filter(slug=rubric.slug)
    frame = {
        "section": "rubrics",
        "rubric": rubric,
        "may_edit": may_edit,
        "draft": drafts.first() if may_edit else None,
    }
    return render(request, template, {**frame, **context}, status=status)


def sent(request: HttpRequest) -> Any:
    """What a form is bound to: whatever was sent, nothing at all included."""
    return request.POST if request.method == "POST" else None


def refused(form: forms.BaseForm, write: Callable[[], object]) -> str:
    """Run a verb. What it refuses becomes an error of the form, and its code is told."""
    try:
        write()
    except PublishedIsImmutable:
        says = _(
            "This version was published meanwhile and never changes again: make"
            " a draft of it, and copy there what you typed."
        )
        form.add_error(None, ValidationError(says, code="published"))
        return "published"
    except ValidationError as error:
        form.add_error(None, error)
        return getattr(error, "code", None) or "wrong"
    return ""


def status_of(form: forms.BaseForm, code: str = "") -> int:
    if code in OVERTAKEN:
        return 409
    return 422 if form.errors or code else 200


def row_page(
    request: HttpRequest,
    rubric: Rubric,
    row: Any,
    template: str,
    context: dict[str, Any],
    *,
    code: str = "",
    rows: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of one row of a draft, with the form that shows or refuses it.

    `code` and `rows` tell of a save that was refused. What somebody else saved meanwhile is shown
    beside what was typed; the next save has seen it, and is meant.
    """
    clashes = conflict_of(row, **rows) if code == "changed" and rows else ()
    kept = "" if clashes else request.POST.get("seen", "")
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    context = {
        "row": row,
        "stored": stored,
        "seen": kept or (seen_of(stored) if stored else ""),
        "clashes": clashes,
        "review": review_of(_own_findings(rubric, row)),
        "tab": "edit",
        **context,
    }
    return rubric_page(request, rubric, template, context, status=status_of(context["form"], code))


def saved(request: HttpRequest, target: str, *args: Any) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(target, *args)


def moved(
    request: HttpRequest, rubric: Rubric, write: Callable[[], object], *, within: str, anchor: str
) -> HttpResponse:
    """Back to the place in the draft, within its competency, whether the row could be moved or
    not."""
    form = forms.Form({})
    if refused(form, write):
        messages.error(request, " ".join(form.non_field_errors()))
    page = reverse("rubric_edit", args=[rubric.slug, rubric.version])
    return redirect(f"{page}?open={within}#{anchor}")


def _own_findings(rubric: Rubric, row: Any) -> list[Finding]:
    """What there is to look at in this row."""
    if not row.pk:
        return []
    own = row._meta.model_name, row.pk
    found = findings_of(rubric)
    return [one for one in found if own in {(place.page, place.key) for place in one.places}]
