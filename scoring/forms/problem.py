"""An uploaded problem (docs/method.md, 9), read and judged before anything is written."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.misfit import misfits_of
from scoring.domain.problem import ProblemError, read_problem
from scoring.models import Evaluation

from .json_place import place_of
from .problem_reason import in_words
from .rubric_part import dress
from .rubric_problem import Problem, Unreadable

MOST_BYTES = 4 * 1024 * 1024


class ProblemForm(forms.Form):
    """A JSON file and what its evaluation is called; what is wrong in it is in `problems`."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=Evaluation._meta.get_field("title").max_length,
        help_text=gettext_lazy("What the new evaluation is called: the file does not say."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A problem as JSON, as a report exports it; 4 MB at most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []
        self.more = 0  # problems that are not shown
        self.problem: Any = None
        for field in self.fields.values():
            dress(field.widget)
        self.fields["file"].widget.attrs["accept"] = ".json,application/json"

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 4 MB."))
        try:
            self.problem = _read(file.read())
        except Unreadable as error:
            self.problems = error.shown
            self.more = len(error.problems) - len(error.shown)
            raise ValidationError(
                _("Nothing was imported: see what is wrong in the file.")
            ) from error
        return file


def _read(content: bytes) -> Any:
    text = content.decode("utf-8-sig", errors="replace")
    try:
        problem = read_problem(content)
    except ProblemError as error:
        raise Unreadable([_told(text, error)]) from error
    found = [Problem(_place(text, one.path), one.path, one.says) for one in misfits_of(problem)]
    if found:
        raise Unreadable(found)
    return problem


def _told(text: str, error: ProblemError) -> Problem:
    broken = re.search(r"line (\d+) column (\d+)", error.reason)  # not JSON: where it stops to be
    place = _words(*broken.groups()) if broken else _place(text, error.path)
    return Problem(place, error.path, in_words(error.reason))


def _place(text: str, path: str) -> str:
    return _words(*place_of(text, path))


def _words(line: object, column: object) -> str:
    return _("line %(line)s, column %(column)s") % {"line": line, "column": column}
