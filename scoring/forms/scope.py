from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.models import Check, Competency, Rubric


@dataclass(frozen=True, slots=True)
class Row:
    """One check: whether it is left out, and why."""

    check: Check
    out: forms.BoundField
    why: forms.BoundField

    @property
    def is_out(self) -> bool:
        return bool(self.out.value())


@dataclass(frozen=True, slots=True)
class Group:
    """The checks of one competency."""

    competency: Competency
    rows: list[Row]

    @property
    def is_unfolded(self) -> bool:
        return any(row.is_out or row.why.errors for row in self.rows)


class ScopeForm(forms.Form):
    """Which checks an evaluation leaves out, each with its reason. Rendered by hand: there are two
    fields for each of a hundred checks."""

    def __init__(
        self, *args: Any, rubric: Rubric, exclusions: Mapping[Check, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tier: int | None = None  # set once it is known: what is deeper is out anyway
        checks = Check.objects.filter(competency__rubric=rubric).in_order()
        self.checks = list(checks.select_related("competency"))
        for check in self.checks:
            self.fields[f"out_{check.pk}"] = forms.BooleanField(
                label=str(check), required=False, initial=check in exclusions
            )
            self.fields[f"why_{check.pk}"] = forms.CharField(
                label=_("Why it is left out"),
                max_length=1000,
                required=False,
                initial=exclusions.get(check, ""),
            )

    @property
    def groups(self) -> list[Group]:
        found: dict[Competency, list[Row]] = {}
        for check in self.checks:
            row = Row(check, self[f"out_{check.pk}"], self[f"why_{check.pk}"])
            found.setdefault(check.competency, []).append(row)
        return [Group(*one) for one in found.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        left_out = self._left_out(cleaned)
        for check in left_out:
            why = f"why_{check.pk}"
            if why not in self.errors and not cleaned.get(why):
                self.add_error(why, _("Say why this check is left out."))
        if self.tier and len(left_out) == sum(check.tier <= self.tier for check in self.checks):
            self.add_error(None, _("Leave at least one check in: there is nothing to score by."))
        return cleaned

    def exclusions(self) -> dict[Check, str]:
        """What the valid form leaves out of the tier, and why."""
        return {
            check: self.cleaned_data[f"why_{check.pk}"]
            for check in self._left_out(self.cleaned_data)
        }

    def _left_out(self, cleaned: Mapping[str, Any]) -> list[Check]:
        return [
            check
            for check in self.checks
            if cleaned.get(f"out_{check.pk}") and (self.tier is None or check.tier <= self.tier)
        ]
