"""What the forms of one competency cost beside stock crispy forms over all the checks.

`uv run pytest -m benchmark -n 0 tests/benchmarks/test_form_benchmark.py` measures it, making the
forms and rendering them, on both sides.
"""

from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import get_template

from scoring.enums import EvidenceLevel, State, Tier
from scoring.forms.assessment import CellForms
from scoring.models import Check
from scoring.views.direction import ByCandidate
from scoring.views.sheet import Sheet

from .conftest import Race

CARD = "scoring/assessment/_card.html"


class StockForm(forms.Form):
    """The same fields with Django's own widgets, as crispy lays them out by itself."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    evidence = forms.ChoiceField(choices=EvidenceLevel.choices, required=False)
    note = forms.CharField(max_length=5000, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, check: Check) -> None:
        super().__init__(prefix=check.code)
        if check.is_measure:
            self.fields["measurement"] = forms.DecimalField(required=False)
        levels = [(str(level.value), str(level.label)) for level in check.scale.levels.all()]
        self.fields["answer"].choices = [*levels, ("", "No answer yet"), ("abstained", "I abstain")]


@pytest.mark.benchmark
def test_a_competency_costs_a_tenth_of_stock_forms_over_all_checks(
    make_evaluation: Any, cast: Any, race: Race
) -> None:
    made = make_evaluation(State.OPEN, tier=Tier.STANDARD)
    sheet = Sheet(made.seats.get(user=cast.assessor))
    way = ByCandidate(sheet, sheet.candidates[0], sheet.checks_of(6))
    whole = made.checks().select_related("scale").prefetch_related("scale__levels")
    every = list(whole)

    ratio = race(
        f"the form of one competency ({len(way.checks)} checks)",
        lambda: our_cards(way),
        f"stock crispy, all {len(every)} checks",
        lambda: [render_crispy_form(StockForm(check)) for check in every],
        bound="≥ 10",
    )

    assert ratio >= 10


def our_cards(way: ByCandidate) -> list[str]:
    card = get_template(CARD)
    context = {"way": way, "across": False, "evaluation": way.sheet.evaluation, "evidence": {}}
    return [card.render(context | {"form": form}) for form in CellForms(way.cells, {})]
