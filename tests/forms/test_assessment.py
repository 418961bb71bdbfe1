"""The form of one cell: what it says of itself, and what it makes of what was typed."""

from decimal import Decimal
from typing import Any

import pytest

from scoring.domain.assessment import Rating
from scoring.forms.assessment import AssessmentForm, CellForms
from scoring.models import Assessment


@pytest.fixture
def make(opened, cast, at):
    """A form of the only candidate; `stored` is what the assessor's row holds."""

    def make(data: Any = None, code: str = "6.2", **stored: Any) -> AssessmentForm:
        check = opened.checks().select_related("scale").get(code=code)
        row = None
        if stored:
            candidate = opened.candidates.get()
            cell = {"candidate": candidate, "rubric_check": check, "assessor": cast.assessor}
            row = Assessment(**cell, updated_at=at, **stored)
        if data is not None:
            prefix = f"integrador-a-{code.replace('.', '-')}"
            data = {f"{prefix}-{name}": value for name, value in ({"version": 0} | data).items()}
        return AssessmentForm(data, candidate=opened.candidates.get(), check=check, stored=row)

    return make


@pytest.mark.parametrize(
    ("code", "typed", "rating"),
    [
        ("6.2", {"answer": "50", "evidence": "3"}, Rating(value=50, evidence=3)),
        ("6.2", {"answer": "abstained"}, Rating(abstained=True)),
        ("6.2", {"note": "Preguntar", "version": 4}, Rating(note="Preguntar", version=4)),
        ("6.9", {"measurement": "2,5"}, Rating(measurement=Decimal("2.5"))),
        ("6.9", {"measurement": "2,5", "answer": "abstained"}, Rating(abstained=True)),
        ("6.2", {"note": "Una\r\nnota"}, Rating(note="Una\nnota")),
    ],
)
def test_what_was_typed_becomes_a_rating(make, code, typed, rating):
    form = make(typed, code)

    form.is_valid()

    assert form.rating() == rating


@pytest.mark.parametrize(
    ("stored", "state"),
    [
        ({}, "todo"),
        ({"note": "Preguntar"}, "todo"),
        ({"value": 50, "note": "Visto"}, "done"),
        ({"value": 100}, "why"),
        ({"value": 100, "note": "Visto"}, "done"),
        ({"abstained": True}, "done"),
    ],
)
def test_a_card_says_what_is_left_to_do(make, stored, state):
    assert make(**stored).state == state


def test_a_rating_between_the_ends_asks_for_no_reason(make, opened):
    check = opened.checks().filter(must=False, reason_required=False).first()

    assert make(code=check.code, value=40).state == "done"


def test_a_refused_card_says_so(make):
    form = make({"answer": "75"})

    form.is_valid()

    assert form.state == "wrong"


def test_two_answers_are_told_line_by_line(make):
    form = make({"answer": "50", "evidence": "1", "note": "Lo mío"})
    form.is_valid()

    form.show_conflict(make(value=50.0, evidence=4, note="Lo otro").stored)

    assert [line["differs"] for line in form.differences] == [False, True, True]
    assert [line["mine"] for line in form.differences] == ["En parte", "Documentado", "Lo mío"]


def test_a_figure_is_told_with_its_unit(make):
    form = make(code="6.9", value=88.75, measurement=Decimal("2.5000"))

    assert form.told[0] == f"2,5 {form.check.unit}"


@pytest.mark.parametrize(("value", "shown"), [("100.0000", "100"), ("2.5000", "2.5")])
def test_a_stored_figure_shows_without_idle_zeros(make, value, shown):
    form = make(code="6.9", value=50, measurement=Decimal(value))

    assert f"{form['measurement'].value():f}" == shown


def test_only_the_cells_that_were_sent_are_rated(opened):
    checks = list(opened.checks().select_related("scale").filter(code__in=["6.2", "6.3"]))
    candidate = opened.candidates.get()
    data = {"integrador-a-6-3-version": "0", "integrador-a-6-3-answer": "50"}

    forms = CellForms([(candidate, check) for check in checks], {}, data)

    assert forms.is_valid()
    assert forms.ratings() == {candidate: {checks[1]: Rating(value=50)}}


def test_taking_what_is_stored_drops_what_was_typed(opened):
    check = opened.checks().select_related("scale").get(code="6.2")
    data = {"integrador-a-6-2-version": "0", "integrador-a-6-2-answer": "50"}

    forms = CellForms([(opened.candidates.get(), check)], {}, data | {"take": "integrador-a-6-2"})

    assert forms.is_valid()
    assert forms.ratings() == {}
