"""The verdict in words: who leads, by how much, thanks to what, on what condition.

How safe it is has its own file, `test_safety`; every language has its cases in `test_sentences`.
"""

import pytest
from django.utils.html import strip_tags

from scoring.reports import narrative

from .factory import dossier_of_scores as dossier


def verdict(*args, **kwargs) -> str:
    return strip_tags(narrative.verdict(dossier(*args, **kwargs)))


def headline(*args, **kwargs) -> tuple[str, str]:
    label = narrative.headline(dossier(*args, **kwargs))
    return label.tone, label.words


CLEAR = {"Alfa": (100, 50, 80), "Beta": (40, 90, 60)}


def test_the_leader_is_named_with_points_margin_rival_and_reasons():
    assert verdict(CLEAR) == (
        "Alfa leads with 81.0 points, 22.0 ahead of Beta. "
        "The difference comes mainly from Security and Support; Budget narrows it."
    )


def test_who_is_better_in_everything_gives_way_in_nothing():
    assert verdict({"Alfa": (100, 50, 80), "Beta": (40, 50, 60)}).endswith(
        "The difference comes mainly from Security and Support; nothing narrows it."
    )


def test_a_single_reason_stands_alone():
    assert "mainly from Security; " in verdict({"Alfa": (90, 50, 50), "Beta": (40, 50, 50)})


def test_a_difference_that_rounds_to_nothing_is_not_spoken_of():
    assert verdict({"Alfa": (90, 50, 50), "Beta": (40, 50.1, 50)}).endswith("nothing narrows it.")


def test_a_margin_that_rounds_to_nothing_is_not_called_nothing():
    assert "less than 0.1 ahead of Beta" in verdict({"Alfa": (50.08, 50, 50), "Beta": (50, 50, 50)})


def test_a_conditional_leader_is_said_to_be_conditional_in_the_same_sentence():
    first = verdict({"Alfa": ((100, 0), 90, 90), "Beta": (95, 10, 10)}, minimum=90).split(". ")[0]

    assert first == (
        "Alfa leads with 85.0 points, 32.5 ahead of Beta, "
        "on condition that 1 open requirement is settled"
    )


def test_a_tie_names_everybody_and_claims_no_margin():
    three = {"Alfa": (50, 50, 50), "Beta": (50, 50, 50), "Gamma": (50, 50, 50), "Delta": (1, 1, 1)}

    assert verdict(three) == "Alfa, Beta and Gamma tie for first place with 50.0 points."


def test_a_tie_says_for_whom_requirements_are_open():
    tied = {"Alfa": (90, 50, 50), "Beta": ((100, 0), 50, 50 + 50 / 2)}

    assert verdict(tied, minimum=90) == (
        "Alfa and Beta tie for first place with 70.0 points; requirements are still open for Beta."
    )


def test_two_in_second_place_are_both_named_and_no_reason_is_given():
    shared = {"Alfa": (90, 90, 90), "Beta": (50, 50, 50), "Gamma": (50, 50, 50)}

    assert verdict(shared) == "Alfa leads with 90.0 points, 40.0 ahead of Beta and Gamma."


def test_one_candidate_alone_leads_nobody():
    assert verdict({"Alfa": (90, 90, 90)}) == "Alfa is the only candidate, with 90.0 points."


def test_the_only_one_not_excluded_is_said_to_be_that():
    left = {"Alfa": (90, 50, 50), "Beta": (10, 50, 50)}

    assert verdict(left, minimum=50) == (
        "Alfa is the only candidate not excluded, with 70.0 points."
    )


def test_the_only_one_not_excluded_may_be_conditional_too():
    left = {"Alfa": ((100, 0), 50, 50), "Beta": (10, 50, 50)}

    assert verdict(left, minimum=90) == (
        "Alfa is the only candidate not excluded, with 65.0 points, "
        "on condition that 1 open requirement is settled."
    )


def test_an_excluded_candidate_with_more_points_is_not_passed_over():
    assert verdict({"Alfa": (60, 50, 50), "Beta": (40, 100, 100)}, minimum=50) == (
        "Alfa is the only candidate not excluded, with 55.0 points. "
        "Beta has more points, 70.0, and is excluded."
    )


def test_a_leader_by_waiver_is_said_to_be_one():
    waived = {"Alfa": (40, 100, 100), "Beta": (60, 50, 50)}

    assert verdict(waived, minimum=50, waived=("Alfa",)) == (
        "Alfa leads with 70.0 points, 15.0 ahead of Beta. "
        "Alfa fails 1 requirement, which has been waived. "
        "The difference comes mainly from Budget and Support; Security narrows it."
    )


def test_everybody_excluded_is_no_leader():
    assert verdict({"Alfa": (10, 90, 90), "Beta": (20, 50, 50)}, minimum=50) == (
        "No candidate can be chosen: each of them fails a requirement."
    )
    assert verdict({"Alfa": (10, 90, 90)}, minimum=50) == (
        "Alfa cannot be chosen: a requirement is not met."
    )


def test_nothing_scored_is_nothing_to_compare():
    nothing = {"Alfa": (None, None, None), "Beta": (None, None, None)}

    assert verdict(nothing) == "Nothing has been scored yet: there is nothing to compare."


@pytest.mark.parametrize(
    ("scores", "minimum", "expected"),
    [
        (CLEAR, None, ("ok", "Clear winner")),
        (
            {"Alfa": ((100, 0), 90, 90), "Beta": (95, 1, 1)},
            81,
            ("warn", "Clear winner, on condition"),
        ),
        ({"Alfa": (100, 50, 50), "Beta": (52, 100, 80)}, None, ("warn", "Narrow winner")),
        ({"Alfa": (None, 90, 90), "Beta": (60, 1, 1)}, 20, ("warn", "Narrow winner, on condition")),
        ({"Alfa": (50, 51, 50), "Beta": (50, None, 90)}, None, ("warn", "No clear winner")),
        ({"Alfa": (90, 90, 90)}, None, ("quiet", "Only one candidate")),
        ({"Alfa": (90, 90, 90), "Beta": (1, 1, 1)}, 50, ("quiet", "Only one candidate left")),
        ({"Alfa": (None, 90, 90)}, 50, ("warn", "Requirements still open")),
        ({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}, None, ("warn", "Tie for first place")),
        ({"Alfa": (1, 90, 90)}, 50, ("bad", "No eligible candidate")),
        ({"Alfa": (None, None, None)}, 50, ("quiet", "Nothing scored yet")),
    ],
)
def test_the_headline_says_it_in_words_and_a_tone(scores, minimum, expected):
    assert headline(scores, minimum=minimum) == expected


def test_a_name_is_text_not_markup():
    hostile = {"<b>A & B</b>": (90, 90, 90), "Beta": (10, 10, 10)}

    assert "<b>&lt;b&gt;A &amp; B&lt;/b&gt;</b> leads" in narrative.verdict(dossier(hostile))


def test_a_name_with_braces_and_percents_is_left_alone():
    assert "{leader} 100%s leads" in verdict({"{leader} 100%s": (90, 90, 90), "B": (10, 10, 10)})
