from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Firm:
    """The two fields on one candidate. `is_new`: nothing was said of it yet."""

    candidate: Candidate
    interest: forms.BoundField
    statement: forms.BoundField
    is_new: bool


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
        self.declared = set(stored)

    @property
    def firms(self) -> list[Firm]:
        return [
            Firm(
                one,
                self[f"interest_{one.pk}"],
                self[f"statement_{one.pk}"],
                one.pk not in self.declared,
            )
            for one in self.candidates
        ]

    @property
    def is_first(self) -> bool:
        """Nothing was declared yet: there is no page to go back to."""
        return not self.declared

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
