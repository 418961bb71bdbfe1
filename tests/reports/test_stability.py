from dataclasses import replace

import pytest
from django.utils.html import strip_tags

from scoring.reports.stability import changes, safe_weights

from .factory import dossier_of_scores as dossier

CLEAR = {"Alfa": (100, 50, 80), "Beta": (40, 90, 60)}


def told(made) -> dict[str, tuple[str, str]]:
    return {code: (one.span, strip_tags(one.words)) for code, one in safe_weights(made).items()}


def ratings(found) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.title[:3], one.changes, strip_tags(one.effect or "")) for one in found]


def test_a_weight_is_safe_between_two_ends_and_somebody_leads_outside():
    assert told(dossier(CLEAR)) == {
        "1": ("21.1–100%", "Below 21.1%, Beta would come first."),
        "2": ("0–54.8%", "Above 54.8%, Beta would come first."),
        "3": ("always", "Alfa stays first whatever this weighs."),
    }


def test_two_rivals_may_take_over_at_the_two_ends():
    made = dossier({"Alfa": (60, 60, 60), "Beta": (10, 90, 70), "Gamma": (70, 20, 20)})

    assert told(made)["1"] == (
        "30.6–80%",
        "Below 30.6%, Beta would come first. Above 80%, Gamma would come first.",
    )


@pytest.mark.parametrize(
    "scores",
    [
        {"Alfa": (90, 90, 90)},
        {"Alfa": (50, 50, 50), "Beta": (50, 50, 50)},
        {"Alfa": (None, None, None), "Beta": (None, None, None)},
    ],
)
def test_without_a_contest_no_weight_is_safe_or_unsafe(scores):
    assert safe_weights(dossier(scores)) == {}


def test_a_weight_at_which_everybody_fails_is_said_to_leave_nobody():
    made = dossier(CLEAR)
    first, *rest = made.comparison.stability.weight_intervals
    nobody = replace(first, low=0.25, below=None, high=0.75, above=None)
    stability = replace(made.comparison.stability, weight_intervals=(nobody, *rest))
    made = replace(made, comparison=replace(made.comparison, stability=stability))

    assert told(made)["1"] == (
        "25–75%",
        "Below 25%, no candidate could be chosen. Above 75%, no candidate could be chosen.",
    )


def test_a_competency_with_all_of_the_weight_has_no_other_weight():
    made = dossier(CLEAR)
    first, *rest = made.comparison.stability.weight_intervals
    alone = replace(first, weight=1.0, low=1.0, high=1.0, below=None, above=None)
    stability = replace(made.comparison.stability, weight_intervals=(alone, *rest))
    made = replace(made, comparison=replace(made.comparison, stability=stability))

    assert told(made)["1"] == ("—", "All of the weight is here.")


def test_the_nearest_rival_comes_first_and_who_cannot_catch_up_last():
    made = dossier({"Alfa": (80, 80, 50), "Beta": (10, 10, 40), "Gamma": (70, 70, 80)})

    flips = [strip_tags(one.words) for one in changes(made).flips.shown]

    assert flips == [
        "It would take 5.0 points of weight, moved from Security to Support, "
        "for Gamma to draw level.",
        "No change of weights alone lets Beta draw level.",
    ]


def test_moves_are_listed_where_there_are_several():
    made = dossier({"Alfa": (100, 90, 50), "Beta": (40, 10, 60)})

    [flip] = changes(made).flips.shown

    assert [(one.source, one.target, one.points) for one in flip.moves] == [
        ("Budget", "Support", "30.0"),
        ("Security", "Support", "35.7"),
    ]


def test_one_move_is_said_by_the_sentence_alone():
    [flip] = changes(dossier(CLEAR)).flips.shown

    assert flip.moves == ()


def test_ratings_that_change_the_leader_stand_apart_from_those_that_decide_a_requirement():
    made = dossier({"Alfa": (60, 50, 50), "Beta": (55, 50, 50), "Gamma": (50, 10, 10)}, minimum=50)

    found = changes(made)

    assert ratings(found.leader_ratings.shown) == [
        ("Alfa", "1.1", "if refuted", "Beta would come first"),
        ("Alfa", "2.1", "if refuted", "Beta would come first"),
        ("Alfa", "3.1", "if refuted", "Beta would come first"),
    ]
    assert ratings(found.gate_ratings) == [
        ("Beta", "1.1", "if refuted", ""),
        ("Gamma", "1.1", "if refuted", ""),
    ]


def test_a_rating_may_make_a_tie_or_leave_nobody():
    tie = dossier({"Alfa": (60, 50, 50), "Beta": (60, 50, 0)})
    nobody = dossier({"Alfa": (60, 50, 50), "Beta": (10, 50, 50)}, minimum=50)

    assert ratings(changes(tie).leader_ratings.shown)[-1] == (
        "Alfa",
        "3.1",
        "if refuted",
        "Alfa and Beta would share first place",
    )
    assert ratings(changes(nobody).leader_ratings.shown) == [
        ("Alfa", "1.1", "if refuted", "no candidate could be chosen")
    ]


def test_changes_of_one_rating_that_do_the_same_share_a_line(dossier):
    """On scales with levels: Integrador A's knock-out of 3.1 is lost by one level, or by all."""
    lines = [one.changes for one in changes(dossier).gate_ratings]

    assert "one level lower, if refuted" in lines


@pytest.mark.parametrize(
    ("scores", "minimum"),
    [
        ({"Alfa": (90, 90, 90)}, None),
        ({"Alfa": (None, None, None), "Beta": (None, None, None)}, None),
        ({"Alfa": (10, 90, 90), "Beta": (10, 50, 50)}, 50),
    ],
)
def test_without_a_winner_there_is_none_to_change(scores, minimum):
    assert changes(dossier(scores, minimum=minimum)) is None


def test_a_tie_has_no_weights_to_change_but_ratings():
    found = changes(dossier({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}))

    assert (found.flips.shown, found.left_out.shown, found.certainty) == ((), (), None)
    assert len(found.leader_ratings.shown + found.leader_ratings.folded) == 6
