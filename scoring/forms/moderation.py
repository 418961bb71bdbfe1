"""What the reader wants to see of the agenda. Anything unknown is as if it was not asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.report import Dossier


class ChosenForm(forms.Form):
    candidate = forms.ChoiceField(label=_("Candidate"), required=False)
    competency = forms.ChoiceField(label=_("Competency"), required=False)
    disputed = forms.BooleanField(label=_("Only where people differ"), required=False)
    item = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        candidates = [(code, one.name) for code, one in dossier.candidates.items()]
        competencies = [(code, str(one)) for code, one in dossier.competencies.items()]
        self.fields["candidate"].choices = [("", _("All candidates")), *candidates]
        self.fields["competency"].choices = [("", _("All competencies")), *competencies]

    def chosen(self) -> dict[str, Any]:
        """What was asked for, and is there."""
        self.is_valid()  # what is not valid is left out of `cleaned_data`
        return {name: value for name, value in self.cleaned_data.items() if value}
