from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from scoring.models import Check, Competency, Rubric, Scale

from .base import WeighedAdmin, by_language
from .fields import LinesField, PointsField
from .site import site


class CheckForm(forms.ModelForm):
    """Competency and scale come from one draft, and no other check of it has the code."""

    points = PointsField(
        label=_("Reference points"),
        required=False,
        help_text=_("One a line: the measurement, a space, and its value, for example 24 40."),
    )
    proof_examples = LinesField(
        label=_("Kinds of proof"), required=False, help_text=_("One a line.")
    )
    also_quotes = LinesField(
        label=_("Other phrases of the source"), required=False, help_text=_("One a line.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rubrics = self._rubrics()
        for name, model in (("competency", Competency), ("scale", Scale)):
            if name in self.fields:
                self.fields[name].queryset = model.objects.filter(rubric__in=rubrics)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        competency, scale = data.get("competency"), data.get("scale")
        if competency and scale and competency.rubric_id != scale.rubric_id:
            self.add_error("scale", _("The scale belongs to another rubric."))
        if competency and "code" in data:
            self._require_own_code(competency, data["code"])
        return data

    def _require_own_code(self, competency: Competency, code: str) -> None:
        same = Check.objects.filter(competency__rubric=competency.rubric_id, code=code)
        if same.exclude(pk=self.instance.pk).exists():
            error = ValidationError(_("This rubric already has a check with that code."))
            self.add_error("code", error)

    def _rubrics(self) -> Any:
        if self.instance.pk:
            return [self.instance.part_of()]
        drafts = Rubric.objects.drafts()
        asked = str(self.initial.get("competency", ""))
        of_asked = drafts.filter(competencies__pk=asked) if asked.isdecimal() else drafts.none()
        return of_asked or drafts


@admin.register(Check, site=site)
class CheckAdmin(WeighedAdmin):
    form = CheckForm
    rubric_path = "competency__rubric"
    fixed = ["weighs"]
    list_display = ["__str__", "competency", "tier", "weighs", "knock_out", "version"]
    list_filter = ["competency__rubric", "tier", "must", "scale__kind"]
    search_fields = ["code", "title_es", "title_fr", "title_en"]
    ordering = ["competency__rubric", "competency__number", "position"]
    fieldsets = [
        (None, {"fields": ["competency", "code", "position", "weight", "tier", "topic"]}),
        (_("Rating"), {"fields": ["scale", "judged", "must", "minimum"]}),
        (_("Measure"), {"fields": ["points", "better", "relative_to_budget", "calculator"]}),
        (_("Proof"), {"fields": ["proof", "proof_examples"]}),
        (_("Source"), {"fields": ["source_quote", "also_quotes", "stage"]}),
        *by_language("title", "question", "guidance", "unit"),
    ]

    @admin.display(description=_("knock-out"), ordering="must", empty_value="")
    def knock_out(self, check: Check) -> str | None:
        if check.minimum is None:
            return None
        return _("below %s") % number_format(check.minimum.normalize())
