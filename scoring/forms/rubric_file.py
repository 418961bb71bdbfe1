"""An uploaded rubric: first the file, then, looked at, what was read from it."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from scoring.domain.contents import BY_NAME, Contents

from .rubric_columns import value_of
from .rubric_part import dress
from .rubric_problem import Unreadable
from .rubric_workbook import read_workbook
from .rubric_yaml import read_yaml

MOST_BYTES = 2 * 1024 * 1024
MOST_SIGNED = 1_500_000  # characters: more than that no form may send back
ZIP = b"PK"
SALT, KEPT_FOR = "rubric import", 24 * 3600  # seconds between looking and taking


class UploadForm(forms.Form):
    """A YAML or XLSX file; what is wrong in it is in `problems`."""

    file = forms.FileField(
        label=_("File"), help_text=_("A rubric as YAML or XLSX, as it is exported; 2 MB at most.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Any] = []
        self.more = 0  # problems that are not shown
        self.contents: Contents | None = None
        dress(self.fields["file"].widget)
        self.fields["file"].widget.attrs["accept"] = ".yaml,.yml,.xlsx"

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 2 MB."))
        content = file.read()
        try:
            read = read_workbook if content.startswith(ZIP) else read_yaml
            self.contents = read(content)
        except Unreadable as error:
            self.problems = error.shown
            self.more = len(error.problems) - len(error.shown)
            raise ValidationError(
                _("Nothing was imported: see what is wrong in the file.")
            ) from error
        return file


class TakeForm(forms.Form):
    """The contents as they were shown, signed: nobody changes them on the way."""

    contents = forms.CharField(widget=forms.HiddenInput, strip=False)
    source = forms.CharField(widget=forms.HiddenInput, max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_contents(self) -> Contents:
        try:
            tables = signing.loads(self.cleaned_data["contents"], salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature as error:
            raise ValidationError(_("This preview is too old: upload the file again.")) from error
        return Contents(
            {
                name: tuple(
                    {key: _value(name, key, value) for key, value in row.items()} for row in rows
                )
                for name, rows in tables.items()
            }
        )


def signed(contents: Contents) -> str:
    """Raises ValidationError for more than a form may carry."""
    text = signing.dumps(contents.as_json(), salt=SALT, compress=True)
    if len(text) > MOST_SIGNED:
        raise ValidationError(_("The file says more than any rubric."))
    return text


def _value(table: str, name: str, plain: Any) -> Any:
    return value_of(BY_NAME[table].column(name), plain)
