from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.enums import Role
from scoring.models import Competency, Evaluation, Seat, User


class SeatForm(forms.Form):
    """A seat for somebody who has an account and none here yet."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[role for role in Role.choices if role[0] != Role.OWNER],
        initial=Role.ASSESSOR,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = User.objects.filter(is_active=True).order_by("first_name", "username")
        self.fields["user"].queryset = active.exclude(seats__evaluation=evaluation)


class AssignForm(forms.Form):
    """Which competencies a person scores."""

    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies"),
        help_text=_("None chosen: all of them."),
        queryset=Competency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, initial={"competencies": seat.competencies.all()}, **kwargs)
        self.fields["competencies"].queryset = seat.evaluation.rubric.competencies.all()
