"""One form a cell: what one assessor says of one candidate at one check."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.domain.assessment import Rating, asks_reason
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Candidate, Check

UNANSWERED, ABSTAINED = "", "abstained"

type Key = tuple[int, int]  # of a cell: the candidate's, the check's


class AssessmentForm(forms.Form):
    """What one assessor says at one cell.

    On levels the answer is the level's value; a measure is rated by its number, so its answer only
    says whether one abstains. `version` is the stored row's as it was shown. The templates write
    the controls themselves: a widget of Django's costs a template for each of its options.
    """

    answer = forms.ChoiceField(required=False)
    measurement = forms.DecimalField(max_digits=14, decimal_places=4, required=False, localize=True)
    evidence = forms.TypedChoiceField(
        choices=EvidenceLevel.choices,
        coerce=int,
        empty_value=int(EvidenceLevel.CLAIM),
        required=False,
    )
    note = forms.CharField(max_length=5000, required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        candidate: Candidate,
        check: Check,
        stored: Assessment | None = None,
    ) -> None:
        prefix = f"{candidate.code}-{check.code.replace('.', '-')}"
        # Who sends a cell sends its version: a cell that was not sent shows what is stored.
        sent = data if data is not None and f"{prefix}-version" in data else None
        super().__init__(sent, prefix=prefix, initial=_initial(check, stored))
        self.candidate = candidate
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

    @property
    def state(self) -> str:
        """How the card looks: conflict, wrong, todo, why (rated without its reason) or done."""
        if self.theirs:
            return "conflict"
        if self.errors:
            return "wrong"
        if self.stored is None or not self.stored.is_answered:
            return "todo"
        reason = self.stored.note or not asks_reason(
            self.candidate.evaluation, self.check, self.stored.value
        )
        return "done" if reason else "why"

    @property
    def key(self) -> str:
        return f"{self.candidate.pk}-{self.check.pk}"

    @property
    def subject(self) -> str:
        """What the controls are about, for who hears them without seeing the card."""
        return f"{self.check}, {self.candidate}"

    @property
    def stored_value(self) -> float | None:
        return self.stored.value if self.stored else None

    @cached_property
    def levels(self) -> list[dict[str, Any]]:
        """The steps of the scale for the segmented control, each with the tone of its value."""
        return [
            option | {"tone": tone(float(option["value"]))}
            for option in self._answers
            if option["value"] not in (UNANSWERED, ABSTAINED)
        ]

    @cached_property
    def others(self) -> list[dict[str, Any]]:
        return [option for option in self._answers if option["value"] in (UNANSWERED, ABSTAINED)]

    @cached_property
    def ladder(self) -> list[dict[str, Any]]:
        chosen = str(self["evidence"].value() or 0)
        return _options(self.fields["evidence"].choices, chosen)

    @cached_property
    def _answers(self) -> list[dict[str, Any]]:
        return _options(self.fields["answer"].choices, str(self["answer"].value() or ""))

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

    def clean_note(self) -> str:
        """A form sends its line ends as CR LF, a script as LF: the same note must stay the same."""
        return self.cleaned_data["note"].replace("\r\n", "\n")

    def show_conflict(self, theirs: Assessment | None) -> None:
        """Show what is stored now beside what was typed; which of the two stays is chosen there."""
        self.theirs = theirs

    @property
    def differences(self) -> list[dict[str, Any]]:
        """Line by line what was typed here and what is stored."""
        if self.theirs is None:
            return []
        theirs = AssessmentForm(candidate=self.candidate, check=self.check, stored=self.theirs)
        lines = zip((_("Rating"), _("Evidence"), _("Note")), self.told, theirs.told, strict=True)
        return [
            {"label": label, "mine": mine, "theirs": other, "differs": mine != other}
            for label, mine, other in lines
        ]

    @property
    def told(self) -> tuple[str, str, str]:
        """Rating, evidence and note in words."""
        rating = next((option["label"] for option in self._answers if option["chosen"]), "")
        if self.check.is_measure and (number := self["measurement"].value()):
            figure = number if isinstance(number, str) else number_format(number)
            rating = f"{figure} {self.check.unit}"
        evidence = next(step["label"] for step in self.ladder if step["chosen"])
        return str(rating), str(evidence), (self["note"].value() or "").replace("\r\n", "\n")


class CellForms:
    """The forms of the cells of a page, valid together or not at all."""

    def __init__(
        self,
        cells: Iterable[tuple[Candidate, Check]],
        stored: Mapping[Key, Assessment],
        data: Any = None,
    ) -> None:
        take = data.get("take") if data is not None else None
        self.forms = []
        for candidate, check in cells:
            cell = {"candidate": candidate, "check": check}
            form = AssessmentForm(data, **cell, stored=stored.get((candidate.pk, check.pk)))
            if form.prefix == take:  # what is stored, in place of what was typed
                form = AssessmentForm(**cell, stored=form.stored)
            self.forms.append(form)

    def __iter__(self) -> Iterator[AssessmentForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.sent]  # each of them, so that all errors show
        return all(valid)

    @property
    def sent(self) -> list[AssessmentForm]:
        return [form for form in self.forms if form.is_bound]

    def ratings(self) -> dict[Candidate, dict[Check, Rating]]:
        """What is to be saved, by candidate."""
        ratings: dict[Candidate, dict[Check, Rating]] = {}
        for form in self.sent:
            ratings.setdefault(form.candidate, {})[form.check] = form.rating()
        return ratings

    def show_conflicts(
        self, candidate: Candidate, checks: Iterable[Check], theirs: Mapping[Key, Assessment]
    ) -> None:
        for form in self.forms:
            if form.candidate == candidate and form.check in checks:
                form.show_conflict(theirs.get((candidate.pk, form.check.pk)))


def tone(value: Any) -> str:
    return "low" if value < 25 else "mid" if value < 60 else "high"


def _options(choices: Iterable[tuple[Any, Any]], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": str(value), "label": label, "chosen": str(value) == chosen}
        for value, label in choices
    ]


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


def _answer(value: Any) -> str:
    return f"{float(value):g}"
