from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _


class CandidateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Contact, offer, where it comes from."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
