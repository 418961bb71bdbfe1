import pytest

from scoring.forms.evaluation import EvaluationForm

GOOD = {"title": "Correo 2027", "tier": "2", "reference_budget": "48,50", "profile": "own"}
GOOD |= {f"weight_{n}": "1" for n in range(1, 13)}


def test_a_good_form_is_valid(rubric):
    assert EvaluationForm(GOOD, rubric=rubric).is_valid()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "   "),
        ("title", "x" * 81),
        ("title", "nul\0"),
        ("tier", ""),
        ("tier", "0"),
        ("tier", "4"),
        ("tier", "completo"),
        ("reference_budget", "0"),
        ("reference_budget", "-1"),
        ("reference_budget", "mucho"),
        ("reference_budget", "NaN"),
        ("reference_budget", "1,234"),
        ("reference_budget", "9" * 11),
        ("profile", ""),
        ("profile", "unknown"),
        ("weight_1", ""),
        ("weight_1", "-1"),
        ("weight_1", "NaN"),
        ("weight_1", "Infinity"),
        ("weight_1", "-Infinity"),
        ("weight_1", "1e400"),
        ("weight_1", "0,0001"),
        ("weight_1", "99999"),
        ("weight_1", "doce"),
        ("weight_12", "1,5,5"),
    ],
)
def test_what_cannot_be_is_marked_at_its_field(rubric, name, value):
    form = EvaluationForm(GOOD | {name: value}, rubric=rubric)

    assert list(form.errors) == [name]


def test_weights_that_are_all_zero_weigh_nothing(rubric):
    zeros = {f"weight_{n}": "0" for n in range(1, 13)}

    form = EvaluationForm(GOOD | zeros, rubric=rubric)

    assert list(form.errors) == ["profile"]


def test_each_depth_says_how_many_checks_it_has(rubric):
    choices = dict(EvaluationForm(rubric=rubric).fields["tier"].choices)

    assert [label.split("·")[1].split()[0] for label in choices.values()] == ["38", "75", "100"]
