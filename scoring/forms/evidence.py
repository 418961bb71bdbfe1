from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.evidence import Item
from scoring.domain.upload import SIGNATURES, Upload, checked
from scoring.enums import EvidenceKind, EvidenceLevel
from scoring.models import Check, Evidence

# Which field says what, by kind; the fields of the other kinds are not read.
SAYS = {EvidenceKind.FILE: "file", EvidenceKind.LINK: "url", EvidenceKind.NOTE: "text"}


class EvidenceForm(forms.Form):
    """A file, a link or a note, and what it proves.

    `today` is the reader's date; `checks` are those of the evaluation, with their competencies at
    hand. Given `evidence`, it is that one which is edited: its kind and its file stay.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What you have"),
        choices=[(kind.value, kind.label) for kind in SAYS],
        initial=EvidenceKind.FILE,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG, JPG, DOCX, XLSX, TXT or CSV, 10 MB at most."),
        required=False,
        allow_empty_file=True,  # `checked` refuses it, with the file's name
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in SIGNATURES)}),
    )
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https"
    )
    text = forms.CharField(
        label=gettext_lazy("What was said or shown"),
        help_text=gettext_lazy("Who said or showed it, who was there, what came out."),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(label=gettext_lazy("What it shows"), max_length=120)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Evidence level"),
        choices=EvidenceLevel.choices,
        coerce=int,
        initial=EvidenceLevel.DOCUMENT,
    )
    scope = forms.CharField(
        label=gettext_lazy("What it covers"),
        help_text=gettext_lazy("For example one data centre, one product, one year."),
        max_length=200,
        required=False,
    )
    dated = forms.DateField(
        label=gettext_lazy("Dated"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("Checks that it backs"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one check.")},
    )

    def __init__(
        self,
        *args: Any,
        checks: Iterable[Check],
        today: date,
        evidence: Evidence | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.evidence = evidence
        self.by_code = {check.code: check for check in checks}
        self.fields["checks"].choices = [(code, str(one)) for code, one in self.by_code.items()]
        if evidence:
            self.initial = _initial(evidence)
            kept = {SAYS[evidence.kind]} - {"file"}
            for name in {"kind", *SAYS.values()} - kept:
                del self.fields[name]
        self.helper = self._helper()

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The picker: each competency with its checks, open where one of them is ticked."""
        ticked = set(self["checks"].value() or [])
        groups: dict[Any, list[dict[str, Any]]] = {}
        for code, check in self.by_code.items():
            option = {"check": check, "ticked": code in ticked}
            groups.setdefault(check.competency, []).append(option)
        return [
            {"competency": one, "options": options, "open": any(o["ticked"] for o in options)}
            for one, options in groups.items()
        ]

    @property
    def lost_file(self) -> bool:
        """A file came, and the form goes back without it: browsers do not keep what was chosen."""
        return bool(self.errors) and "file" in self.files

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(_("Give an address that starts with https:// or http://."))
        return url

    def clean_file(self) -> Upload | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if not file or self.cleaned_data.get("kind") != EvidenceKind.FILE:
            return None
        return checked(file)

    def clean_dated(self) -> date | None:
        dated = self.cleaned_data["dated"]
        if dated and dated > self.today:
            raise ValidationError(_("This date is still to come."))
        return dated

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        says = SAYS.get(self.evidence.kind if self.evidence else cleaned.get("kind"))
        for name in set(SAYS.values()) - {says}:  # of another kind: neither read nor complained of
            cleaned.pop(name, None)
            self.errors.pop(name, None)
        if says in self.fields and says not in self.errors and not cleaned.get(says):
            self.add_error(says, _("This is missing."))
        dated, until = cleaned.get("dated"), cleaned.get("valid_until")
        if dated and until and until < dated:
            self.add_error("valid_until", _("It would expire before its own date."))
        return cleaned

    def item(self) -> Item:
        """What the valid form says."""
        cleaned = self.cleaned_data
        return Item(
            title=cleaned["title"],
            url=cleaned.get("url", ""),
            upload=cleaned.get("file"),
            text=cleaned.get("text", ""),
            level=cleaned["level"],
            scope=cleaned["scope"],
            dated=cleaned["dated"],
            valid_until=cleaned["valid_until"],
        )

    def chosen(self) -> list[Check]:
        return [self.by_code[code] for code in self.cleaned_data["checks"]]

    def _helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        own = {
            "kind": Field("kind", template="scoring/evidence/_kind.html"),
            "file": Field("file", template="scoring/evidence/_file.html"),
            "checks": Field("checks", template="scoring/evidence/_checks.html"),
        }
        kinds = {name: f"of-{kind}" for kind, name in SAYS.items()}
        helper.layout = Layout(
            *(
                Div(own.get(name, name), css_class=f"field {kinds.get(name, name)}")
                for name in self.fields
            )
        )
        return helper


def _initial(evidence: Evidence) -> dict[str, Any]:
    names = ("title", "url", "text", "level", "scope", "dated", "valid_until")
    said = {name: getattr(evidence, name) for name in names}
    return said | {"checks": [check.code for check in evidence.checks.all()]}
