"""Which entries of an evaluation's ledger to show: choices are what its entries speak of."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.enums import Action
from scoring.models import Evaluation, LedgerEntry
from scoring.models.ledger import LedgerQuerySet

ANY = ("", _("All"))


class LedgerFilter(forms.Form):
    """Sent by GET, so that a filtered ledger has an address. What is not understood is told."""

    candidate = forms.ChoiceField(label=_("Candidate"), required=False)
    check = forms.ChoiceField(label=_("Sub-check"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("date", "From"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    until = forms.DateField(
        label=pgettext_lazy("date", "Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, data: Any, *, evaluation: Evaluation) -> None:
        super().__init__(data)
        self._entries = LedgerEntry.objects.of(evaluation).order_by()
        names = dict(evaluation.candidates.values_list("code", "name"))
        self.fields["candidate"].choices = [
            ANY,
            *sorted(
                ((code, names.get(code, code)) for code in self._told("candidate_code")),
                key=lambda choice: str(choice[1]),
            ),
        ]
        self.fields["check"].choices = [
            ANY,
            *((code, code) for code in sorted(self._told("check_code"), key=_in_order)),
        ]
        people = dict(self._entries.values_list("actor_id", "actor").distinct())
        self.fields["person"].choices = [
            ANY,
            *sorted(((str(pk), name) for pk, name in people.items()), key=lambda one: one[1]),
        ]
        actions = set(self._told("action"))
        self.fields["action"].choices = [
            ANY,
            *((one.value, one.label) for one in Action if one in actions),
        ]
        for field in self.fields.values():
            select = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def entries(self) -> LedgerQuerySet:
        """The entries that were asked for, newest first; none for what is not understood."""
        found = self._entries.order_by("-number")
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        exact = {
            "candidate_code": asked["candidate"],
            "check_code": asked["check"],
            "actor_id": asked["person"],
            "action": asked["action"],
            "at__gte": asked["since"] and _moment(asked["since"], time.min),
            "at__lte": asked["until"] and _moment(asked["until"], time.max),
        }
        return found.filter(**{name: value for name, value in exact.items() if value})

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def _told(self, field: str) -> list[str]:
        told = self._entries.exclude(**{field: ""}).values_list(field, flat=True)
        return list(told.distinct())


def _in_order(code: str) -> list[tuple[bool, int, str]]:
    """4.9 before 4.10."""
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in code.split(".")
    ]


def _moment(day: Any, clock: time) -> datetime:
    """In the house's time zone, as the page shows times."""
    return timezone.make_aware(datetime.combine(day, clock))
