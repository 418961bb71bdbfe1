from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scoring.models import Competency, Rubric

from .fields import FigureField
from .rubric_part import PartForm, in_languages, limit


class CompetencyForm(PartForm):
    """A competency's texts and minimum. Its weight is one of many, and has a page with them; its
    number is its place."""

    texts = ("title", "short_title", "summary")
    groups = (
        (_("Rating"), ("weight", "minimum")),
        (_("Name and source"), ("slug", "source_quote")),
    )

    class Meta:
        model = Competency
        fields = [*in_languages("title", "short_title", "summary"), "weight", "minimum", "slug"]
        fields += ["source_quote"]
        field_classes = {"weight": FigureField, "minimum": FigureField}

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        limit(self.fields["weight"], 0)
        limit(self.fields["minimum"], 0, 100)
        if self.instance.pk:
            del self.fields["weight"]
        else:
            self.instance.rubric = rubric

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = self.rubric.competencies.exclude(pk=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise ValidationError(_("This rubric already has a competency with that slug."))
        return slug
