from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scoring.domain.evaluation import Setup
from scoring.enums import Tier
from scoring.models import Check, Competency, Evaluation, Profile, Rubric

from .method import MethodForm
from .scope import ScopeForm

RUBRIC_WEIGHTS, OWN_WEIGHTS = "rubric", "own"


class ProfileSelect(forms.RadioSelect):
    """Radio buttons that carry each profile's weights, for the script that fills the fields in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weights: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-weights"] = self.weights.get(str(value), "")
        return option


class EvaluationForm(forms.Form):
    """What an owner decides before scoring opens, for one rubric version.

    The rubric and each of its profiles bring weights; what was typed into the weight fields
    counts only with "own weights". Scope and method are forms of their own, sent with this one.
    """

    first = ("title", "tier", "reference_budget", "reason_for_gates", "reason_for_extremes")

    title = forms.CharField(label=_("Title"), max_length=80)
    tier = forms.TypedChoiceField(label=_("Depth"), coerce=int, widget=forms.RadioSelect)
    reference_budget = forms.DecimalField(
        label=_("Reference budget"),
        help_text=_("EUR per account and year. The total cost of each candidate is scored by it."),
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        required=False,
    )
    profile = forms.ChoiceField(label=_("Weights"), widget=ProfileSelect)
    reason_for_gates = forms.BooleanField(
        label=_("A knock-out check asks for a reason"), required=False, initial=True
    )
    reason_for_extremes = forms.BooleanField(
        label=_("The best and the worst rating ask for a reason"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, rubric: Rubric, evaluation: Evaluation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=self.initial_for(rubric, evaluation), **kwargs)
        self.rubric = rubric
        self.evaluation = evaluation
        data = {"data": self.data if self.is_bound else None, "rubric": rubric}
        self.scope = ScopeForm(exclusions=_exclusions(evaluation), **data)
        self.method = MethodForm(method=evaluation.method if evaluation else {}, **data)
        self.competencies = list(rubric.competencies.all())
        self.profiles = {
            profile.slug: profile
            for profile in rubric.profiles.prefetch_related("weights__competency")
        }
        self.ready_weights = {RUBRIC_WEIGHTS: _weights_of_rubric(self.competencies)} | {
            slug: _weights_of_profile(profile) for slug, profile in self.profiles.items()
        }
        self.fields["tier"].choices = self._tiers()
        self.fields["profile"].choices = [
            (RUBRIC_WEIGHTS, _("The rubric’s own")),
            *((slug, _choice(profile)) for slug, profile in self.profiles.items()),
            (OWN_WEIGHTS, _("Own weights")),
        ]
        self.fields["profile"].widget.weights = {
            choice: " ".join(str(value.normalize()) for value in weights.values())
            for choice, weights in self.ready_weights.items()
        }
        for competency in self.competencies:
            self.fields[_weight_name(competency)] = forms.DecimalField(
                label=str(competency),
                min_value=0,
                max_digits=7,
                decimal_places=3,
                localize=True,
                required=False,
            )
        self.helper = self._helper()

    def is_valid(self) -> bool:
        """All three are judged, so that every mistake is shown at once."""
        if not self.is_bound:
            return False
        own = super().is_valid()
        self.scope.tier = self.cleaned_data.get("tier")
        return all([own, self.scope.is_valid(), self.method.is_valid()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("profile") == OWN_WEIGHTS:
            self._clean_own_weights(cleaned)
        return cleaned

    def setup(self) -> Setup:
        """What the valid form decides."""
        cleaned = self.cleaned_data
        choice = cleaned["profile"]
        return Setup(
            title=cleaned["title"],
            rubric=self.rubric,
            tier=cleaned["tier"],
            profile=self.profiles.get(choice),
            weights=self.ready_weights.get(choice) or self._own_weights(cleaned),
            reference_budget=cleaned["reference_budget"],
            exclusions=self.scope.exclusions(),
            method=self.method.method(),
            reason_for_gates=cleaned["reason_for_gates"],
            reason_for_extremes=cleaned["reason_for_extremes"],
        )

    @classmethod
    def initial_for(cls, rubric: Rubric, evaluation: Evaluation | None = None) -> dict[str, Any]:
        """The evaluation's present setup, or the rubric's own weights."""
        if evaluation is None:
            weights = _weights_of_rubric(rubric.competencies.all())
            start = {"tier": Tier.STANDARD, "profile": RUBRIC_WEIGHTS}
        else:
            of_evaluation = evaluation.weights.select_related("competency")
            weights = {weight.competency: weight.value for weight in of_evaluation}
            start = {
                "title": evaluation.title,
                "tier": evaluation.tier,
                "reference_budget": evaluation.reference_budget,
                "profile": evaluation.profile.slug if evaluation.profile else OWN_WEIGHTS,
                "reason_for_gates": evaluation.reason_for_gates,
                "reason_for_extremes": evaluation.reason_for_extremes,
            }
        return start | {_weight_name(c): value.normalize() for c, value in weights.items()}

    def _clean_own_weights(self, cleaned: dict[str, Any]) -> None:
        for competency in self.competencies:
            name = _weight_name(competency)
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, _("Give a weight, 0 or more."))
        if not self.errors and not any(self._own_weights(cleaned).values()):
            self.add_error("profile", _("At least one weight must be more than 0."))

    def _own_weights(self, cleaned: dict[str, Any]) -> dict[Competency, Decimal]:
        return {c: cleaned[_weight_name(c)] for c in self.competencies}

    def _tiers(self) -> list[tuple[int, str]]:
        of_rubric = Check.objects.filter(competency__rubric=self.rubric)
        by_tier = dict(of_rubric.values_list("tier").annotate(Count("pk")).order_by("tier"))
        choices, total = [], 0
        for tier in Tier:
            total += by_tier.get(tier.value, 0)
            count = ngettext("%(count)d check", "%(count)d checks", total) % {"count": total}
            choices.append((tier.value, f"{tier.label} · {count}"))
        return choices

    def _helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(Div(*self.first, css_class="panel medium"), self._weights())
        return helper

    def _weights(self) -> Div:
        rows = (
            Field(_weight_name(c), template="scoring/evaluation/_weight.html")
            for c in self.competencies
        )
        total = HTML("{% include 'scoring/evaluation/_weights_total.html' %}")
        return Div(
            "profile",
            Div(*rows, total, css_class="weights"),
            css_class="panel medium",
            css_id="weights",
        )


def _weight_name(competency: Competency) -> str:
    return f"weight_{competency.number}"


def _choice(profile: Profile) -> str:
    return format_html('{} <span class="choice-reason">{}</span>', profile.title, profile.rationale)


def _weights_of_rubric(competencies: Iterable[Competency]) -> dict[Competency, Decimal]:
    return {competency: competency.weight for competency in competencies}


def _weights_of_profile(profile: Profile) -> dict[Competency, Decimal]:
    return {weight.competency: weight.value for weight in profile.weights.all()}


def _exclusions(evaluation: Evaluation | None) -> dict[Check, str]:
    if evaluation is None:
        return {}
    left_out = evaluation.exclusions.select_related("rubric_check__competency")
    return {one.rubric_check: one.reason for one in left_out}
