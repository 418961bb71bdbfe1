from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.models import Check, Rubric

from .fields import FigureField, LinesField, PointsField
from .rubric_part import PartForm, clean_code, in_languages, limit


class CheckForm(PartForm):
    """A check; its competency and its scale come from its own draft."""

    texts = ("title", "question", "guidance", "unit")
    groups = (
        (pgettext_lazy("in the rubric", "Place"), ("competency", "code", "tier", "topic")),
        (_("Rating"), ("scale", "weight", "must", "minimum", "judged", "reason_required")),
        (_("Measure"), ("points", "better", "relative_to_budget", "calculator")),
        (_("Proof"), ("proof", "proof_examples")),
        (_("Source"), ("source_quote", "also_quotes", "stage")),
    )

    points = PointsField(
        label=_("reference points"),
        required=False,
        help_text=_("One a line: the measurement, a space, and its value, for example 24 40."),
    )
    proof_examples = LinesField(
        label=_("kinds of proof"),
        required=False,
        help_text=_("One a line: document, demo, reference_call, test, or words of your own."),
    )
    also_quotes = LinesField(
        label=_("other phrases of the source"), required=False, help_text=_("One a line.")
    )

    class Meta:
        model = Check
        fields = ["competency", "code", "tier", "topic"]
        fields += in_languages("title", "question", "guidance", "unit")
        fields += ["scale", "weight", "must", "minimum", "judged", "reason_required"]
        fields += ["points", "better", "relative_to_budget", "calculator"]
        fields += ["proof", "proof_examples", "source_quote", "also_quotes", "stage"]
        field_classes = {"weight": FigureField, "minimum": FigureField}
        help_texts = {
            "weight": _("Its share of the competency, in any unit."),
            "topic": _("Checks that ask about one thing share a topic; the review adds them up."),
            "judged": _("Two people may see it differently in good faith."),
            "relative_to_budget": _("The points are shares of the evaluation’s reference budget."),
        }

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        self.fields["competency"].queryset = rubric.competencies.all()
        self.fields["scale"].queryset = rubric.scales.all()
        for name in ("competency", "scale"):
            self.fields[name].empty_label = None
        limit(self.fields["weight"], 0)
        limit(self.fields["minimum"], 0, 100)

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        same = Check.objects.filter(competency__rubric=self.rubric, code=code)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This rubric already has a check with that code."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        demands = data.get("minimum") is not None
        if "minimum" not in self.errors and bool(data.get("must")) != demands:
            says = _("A knock-out check, and only that, has a minimum between 0 and 100.")
            self.add_error("minimum", says)
        return data
