from decimal import Decimal

import pytest
from django.utils import translation

from scoring.engine.best_worst import from_best_worst
from scoring.engine.elicitation import from_points
from scoring.engine.pairwise import from_pairs
from scoring.enums import ElicitationMethod
from scoring.models import Competency, Elicitation
from scoring.reports import elicitation as shown

NAMES = {"1": "Analysis", "2": "Budget", "3": "Scope", "4": "Migration"}
COMPETENCIES = [
    Competency(number=int(code), title_en=name, short_title_en=name) for code, name in NAMES.items()
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# What is asked


@pytest.mark.parametrize(
    ("method", "questions"),
    [("points", 12), ("swing", 12), ("ranks", 12), ("pairs", 66), ("best-worst", 21)],
)
def test_it_is_said_beforehand_how_much_is_asked(method, questions):
    assert shown.questions_of(ElicitationMethod(method), 12) == questions


def test_every_method_says_what_it_asks_and_whom_it_suits():
    cards = shown.asked(ElicitationMethod, 12, {"swing": "mine"})

    assert [card.method for card in cards] == list(ElicitationMethod)
    assert [card.answered for card in cards] == [None, "mine", None, None, None]
    assert all(card.asks.endswith(".") and card.suits.endswith(".") for card in cards)


# Weights as bars


def test_bars_are_to_the_scale_of_the_largest_weight_of_all():
    lines = shown.lines(COMPETENCIES[:2], [{"1": 0.25, "2": 0.75}, {"1": 1, "2": 0}])

    assert [[share.bar for share in line.shares] for line in lines] == [[25, 100], [75, 0]]
    assert [share.weight for share in lines[0].shares] == ["25%", "100%"]


def test_a_competency_that_nobody_weighed_weighs_nothing():
    [line] = shown.lines(COMPETENCIES[:1], [{"9": 1.0}])

    assert (line.shares[0].weight, line.shares[0].bar) == ("0%", 0)


def test_no_weights_are_no_bars():
    [line] = shown.lines(COMPETENCIES[:1], [{"1": 0.0}, {}])

    assert [share.bar for share in line.shares] == [0, 0]


# How coherent


def told(result):
    return shown.coherence(result, COMPETENCIES)


def test_points_cannot_contradict_each_other():
    found = told(from_points({"1": 1}))

    assert (found.tone, found.again, found.clash) == ("quiet", (), "")


def test_perfect_comparisons_leave_nothing_to_look_at():
    found = told(from_pairs({"1": {"2": 2, "3": 6}, "2": {"3": 3}}))

    assert (found.tone, found.again, found.clash) == ("ok", (), "")
    assert found.title == "The comparisons fit together"
    assert found.text.startswith("Consistency ratio 0.00: 0 is perfect, up to 0.10 is good.")
    assert "1980, 0.58 here" in found.text


def test_a_cycle_is_told_against_its_grain():
    found = told(from_pairs({"1": {"2": 2, "3": 1 / 3}, "2": {"3": 4}}))

    assert found.tone == "bad"
    assert found.again == (
        "Analysis over Budget: 2 times",
        "Budget over Scope: 4 times",
        "Scope over Analysis: 3 times",
    )
    assert found.clash == "From the first two follows Analysis over Scope: 8 times."


def test_equals_are_said_to_be_alike():
    found = told(from_pairs({"1": {"2": 1, "3": 5}, "2": {"3": 1}}))

    assert found.again == (
        "Analysis and Budget alike",
        "Budget and Scope alike",
        "Analysis over Scope: 5 times",
    )


def ratio_of(times):
    return from_pairs({"1": {"2": 2, "3": times}, "2": {"3": 2}})


@pytest.mark.parametrize(("times", "tone"), [(2, "ok"), (1.4, "warn"), (0.5, "bad")])
def test_the_tone_follows_the_consistency_ratio(times, tone):
    found = ratio_of(times)

    limits = {"ok": (0, 0.1), "warn": (0.1, 0.2), "bad": (0.2, 9)}[tone]
    assert limits[0] < found.consistency_ratio <= limits[1]
    assert told(found).tone == tone


def best_worst(middle):
    return from_best_worst("1", "3", {"1": 1, "2": 2, "3": 4}, {"1": 4, "2": middle, "3": 1})


def test_best_and_worst_that_agree_leave_nothing_to_look_at():
    found = told(best_worst(2))

    assert (found.tone, found.clash) == ("ok", "")
    assert found.text.startswith("ξ = 0.00: ")


@pytest.mark.parametrize(("middle", "tone"), [(3, "ok"), (4, "warn")])
def test_best_and_worst_name_whoever_fits_least(middle, tone):
    found = told(best_worst(middle))

    assert found.tone == tone
    assert found.clash == "The two comparisons with Budget fit the others least."


# What was answered


@pytest.mark.parametrize(
    ("method", "answers", "told"),
    [
        ("points", {"1": 7.25, "2": 0}, [("Analysis", "7.3"), ("Budget", "0")]),
        ("ranks", {"1": 2, "9": 1}, [("Analysis", "2"), ("9", "1")]),
        (
            "pairs",
            {"1": {"2": 5, "3": 1 / 3}, "2": {"3": 1}},
            [
                ("Analysis : Budget", "5"),
                ("Analysis : Scope", "1/3"),
                ("Budget : Scope", "1"),
            ],
        ),
        (
            "best-worst",
            {
                "best": "1",
                "worst": "3",
                "best_to_others": {"1": 1, "2": 2, "3": 4},
                "others_to_worst": {"1": 4, "2": 3, "3": 1},
            },
            [("Analysis : Budget", "2"), ("Analysis : Scope", "4"), ("Budget : Scope", "3")],
        ),
    ],
)
def test_an_answer_can_be_read_again(method, answers, told):
    assert shown.said(Elicitation(method=method, answers=answers), COMPETENCIES) == told


# From worst to best


def ends(evaluation, code):
    return [(end.check, end.worst, end.best) for end in shown.ends_of(evaluation)[code]]


def test_the_heaviest_checks_stand_for_a_competency(draft):
    assert ends(draft, "11") == [
        ("Exit clause in the contract", "Not met", "Met"),
        (
            "Gets all your data back",
            "Nothing, or the opposite",
            "Exemplary: we would do the same",
        ),
        ("Restore time (one day at most)", "48", "1 hours"),
    ]


def test_more_can_be_better_too(draft):
    assert ends(draft, "5")[0] == ("Committed availability", "99", "99.99 % monthly")


def test_costs_are_told_in_the_companys_money(draft):
    assert ends(draft, "2")[0] == (
        "Total cost per account per year",
        "36",
        "18 EUR per account and year",
    )


def test_without_a_budget_costs_are_shares_of_it(draft):
    draft.reference_budget = None

    assert ends(draft, "2")[0][1:] == ("120%", "60% of the reference budget")


def test_a_budget_with_cents_is_told_without_idle_zeros(draft):
    draft.reference_budget = Decimal("12.50")

    assert ends(draft, "2")[0][1:] == ("15", "7.5 EUR per account and year")
