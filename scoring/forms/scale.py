from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scoring.models import Level, Rubric, Scale

from .fields import FigureField
from .rubric_part import PartForm, dress, in_languages, limit

MOST_LEVELS = 20
SPARE = 2  # empty rows for new levels, also without a script


class ScaleForm(PartForm):
    texts = ("rule",)
    groups = ((_("Scale"), ("slug", "kind")),)

    class Meta:
        model = Scale
        fields = ["slug", "kind", *in_languages("rule")]

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        self.fields["kind"].choices = Scale._meta.get_field("kind").choices
        if not self.instance.pk:
            self.instance.rubric = rubric

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = self.rubric.scales.exclude(pk=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("This rubric already has a scale with that slug."))
        return slug


class LevelForm(forms.ModelForm):
    """One row of the levels: each box says its row and its column."""

    class Meta:
        model = Level
        fields = ["value", *in_languages("label")]
        field_classes = {"value": FigureField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["value"], 0, 100)
        row = str(self.instance.label) if self.instance.pk else _("new")
        for name, field in self.fields.items():
            dress(field.widget)
            language = f" ({name[-2:]})" if name.startswith("label_") else ""
            field.widget.attrs["aria-label"] = f"{row} · {field.label}{language}"

    def add_delete_name(self) -> None:
        """The box that takes the row out is added by the formset, later."""
        field = self.fields.get("DELETE")
        if field:
            dress(field.widget)
            row = str(self.instance.label) if self.instance.pk else _("new")
            field.widget.attrs["aria-label"] = f"{row} · {_('Remove')}"


class LevelFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: LevelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.add_delete_name()


LEVELS = forms.inlineformset_factory(
    Scale,
    Level,
    form=LevelForm,
    formset=LevelFormSet,
    extra=SPARE,
    max_num=MOST_LEVELS,
    validate_max=True,
    absolute_max=MOST_LEVELS + SPARE,
)
