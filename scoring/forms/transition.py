from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why a step is taken that goes back, or that changes what was fixed."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It goes on record."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
