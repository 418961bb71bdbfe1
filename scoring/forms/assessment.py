"""One form a check, one set of them a competency."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.assessment import Rating
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Check

UNANSWERED, ABSTAINED = "", "abstained"


class AssessmentForm(forms.Form):
    """What one assessor says at one check.

    On levels the answer is the level's value; a measure is rated by its number, so its answer only
    says whether one abstains. `version` is the stored row's as it was shown.
    """

    answer = forms.ChoiceField(label=_("Rating"), required=False, widget=forms.RadioSelect)
    measurement = forms.DecimalField(
        label=_("Measurement"), max_digits=14, decimal_places=4, required=False, localize=True
    )
    evidence = forms.TypedChoiceField(
        label=_("Evidence"),
        choices=EvidenceLevel.choices,
        coerce=int,
        empty_value=int(EvidenceLevel.CLAIM),
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False
    )

    def __init__(
        self, *args: Any, check: Check, stored: Assessment | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("prefix", f"c{check.code.replace('.', '-')}")
        super().__init__(*args, initial=_initial(check, stored), **kwargs)
        self.check = check
        self.stored = stored
        self.theirs: Assessment | None = None  # what another window saved meanwhile
        abstention = (ABSTAINED, _("I abstain"))
        if check.is_measure:
            self.fields["answer"].choices = [(UNANSWERED, _("By its figure")), abstention]
        else:
            del self.fields["measurement"]
            levels = [
                (_answer(level.value), str(level.label)) for level in check.scale.levels.all()
            ]
            self.fields["answer"].choices = [*levels, (UNANSWERED, _("No answer yet")), abstention]
        self.helper = self._helper()

    @property
    def stored_value(self) -> float | None:
        return self.stored.value if self.stored else None

    @property
    def levels(self) -> list[dict[str, Any]]:
        """The steps of the scale for the segmented control, each with the tone of its value."""
        return [
            option | {"tone": _tone(float(option["value"]))}
            for option in self._options("answer")
            if option["value"] not in (UNANSWERED, ABSTAINED)
        ]

    @property
    def others(self) -> list[dict[str, Any]]:
        options = self._options("answer")
        return [option for option in options if option["value"] in (UNANSWERED, ABSTAINED)]

    @property
    def ladder(self) -> list[dict[str, Any]]:
        return self._options("evidence")

    def _options(self, name: str) -> list[dict[str, Any]]:
        chosen = str(self[name].value() or "")
        if name == "evidence":
            chosen = chosen or "0"
        return [
            {"value": str(value), "label": label, "chosen": str(value) == chosen}
            for value, label in self.fields[name].choices
        ]

    def rating(self) -> Rating:
        """What the valid form says."""
        cleaned = self.cleaned_data
        answer, measurement = cleaned["answer"], cleaned.get("measurement")
        abstained = answer == ABSTAINED
        is_level = not self.check.is_measure and answer and not abstained
        return Rating(
            value=float(answer) if is_level else None,
            measurement=None if abstained else measurement,
            abstained=abstained,
            evidence=cleaned["evidence"],
            note=cleaned["note"],
            version=cleaned["version"] or 0,
        )

    def show_conflict(self, theirs: Assessment | None) -> None:
        """Show what is stored now beside what was typed; saving again replaces it knowingly."""
        self.theirs = theirs
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(theirs.version if theirs else 0)

    def _helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        if self.check.is_measure:
            rating = [
                Field("measurement", template="scoring/assessment/_measure.html"),
                Field("answer", template="scoring/assessment/_other_answers.html"),
            ]
        else:
            rating = [Field("answer", template="scoring/assessment/_levels.html")]
        helper.layout = Layout(
            *rating,
            Field("evidence", template="scoring/assessment/_ladder.html"),
            Field("note", template="scoring/assessment/_note.html"),
            "version",
        )
        return helper


class CompetencyForms:
    """The forms of a competency's checks, valid together or not at all."""

    def __init__(
        self,
        checks: Iterable[Check],
        stored: Mapping[int, Assessment],
        data: Any = None,
    ) -> None:
        self.forms = [
            AssessmentForm(data, check=check, stored=stored.get(check.pk)) for check in checks
        ]

    def __iter__(self) -> Any:
        return iter(self.forms)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]  # each of them, so that all errors show
        return all(valid)

    def ratings(self) -> dict[Check, Rating]:
        return {form.check: form.rating() for form in self.forms}

    def show_conflicts(self, checks: Iterable[Check], theirs: Mapping[int, Assessment]) -> None:
        for form in self.forms:
            if form.check in checks:
                form.show_conflict(theirs.get(form.check.pk))


def _initial(check: Check, stored: Assessment | None) -> dict[str, Any]:
    if stored is None:
        return {"answer": UNANSWERED, "evidence": int(EvidenceLevel.CLAIM), "version": 0}
    if stored.abstained:
        answer = ABSTAINED
    elif stored.value is None or check.is_measure:
        answer = UNANSWERED
    else:
        answer = _answer(stored.value)
    return {
        "answer": answer,
        "measurement": None if stored.measurement is None else stored.measurement.normalize(),
        "evidence": stored.evidence,
        "note": stored.note,
        "version": stored.version,
    }


def _tone(value: float) -> str:
    return "low" if value < 25 else "mid" if value < 60 else "high"


def _answer(value: Any) -> str:
    return f"{float(value):g}"
