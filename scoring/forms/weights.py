"""The one form with all the weights of a draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.domain import weights
from scoring.models import Check, Competency, Rubric

from .fields import FigureField
from .rubric_part import dress


@dataclass(frozen=True, slots=True)
class Row:
    """A weight's box, what it weighs, its share of the whole as it is stored, and, where somebody
    was faster, the weight that is stored instead of what was typed."""

    part: Competency | Check
    box: forms.BoundField
    share: Decimal
    theirs: Decimal | None = None
    checks: tuple["Row", ...] = ()


class WeightsForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        self.overtaken = False  # by somebody who saved other weights meanwhile
        self.competencies = list(rubric.competencies.prefetch_related("checks"))
        self.checks = [check for one in self.competencies for check in one.checks.all()]
        self.initial["seen"] = weights.weights_seen(rubric)
        for part in self._parts():
            field = part._meta.get_field("weight")
            self.fields[name_of(part)] = field.formfield(
                form_class=FigureField, label=str(part), initial=part.weight, min_value=0
            )
            dress(self.fields[name_of(part)].widget)

    def rows(self) -> Iterator[Row]:
        """Competencies with their checks, for the page."""
        total = sum(competency.weight for competency in self.competencies)
        for competency in self.competencies:
            checks = list(competency.checks.all())
            whole = sum(check.weight for check in checks)
            yield self._row(competency, total, *(self._row(check, whole) for check in checks))

    def total(self) -> Decimal:
        return sum((competency.weight for competency in self.competencies), Decimal(0))

    def places(self) -> Iterator[forms.BoundField]:
        """The boxes that are wrong, for the list at the top of the page."""
        return (box for box in self if box.errors and not box.is_hidden)

    def clean(self) -> dict[str, Any]:
        """A weight for something else than this draft's own is refused, not passed over."""
        data = super().clean() or {}
        ours = ("competency-", "check-")
        unknown = sorted(name for name in self.data if name.startswith(ours))
        unknown = [name for name in unknown if name not in self.fields]
        if unknown:
            text = _("These weights belong to nothing in this draft: %(names)s.")
            raise ValidationError(text, code="unknown", params={"names": ", ".join(unknown)})
        return data

    def weights(self) -> dict[str, Mapping[Any, Decimal]]:
        """What the valid form weighs, as the domain is told."""
        return {
            "competency_weights": {one: self._typed(one) for one in self.competencies},
            "check_weights": {check: self._typed(check) for check in self.checks},
        }

    def _parts(self) -> Iterator[Competency | Check]:
        """In the order of the page."""
        for competency in self.competencies:
            yield competency
            yield from competency.checks.all()

    def _typed(self, part: Competency | Check) -> Decimal:
        return self.cleaned_data[name_of(part)]

    def _row(self, part: Competency | Check, whole: Decimal, *checks: Row) -> Row:
        share = part.weight / whole if whole else Decimal(0)
        other = self.overtaken and self.cleaned_data.get(name_of(part)) != part.weight
        return Row(part, self[name_of(part)], share, part.weight if other else None, checks)


def name_of(part: Competency | Check) -> str:
    return f"{part._meta.model_name}-{part.code}"
