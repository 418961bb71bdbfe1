"""What is agreed on at one check, and taking it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceLevel
from scoring.models import Candidate, Check, Consensus

from .transition import ReasonForm


def prefix_of(candidate: Candidate, check: Check) -> str:
    return f"c-{candidate.code}-{check.code.replace('.', '-')}"


class _Versioned(forms.Form):
    """Names the version that was seen; `theirs` is what another window stored meanwhile."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    theirs: Consensus | None = None
    collided = False

    def show_conflict(self, theirs: Consensus | None) -> None:
        """Show what is stored now beside what was typed; sending it again replaces it knowingly."""
        self.theirs, self.collided = theirs, True
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(theirs.version if theirs else 0)


class ConsensusForm(_Versioned):
    """A level or a figure, the evidence for it, and why. Nothing is chosen for the panel."""

    value = forms.TypedChoiceField(label=_("Rating"), coerce=float, widget=forms.RadioSelect)
    measurement = forms.DecimalField(
        label=_("Measurement"), max_digits=14, decimal_places=4, localize=True
    )
    evidence = forms.TypedChoiceField(
        label=_("Evidence"), choices=[("", "—"), *EvidenceLevel.choices], coerce=int
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        candidate: Candidate,
        check: Check,
        stored: Consensus | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("prefix", prefix_of(candidate, check))
        super().__init__(*args, initial=_initial(stored), **kwargs)
        self.check = check
        if check.is_measure:
            del self.fields["value"]
        else:
            del self.fields["measurement"]
            self.fields["value"].choices = [
                (_step(level.value), str(level.label)) for level in check.scale.levels.all()
            ]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The levels of the scale, and which one is chosen."""
        chosen = str(self["value"].value())
        return [
            {"value": value, "label": label, "chosen": value == chosen}
            for value, label in self.fields["value"].choices
        ]

    @property
    def ladder(self) -> list[dict[str, Any]]:
        chosen = str(self["evidence"].value())
        return [
            {"value": value, "label": label, "chosen": str(value) == chosen}
            for value, label in self.fields["evidence"].choices
        ]

    def said(self) -> dict[str, Any]:
        """What the valid form says, as `domain.consensus.settle` takes it."""
        names = ("value", "measurement", "evidence", "reason", "version")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class WithdrawalForm(ReasonForm, _Versioned):
    """Why a consensus is taken back."""

    def __init__(
        self,
        *args: Any,
        candidate: Candidate,
        check: Check,
        stored: Consensus | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("prefix", f"{prefix_of(candidate, check)}-withdraw")
        initial = {"version": stored.version if stored else 0}
        super().__init__(*args, initial=initial, **kwargs)


def _initial(stored: Consensus | None) -> dict[str, Any]:
    if stored is None:
        return {"version": 0}
    return {
        "value": _step(stored.value),
        "measurement": stored.measurement and stored.measurement.normalize(),
        "evidence": stored.evidence,
        "reason": stored.reason,
        "version": stored.version,
    }


def _step(value: Any) -> str:
    return f"{float(value):g}"
