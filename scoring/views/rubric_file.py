"""A rubric leaves as a file, and comes back as a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.contents import Contents, contents_of
from scoring.domain.importing import take_in, target_of
from scoring.forms.rubric_file import TakeForm, UploadForm, signed
from scoring.models import Rubric
from scoring.reports.rubric_difference import comparison_of
from scoring.reports.rubric_workbook import as_workbook
from scoring.reports.rubric_yaml import as_yaml

from .access import signed_in
from .rubric_page import refused, sent, status_of

TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
@signed_in(permissions.can_read_rubrics)
def rubric_export(request: HttpRequest, slug: str, version: int, ending: str) -> HttpResponse:
    """The whole version as a file; a workbook in the reader's language."""
    if ending not in TYPES:
        raise Http404
    rubric = get_object_or_404(Rubric.objects.seen_by(request.user), slug=slug, version=version)
    contents = contents_of(rubric)
    try:
        told = as_yaml(rubric, contents) if ending == "yaml" else as_workbook(rubric, contents)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("rubric_detail", slug, version)
    name = f'attachment; filename="{slug}-v{version}.{ending}"'
    return HttpResponse(told, TYPES[ending], headers={"Content-Disposition": name})


@signed_in(permissions.can_edit_rubrics)
def rubric_import(request: HttpRequest) -> HttpResponse:
    """A file is looked at: what would change is shown, and nothing has changed yet."""
    form = UploadForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            token = signed(form.contents)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            given = {"contents": token, "source": form.cleaned_data["file"].name[:200]}
            return _preview(request, form.contents, given)
    context = {"section": "rubrics", "form": form}
    return render(request, "scoring/rubric/import.html", context, status=status_of(form))


@signed_in(permissions.can_edit_rubrics)
def rubric_take(request: HttpRequest) -> HttpResponse:
    """What was looked at becomes a draft, if what it would change is still what was shown."""
    if request.method != "POST":
        return redirect("rubric_import")
    form = TakeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This preview is too old: upload the file again."))
        return redirect("rubric_import")
    made: list[Rubric] = []
    contents = form.cleaned_data["contents"]
    code = refused(
        form,
        lambda: made.append(
            take_in(
                contents=contents,
                seen=form.cleaned_data["seen"],
                source=form.cleaned_data["source"],
                by=request.user,
                at=timezone.now(),
            )
        ),
    )
    if code:
        given = {"contents": request.POST["contents"], "source": form.cleaned_data["source"]}
        return _preview(request, contents, given, problems=form.non_field_errors(), code=code)
    messages.success(request, _("Imported: version %s is a draft now.") % made[0].version)
    return redirect("rubric_edit", made[0].slug, made[0].version)


def _preview(
    request: HttpRequest,
    contents: Contents,
    given: dict[str, str],
    *,
    problems: object = (),
    code: str = "",
) -> HttpResponse:
    target = target_of(contents.rubric["slug"])
    base = contents_of(target.rubric) if target.rubric else None
    context = {
        "section": "rubrics",
        "slug": contents.rubric["slug"],
        "target": target,
        "sizes": {name: len(rows) for name, rows in contents.tables.items()},
        "difference": comparison_of(base, contents) if base else None,
        "form": TakeForm(initial={**given, "seen": target.seen}),
        "problems": problems,
    }
    status = status_of(Form(), code)
    return render(request, "scoring/rubric/preview.html", context, status=status)
