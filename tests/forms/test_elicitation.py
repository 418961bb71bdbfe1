from itertools import combinations

import pytest
from django.utils import translation

from scoring.forms.elicitation import (
    AdoptForm,
    BestWorstForm,
    EndsForm,
    PairsForm,
    PointsForm,
    RanksForm,
    SwingForm,
)
from scoring.models import Elicitation

NUMBERS = range(1, 13)
POINTS = {f"c{n}": "10" for n in NUMBERS}
SWINGS = {f"c{n}": "40" for n in NUMBERS} | {"c6": "100"}
RANKS = {f"c{n}": str(n) for n in NUMBERS}
PAIRS = {f"c{a}-{b}": "1" for a, b in combinations(NUMBERS, 2)}
OTHERS = [n for n in NUMBERS if n not in (6, 7)]
TIMES = {f"best_to_others-{n}": "2" for n in OTHERS} | {"best_to_others-7": "4"}
TIMES |= {f"others_to_worst-{n}": "2" for n in OTHERS}


@pytest.fixture
def competencies(rubric):
    return list(rubric.competencies.all())


# Points


def test_points_are_kept_as_plain_numbers(competencies):
    form = PointsForm(POINTS | {"c3": "7,25", "c4": "0"}, competencies=competencies)

    assert form.is_valid()
    assert form.answers() == {str(n): 10 for n in NUMBERS} | {"3": 7.25, "4": 0}
    assert type(form.answers()["1"]) is int


@pytest.mark.parametrize("value", ["", "-1", "diez", "NaN", "Infinity", "1e400", "0,0001", "99999"])
def test_points_that_cannot_be_are_marked_at_their_field(competencies, value):
    form = PointsForm(POINTS | {"c5": value}, competencies=competencies)

    assert list(form.errors) == ["c5"]
    assert form.first_wrong.name == "c5"


def test_points_that_are_all_zero_weigh_nothing(competencies):
    form = PointsForm(dict.fromkeys(POINTS, "0"), competencies=competencies)

    assert list(form.errors) == ["__all__"]
    assert form.first_wrong is None


def test_a_form_starts_from_what_was_answered_last(competencies):
    form = PointsForm(competencies=competencies, stored={"3": 7.25})

    assert form["c3"].value() == 7.25
    assert form["c4"].value() is None


# Swings


def test_swings_are_kept_by_code(competencies):
    form = SwingForm(SWINGS, competencies=competencies, ends={})

    assert form.is_valid()
    assert form.answers() == {str(n): 40 for n in NUMBERS} | {"6": 100}


@pytest.mark.parametrize("value", ["", "-1", "100,1", "mucho"])
def test_a_swing_off_its_scale_is_marked_at_its_field(competencies, value):
    form = SwingForm(SWINGS | {"c5": value}, competencies=competencies, ends={})

    assert list(form.errors) == ["c5"]


def test_the_largest_swing_is_asked_to_be_the_measure(competencies):
    form = SwingForm(SWINGS | {"c6": "90"}, competencies=competencies, ends={})

    assert list(form.errors) == ["c6"]


def test_swings_that_move_nobody_weigh_nothing(competencies):
    form = SwingForm(dict.fromkeys(SWINGS, "0"), competencies=competencies, ends={})

    assert list(form.errors) == ["__all__"]


# Ranks


def test_positions_may_be_shared(competencies):
    form = RanksForm(RANKS | {"c2": "1"}, competencies=competencies)

    assert form.is_valid()
    assert form.answers() == {str(n): n for n in NUMBERS} | {"2": 1}


@pytest.mark.parametrize("value", ["", "0", "13", "1,5", "x"])
def test_a_position_that_there_is_not_is_marked_at_its_field(competencies, value):
    form = RanksForm(RANKS | {"c5": value}, competencies=competencies)

    assert list(form.errors) == ["c5"]


# Pairs


def test_pairs_are_kept_nested_with_their_fractions(competencies):
    form = PairsForm(PAIRS | {"c1-2": "5", "c1-3": "1/4"}, competencies=competencies)

    assert form.is_valid()
    answers = form.answers()
    assert (answers["1"]["2"], answers["1"]["3"], answers["11"]) == (5, 0.25, {"12": 1})
    assert sum(len(row) for row in answers.values()) == 66


