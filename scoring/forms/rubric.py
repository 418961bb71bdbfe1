from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scoring.domain.faults import RESERVED
from scoring.models import Rubric

from .rubric_part import PartForm, in_languages


class RubricForm(PartForm):
    """What a rubric says of itself. Its slug is said once: the versions share it."""

    texts = ("title", "note")
    groups = (
        (_("Address"), ("slug",)),
        (_("Source"), ("source_title", "source_author", "source_date")),
    )

    class Meta:
        model = Rubric
        fields = ["slug", *in_languages("title", "note"), "source_title", "source_author"]
        fields += ["source_date"]
        widgets = {"source_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"slug": _("The rubric’s name in addresses and files: small letters.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        """A new rubric: of one that exists the next version is made instead."""
        slug = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("This word is taken: choose another."), code="reserved")
        if Rubric.objects.filter(slug=slug).exists():
            raise ValidationError(_("A rubric has this slug: make a draft of it."), code="unique")
        return slug
