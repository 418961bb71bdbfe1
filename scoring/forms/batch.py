"""Several checks of a competency rated at once, with the level that is chosen for their scale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.domain.assessment import Rating
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Check, Scale

from .assessment import tone


@dataclass(frozen=True, slots=True)
class Group:
    """The checks that share a scale, and the steps that they may be rated with."""

    scale: Scale
    checks: list[Check]

    @property
    def name(self) -> str:
        return f"level-{self.scale.pk}"

    @property
    def levels(self) -> list[dict[str, str]]:
        return [
            {"value": f"{float(step.value):g}", "label": str(step.label), "tone": tone(step.value)}
            for step in self.scale.levels.all()
        ]


class BatchForm(forms.Form):
    """One level a scale, one evidence level and one note for the ticked checks.

    A measure is no part of it: its figure is its own. `versions` are those that were shown.
    """

    checks = forms.MultipleChoiceField(required=False)
    evidence = forms.TypedChoiceField(
        choices=EvidenceLevel.choices,
        coerce=int,
        empty_value=int(EvidenceLevel.CLAIM),
        required=False,
    )
    note = forms.CharField(max_length=5000, required=False)

    prefix = "batch"

    def __init__(
        self, data: Any = None, *, checks: Iterable[Check], stored: Mapping[int, Assessment]
    ) -> None:
        super().__init__(data)
        rated = [check for check in checks if not check.is_measure]
        self.stored = stored
        self.rated = {check.code: check for check in rated}
        self.groups = [
            Group(scale, [check for check in rated if check.scale == scale])
            for scale in dict.fromkeys(check.scale for check in rated)
        ]
        self.fields["checks"].choices = [(check.code, check.code) for check in rated]
        for group in self.groups:
            levels = [(level["value"], level["label"]) for level in group.levels]
            self.fields[group.name] = forms.ChoiceField(choices=levels, required=False)
        for check in rated:
            self.fields[f"version-{check.pk}"] = forms.IntegerField(
                min_value=0, max_value=2**31 - 1, required=False
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The groups for the page: which level is chosen, which checks are ticked."""
        return [
            {
                "label": ", ".join(check.code for check in group.checks),
                "name": self.add_prefix(group.name),
                "levels": [
                    level | {"chosen": level["value"] == self[group.name].value()}
                    for level in group.levels
                ],
                "checks": [self._row(check) for check in group.checks],
            }
            for group in self.groups
        ]

    @property
    def ladder(self) -> list[dict[str, Any]]:
        chosen = str(self["evidence"].value() or 0)
        return [
            {"value": str(value), "label": label, "chosen": str(value) == chosen}
            for value, label in self.fields["evidence"].choices
        ]

    def _row(self, check: Check) -> dict[str, Any]:
        stored = self.stored.get(check.pk)
        ticked = self["checks"].value() if self.is_bound else None
        open_ = stored is None or not stored.is_answered
        return {
            "check": check,
            "stored": stored,
            "version": stored.version if stored else 0,
            "ticked": open_ if ticked is None else check.code in ticked,
        }

    def clean_note(self) -> str:
        return self.cleaned_data["note"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not self.chosen():
            raise ValidationError(
                _("Choose a level, and tick at least one of the checks that it is for.")
            )
        longest = self.fields["note"].max_length
        if long := [check.code for check in self.chosen() if len(self._note(check)) > longest]:
            text = _("With the note that stands there already this is too long: %(checks)s.")
            self.add_error("note", text % {"checks": ", ".join(long)})
        return cleaned

    def chosen(self) -> list[Check]:
        """The ticked checks for whose scale a level is chosen."""
        ticked = [self.rated[code] for code in self.cleaned_data["checks"]]
        return [check for check in ticked if self.cleaned_data[f"level-{check.scale_id}"]]

    def ratings(self) -> dict[Check, Rating]:
        """What the valid form says. A note that stands there already stays, above the new one."""
        cleaned = self.cleaned_data
        return {
            check: Rating(
                value=float(cleaned[f"level-{check.scale_id}"]),
                evidence=cleaned["evidence"],
                note=self._note(check),
                version=cleaned[f"version-{check.pk}"] or 0,
            )
            for check in self.chosen()
        }

    def _note(self, check: Check) -> str:
        stored, note = self.stored.get(check.pk), self.cleaned_data["note"]
        before = stored.note if stored else ""
        return "\n".join(filter(None, [before, note if note not in before.split("\n") else ""]))
