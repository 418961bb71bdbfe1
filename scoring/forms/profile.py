from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scoring.models import Profile, ProfileWeight, Rubric

from .fields import FigureField
from .rubric_part import PartForm, dress, in_languages


class ProfileForm(PartForm):
    """A named set of weights: its texts, and a weight for every competency."""

    texts = ("title", "rationale")
    groups = ((_("Profile"), ("slug", "position")),)

    class Meta:
        model = Profile
        fields = ["slug", "position", *in_languages("title", "rationale")]

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        self.stored: list[ProfileWeight] = []
        if self.instance.pk:
            self.stored = list(self.instance.weights.select_related("competency", "profile"))
        else:
            self.instance.rubric = rubric
        for weight in self.stored:
            field = FigureField(
                label=str(weight.competency),
                initial=weight.value,
                min_value=Decimal(0),
                max_digits=7,
                decimal_places=3,
            )
            dress(field.widget)
            self.fields[name_of(weight)] = field

    def weight_boxes(self) -> list[forms.BoundField]:
        return [self[name_of(weight)] for weight in self.stored]

    def weights(self) -> list[ProfileWeight]:
        """The weights with the values that were typed."""
        for weight in self.stored:
            weight.value = self.cleaned_data[name_of(weight)]
        return self.stored

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = self.rubric.profiles.exclude(pk=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("This rubric already has a profile with that slug."))
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [name_of(weight) for weight in self.stored]
        whole = not set(names) & set(self.errors)
        if names and whole and not any(data.get(name) for name in names):
            raise ValidationError(_("At least one weight must be more than 0."))
        return data


def name_of(weight: ProfileWeight) -> str:
    return f"weight-{weight.competency.number}"
