from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.enums import TokenScope
from scoring.models import Evaluation, User

DAYS = {
    7: _("A week"),
    30: _("30 days"),
    90: _("90 days"),
    180: _("180 days"),
    365: _("A year"),
}


class TokenForm(forms.Form):
    """What a programme may read for how long."""

    name = forms.CharField(
        label=_("Name"), help_text=_("What it is for: you will know it by this."), max_length=80
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        choices=TokenScope.choices,
        initial=[TokenScope.EVALUATIONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say what the token may read.")},
    )
    evaluation = forms.ModelChoiceField(
        label=_("In which evaluation"),
        queryset=Evaluation.objects.none(),
        empty_label=_("All those in which you have a seat, later ones too"),
        required=False,
    )
    lifetime = forms.TypedChoiceField(
        label=_("Lasts"), choices=list(DAYS.items()), coerce=int, initial=90
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluation"].queryset = Evaluation.objects.seated(user)

    def clean_lifetime(self) -> timedelta:
        return timedelta(days=self.cleaned_data["lifetime"])
