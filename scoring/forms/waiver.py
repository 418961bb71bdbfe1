"""Why a failed requirement is let pass, or is not any more."""

from typing import Any

from django import forms

from scoring.enums import GateKind

from .transition import ReasonForm


class WaiverForm(ReasonForm):
    """`gate` is the check's code or the competency's, empty for the total."""

    kind = forms.ChoiceField(choices=GateKind.choices, widget=forms.HiddenInput)
    gate = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)


class UnwaiveForm(ReasonForm):
    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{key}-%s", **kwargs)
