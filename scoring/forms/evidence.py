from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 10 * 1024 * 1024

# What a file may be: by the ending of its name, and by the bytes that such a file starts with.
# Nothing that a browser would run: no svg, no html. Text files have no signature.
SIGNATURES: dict[str, bytes] = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "txt": b"",
    "csv": b"",
}


class EvidenceForm(forms.Form):
    """A link or a file, never both."""

    title = forms.CharField(label=gettext_lazy("What it shows"), max_length=120)
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https"
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG, JPG, DOCX, XLSX, TXT or CSV, 10 MB at most."),
        required=False,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Give an address that starts with https:// or http://."))
        return url

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file:
            _require_allowed(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("url")) == bool(cleaned.get("file")):
            raise ValidationError(_("Give a link or a file: one of the two."))
        return cleaned


def _require_allowed(file: UploadedFile) -> None:
    ending = (file.name or "").rpartition(".")[2].lower()
    if ending not in SIGNATURES:
        raise ValidationError(
            _("“%(name)s” is not of an allowed kind: PDF, PNG, JPG, DOCX, XLSX, TXT or CSV."),
            params={"name": file.name},
        )
    if (file.size or 0) > LARGEST:
        raise ValidationError(
            _("The file has %(size)s; the most is %(most)s."),
            params={"size": filesizeformat(file.size), "most": filesizeformat(LARGEST)},
        )
    start = file.read(4096)
    file.seek(0)
    if not start.startswith(SIGNATURES[ending]) or (not SIGNATURES[ending] and b"\0" in start):
        raise ValidationError(
            _("“%(name)s” is not what its name says (%(ending)s)."),
            params={"name": file.name, "ending": ending.upper()},
        )