def test_what_pairs_keep_is_shown_again(competencies):
    sides = ["9", "8", "7", "6", "5", "4", "3", "2", "1", "1/2", "1/3"]
    typed = PAIRS | {f"c1-{n}": side for n, side in enumerate(sides, 2)}
    typed |= {f"c2-{n}": f"1/{n}" for n in range(4, 10)}
    first = PairsForm(typed, competencies=competencies)
    assert first.is_valid()

    again = PairsForm(competencies=competencies, stored=first.answers())

    assert {field.name: field.value() for field in again} == typed
    assert again.answered == 66


@pytest.mark.parametrize("value", ["", "0", "10", "1/1", "1/10", "2,5", "x", "٣"])
def test_a_comparison_off_the_scale_is_marked_at_its_field(competencies, value):
    form = PairsForm(PAIRS | {"c2-7": value}, competencies=competencies)

    assert list(form.errors) == ["c2-7"]


def test_nothing_is_compared_before_one_starts(competencies):
    form = PairsForm(competencies=competencies)

    assert form.answered == 0
    assert [len(group["fields"]) for group in form.groups] == list(range(11, 0, -1))


def test_the_choices_of_a_pair_name_both_sides(competencies):
    with translation.override("en"):
        choices = dict(PairsForm(competencies=competencies).fields["c1-2"].choices)

    assert choices["5"] == "Prior analysis: strongly more (5)"
    assert choices["1/5"] == "Budget: strongly more (5)"
    assert list(choices)[1:] == [
        *("9", "8", "7", "6", "5", "4", "3", "2", "1"),
        *("1/2", "1/3", "1/4", "1/5", "1/6", "1/7", "1/8", "1/9"),
    ]


# Best and worst


def test_the_two_ends_are_different_ones(competencies):
    form = EndsForm({"best": "6", "worst": "6"}, competencies=competencies)

    assert list(form.errors) == ["worst"]


@pytest.mark.parametrize("value", ["", "0", "13", "x"])
def test_an_end_is_one_of_the_competencies(competencies, value):
    form = EndsForm({"best": value, "worst": "7"}, competencies=competencies)

    assert list(form.errors) == ["best"]


def best_worst(competencies, typed=None, **kwargs):
    return BestWorstForm(typed, competencies=competencies, best="6", worst="7", **kwargs)


def test_comparisons_with_both_ends_are_kept_whole(competencies):
    form = best_worst(competencies, TIMES)

    assert form.is_valid()
    assert form.answers() == {
        "best": "6",
        "worst": "7",
        "best_to_others": {str(n): 2 for n in OTHERS} | {"6": 1, "7": 4},
        "others_to_worst": {str(n): 2 for n in OTHERS} | {"6": 4, "7": 1},
    }


def test_each_comparison_is_asked_once(competencies):
    assert len(best_worst(competencies).fields) == 21


@pytest.mark.parametrize("name", ["best_to_others-1", "others_to_worst-1"])
def test_nothing_lies_further_apart_than_the_ends(competencies, name):
    form = best_worst(competencies, TIMES | {name: "5"})

    assert list(form.errors) == [name]


@pytest.mark.parametrize("value", ["", "0", "10", "x"])
def test_a_missing_comparison_of_the_ends_is_marked_alone(competencies, value):
    form = best_worst(competencies, TIMES | {"best_to_others-7": value})

    assert list(form.errors) == ["best_to_others-7"]


def test_the_last_comparisons_come_back_with_the_same_ends(competencies):
    first = best_worst(competencies, TIMES)
    assert first.is_valid()

    again = best_worst(competencies, stored=first.answers())

    assert {field.name: str(field.value()) for field in again} == TIMES


def test_other_ends_start_afresh(competencies):
    first = best_worst(competencies, TIMES)
    assert first.is_valid()

    other = BestWorstForm(competencies=competencies, stored=first.answers(), best="6", worst="8")

    assert other.answered == 0


# Taking


@pytest.fixture
def two(cast):
    people = cast.owner, cast.second
    return [Elicitation(pk=pk, user=one, method="swing") for pk, one in enumerate(people, 7)]


def test_the_chosen_answers_come_in_the_order_of_the_page(two):
    form = AdoptForm({"answer": ["8", "7"]}, elicitations=two)

    assert form.is_valid()
    assert form.chosen() == two


@pytest.mark.parametrize("chosen", [[], ["x"], ["9"], ["7", "9"], ["7\0"], ["9" * 30], ["٧"]])
def test_an_answer_that_is_not_on_the_page_is_not_chosen(two, chosen):
    form = AdoptForm({"answer": chosen}, elicitations=two)

    assert list(form.errors) == ["answer"]
