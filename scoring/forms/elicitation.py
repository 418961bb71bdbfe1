"""Five ways to ask what the competencies weigh, one form each.

A form knows its competencies and what its person answered last; valid, it gives the answers as
the model keeps them, by the competencies' codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.enums import ElicitationMethod
from scoring.models import Competency, Elicitation

# Saaty's scale; the even steps lie between two words.
TIMES = {
    1: _("Both alike"),
    2: _("a little more"),
    3: _("moderately more"),
    4: _("moderately to strongly more"),
    5: _("strongly more"),
    6: _("strongly to very strongly more"),
    7: _("very strongly more"),
    8: _("very strongly to extremely more"),
    9: _("extremely more"),
}
LARGEST_SWING = 100


class ElicitationForm(forms.Form):
    """One field a competency, unless a method asks otherwise."""

    template = "scoring/elicitation/_number.html"  # of one field

    def __init__(
        self,
        *args: Any,
        competencies: Sequence[Competency],
        stored: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.competencies = list(competencies)
        self.stored = stored or {}
        self.make_fields()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(Field(name, template=self.template) for name in self.fields))

    def make_fields(self) -> None:
        for competency in self.competencies:
            field = self.field_for(competency)
            field.competency = competency
            field.initial = self.stored.get(competency.code)
            self.fields[f"c{competency.code}"] = field

    def field_for(self, competency: Competency) -> forms.Field:
        raise NotImplementedError

    def answers(self) -> dict[str, Any]:
        """What the valid form says."""
        return {one.code: _plain(self.cleaned_data[f"c{one.code}"]) for one in self.competencies}

    @property
    def answered(self) -> int:
        return sum(bool(field.value()) for field in self)

    @property
    def first_wrong(self) -> forms.BoundField | None:
        return next((self[name] for name in self.fields if name in self.errors), None)

    def given(self) -> dict[str, Any]:
        """The fields that are in order so far, by competency."""
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in self.fields if name in cleaned}


class PointsForm(ElicitationForm):
    def field_for(self, competency: Competency) -> forms.Field:
        return forms.DecimalField(
            label=str(competency),
            min_value=0,
            max_digits=7,
            decimal_places=3,
            localize=True,
            error_messages={"required": _("Give points, 0 or more.")},
        )

    def clean(self) -> None:
        if not self.errors and not any(self.given().values()):
            raise forms.ValidationError(_("Give points to one competency at least."))


class SwingForm(ElicitationForm):
    template = "scoring/elicitation/_swing.html"

    def __init__(self, *args: Any, ends: Mapping[str, Sequence[Any]], **kwargs: Any) -> None:
        """`ends`: by code, what the worst and the best of a competency look like."""
        self.ends = ends
        super().__init__(*args, **kwargs)

    def field_for(self, competency: Competency) -> forms.Field:
        field = forms.DecimalField(
            label=str(competency),
            min_value=0,
            max_value=LARGEST_SWING,
            max_digits=4,
            decimal_places=1,
            localize=True,
            error_messages={"required": _("Give a number from 0 to 100.")},
        )
        field.ends = self.ends.get(competency.code, ())
        return field

    def clean(self) -> None:
        if self.errors:
            return
        given = self.given()
        largest = max(given, key=given.__getitem__)
        if not given[largest]:
            raise forms.ValidationError(_("Give 100 to the competency that moves you most."))
        if given[largest] != LARGEST_SWING:
            self.add_error(
                largest,
                _("This moves you most: make it 100, and measure the others against it."),
            )


class RanksForm(ElicitationForm):
    template = "scoring/elicitation/_choice.html"

    def field_for(self, competency: Competency) -> forms.Field:
        places = [(place, str(place)) for place in range(1, len(self.competencies) + 1)]
        return forms.TypedChoiceField(
            label=str(competency),
            choices=[("", "—"), *places],
            coerce=int,
            error_messages={"required": _("Give a position; equals may share one.")},
        )


class PairsForm(ElicitationForm):
    """One field a pair; its choices run from the first much more to the second much more."""

    def make_fields(self) -> None:
        for first, second in combinations(self.competencies, 2):
            field = forms.TypedChoiceField(
                label=str(second),
                choices=_sides(first, second),
                coerce=str,
                error_messages={"required": _("Compare these two.")},
            )
            field.initial = _side(self.stored.get(first.code, {}).get(second.code))
            self.fields[f"c{first.code}-{second.code}"] = field

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Each competency with those that it is still to be compared with."""
        return [
            {
                "first": first,
                "fields": [self[f"c{first.code}-{second.code}"] for second in later],
            }
            for place, first in enumerate(self.competencies[:-1], 1)
            if (later := self.competencies[place:])
        ]

    def answers(self) -> dict[str, Any]:
        said: dict[str, Any] = {one.code: {} for one in self.competencies[:-1]}
        for first, second in combinations(self.competencies, 2):
            side = self.cleaned_data[f"c{first.code}-{second.code}"]
            said[first.code][second.code] = int(side) if side.isdecimal() else 1 / int(side[2:])
        return said


