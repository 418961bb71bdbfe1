from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.declaration import Interest
from scoring.models import Candidate, Declaration, Seat

NONE, KNOWN, RECUSED = "none", "known", "recused"
CHOICES = [
    (NONE, _("I have no interest in this firm")),
    (KNOWN, _("I have an interest; I make it known and can judge all the same")),
    (RECUSED, _("I recuse myself: others score this firm")),
]


class DeclarationForm(forms.Form):
    """How one person stands to each candidate. Nothing is chosen for them."""

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(seat.evaluation.candidates.all())
        stored = {one.candidate_id: one for one in seat.declarations.all()}
        for candidate in self.candidates:
            said = stored.get(candidate.pk)
            self.fields[f"interest_{candidate.pk}"] = forms.ChoiceField(
                label=candidate.name,
                choices=CHOICES,
                widget=forms.RadioSelect,
                initial=_choice(said) if said else None,
            )
            self.fields[f"statement_{candidate.pk}"] = forms.CharField(
                label=_("Which interest, or why you recuse yourself"),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=said.statement if said else "",
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            *(
                Fieldset("", f"interest_{one.pk}", f"statement_{one.pk}", css_class="declare")
                for one in self.candidates
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for candidate in self.candidates:
            chosen = cleaned.get(f"interest_{candidate.pk}")
            if chosen in (KNOWN, RECUSED) and not cleaned.get(f"statement_{candidate.pk}"):
                self.add_error(f"statement_{candidate.pk}", _("Say it in a sentence."))
        return cleaned

    def interests(self) -> dict[Candidate, Interest]:
        """What the valid form says."""
        return {
            one: Interest(
                recused=self.cleaned_data[f"interest_{one.pk}"] == RECUSED,
                statement=self._statement(one),
            )
            for one in self.candidates
        }

    def _statement(self, candidate: Candidate) -> str:
        chosen = self.cleaned_data[f"interest_{candidate.pk}"]
        return "" if chosen == NONE else self.cleaned_data[f"statement_{candidate.pk}"]


def _choice(declaration: Declaration) -> str:
    if declaration.recused:
        return RECUSED
    return KNOWN if declaration.statement else NONE
