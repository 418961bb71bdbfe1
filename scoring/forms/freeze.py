from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.evaluation import Setup
from scoring.models import Evaluation

from .evaluation import EvaluationForm


class FreezeForm(EvaluationForm):
    """Weights, scope and method once more, after they were frozen: with a reason. Title, rubric
    and reference budget stay."""

    first = ("reason", "tier", "reason_for_gates", "reason_for_extremes")

    reason = forms.CharField(
        label=_("Why this changes after scoring opened"),
        help_text=_("It goes on record, and stands in every report beside both rankings."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, rubric=evaluation.rubric, evaluation=evaluation, **kwargs)
        del self.fields["title"], self.fields["reference_budget"]

    def setup(self) -> Setup:
        fixed = {
            "title": self.evaluation.title,
            "reference_budget": self.evaluation.reference_budget,
        }
        self.cleaned_data |= fixed
        return super().setup()
