"""Taking a row out of a draft: first what would go, then, sent, it goes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scoring.domain import draft
from scoring.domain.facts import seen_of
from scoring.models import Rubric

from .rubric_page import refused, rubric_page, sent, status_of


def remove_page(
    request: HttpRequest,
    rubric: Rubric,
    row: Any,
    *,
    below: Sequence[Any] = (),
    users: Sequence[Any] = (),
) -> HttpResponse:
    """`below` goes with the row; while `users` use it, it does not go."""
    form, name, code = Form(sent(request)), str(row), ""
    if request.method == "POST" and not users:
        seen = request.POST.get("seen", "")
        code = refused(
            form,
            lambda: draft.edit(removed=[row], seen=seen, by=request.user, at=timezone.now()),
        )
        if not code:
            messages.success(request, _("%(name)s was removed.") % {"name": name})
            return redirect("rubric_edit", rubric.slug, rubric.version)
    context = {
        "tab": "edit",
        "row": row,
        "below": below,
        "users": users,
        "problems": form.non_field_errors(),
        "seen": seen_of(row),
    }
    status = 409 if users and request.method == "POST" else status_of(form, code)
    return rubric_page(request, rubric, "scoring/rubric/remove.html", context, status=status)
