from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.domain.decision import Choice
from scoring.domain.ledger import Head
from scoring.models import Candidate


class DecisionForm(forms.Form):
    """Who is chosen, why, and the owner's name. Who cannot be chosen is shown, and not offered."""

    candidate = forms.ModelChoiceField(
        label=_("Who is chosen"), queryset=Candidate.objects.none(), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In a paragraph that somebody who was not there understands in two years."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    signature = forms.CharField(
        label=_("Your name, as you sign"),
        help_text=_("It stands under the decision. It cannot be taken back."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    head = forms.CharField(max_length=80)  # of the ledger; the page fills it in anew

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, choices: Sequence[Choice], head: Head, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [one.candidate.pk for one in choices if one.hindrance is None]
        self.fields["candidate"].queryset = Candidate.objects.filter(pk__in=able)
        self.now = str(head)

    def decision(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("candidate", "reason", "signature")}

    def seen(self) -> Head:
        """The end of the ledger as the signer was shown it; what is no head at all is none."""
        number, _colon, digest = self.cleaned_data["head"].partition(":")
        return Head(int(number), digest) if number.isdecimal() else Head(-1, digest)