class EndsForm(forms.Form):
    """Which competency matters most, and which least: best-worst compares with these two."""

    best = forms.ChoiceField(label=_("The most important"))
    worst = forms.ChoiceField(label=_("The least important"))

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, competencies: Iterable[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose one")), *((one.code, str(one)) for one in competencies)]
        for field in self.fields.values():
            field.choices = choices

    def clean(self) -> None:
        best, worst = self.cleaned_data.get("best"), self.cleaned_data.get("worst")
        if best and best == worst:
            self.add_error("worst", _("Choose another one than the most important."))


class BestWorstForm(ElicitationForm):
    """The best over each of the others, and each of the others over the worst."""

    def __init__(self, *args: Any, best: str, worst: str, **kwargs: Any) -> None:
        self.best, self.worst = best, worst
        super().__init__(*args, **kwargs)
        by_code = {one.code: one for one in self.competencies}
        self.best_competency, self.worst_competency = by_code[best], by_code[worst]

    def make_fields(self) -> None:
        kept = (self.stored.get("best"), self.stored.get("worst")) == (self.best, self.worst)
        for name, those in self._asked().items():
            for one in those:
                field = forms.TypedChoiceField(
                    label=str(one),
                    choices=[("", "—"), *((n, f"{n} · {words}") for n, words in TIMES.items())],
                    coerce=int,
                    error_messages={"required": _("Compare these two.")},
                )
                field.initial = self.stored[name].get(one.code) if kept else None
                self.fields[f"{name}-{one.code}"] = field

    @property
    def best_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("best")]

    @property
    def worst_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("best")]

    def clean(self) -> None:
        span = self.cleaned_data.get(f"best_to_others-{self.worst}")
        for name, times in self.given().items():
            if span is not None and times > span:
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("At most %(span)d: the most and the least important lie %(span)d apart."),
                        params={"span": span},
                    ),
                )

    def answers(self) -> dict[str, Any]:
        said: dict[str, dict[str, int]] = {
            name: {one.code: self.cleaned_data[f"{name}-{one.code}"] for one in those}
            for name, those in self._asked().items()
        }
        said["best_to_others"][self.best] = said["others_to_worst"][self.worst] = 1
        said["others_to_worst"][self.best] = said["best_to_others"][self.worst]
        return {"best": self.best, "worst": self.worst, **said}

    def _asked(self) -> dict[str, list[Competency]]:
        """The least important comes first: nothing may lie further apart."""
        others = [one for one in self.competencies if one.code not in (self.best, self.worst)]
        worst = [one for one in self.competencies if one.code == self.worst]
        return {"best_to_others": worst + others, "others_to_worst": others}


class AdoptForm(forms.Form):
    """Which answers become the weights."""

    answer = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one answer."),
            "invalid_choice": _("Choose among the answers of this page."),
        },
    )

    def __init__(self, *args: Any, elicitations: Iterable[Elicitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.elicitations = list(elicitations)
        self.fields["answer"].choices = [(one.pk, str(one)) for one in self.elicitations]

    def chosen(self) -> list[Elicitation]:
        return [one for one in self.elicitations if one.pk in self.cleaned_data["answer"]]


FORMS = {
    ElicitationMethod.POINTS: PointsForm,
    ElicitationMethod.SWING: SwingForm,
    ElicitationMethod.RANKS: RanksForm,
    ElicitationMethod.PAIRS: PairsForm,
    ElicitationMethod.BEST_WORST: BestWorstForm,
}


def _plain(number: Any) -> Any:
    """As JSON has it: a whole number without a fraction."""
    if isinstance(number, Decimal):
        return int(number) if number == int(number) else float(number)
    return number


def _sides(first: Competency, second: Competency) -> list[tuple[str, Any]]:
    more = [(n, f"{words} ({n})") for n, words in TIMES.items() if n > 1]
    return [
        ("", _("Choose")),
        *((str(n), f"{first.short_title}: {words}") for n, words in reversed(more)),
        ("1", f"{TIMES[1]} (1)"),
        *((f"1/{n}", f"{second.short_title}: {words}") for n, words in more),
    ]


def _side(times: float | None) -> str:
    if times is None:
        return ""
    return f"{times:.0f}" if times >= 1 else f"1/{1 / times:.0f}"
