import pytest
from django.utils import translation
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
        "Mainly thanks to Security and Support; it gives way in Budget."
    )


def test_who_is_better_in_everything_gives_way_in_nothing():
    assert verdict({"Alfa": (100, 50, 80), "Beta": (40, 50, 60)}).endswith(
        "Mainly thanks to Security and Support; it gives way in nothing."
    )


def test_a_single_reason_stands_alone():
    assert "Mainly thanks to Security; " in verdict({"Alfa": (90, 50, 50), "Beta": (40, 50, 50)})


def test_a_difference_that_rounds_to_nothing_is_not_spoken_of():
    assert verdict({"Alfa": (90, 50, 50), "Beta": (40, 50.1, 50)}).endswith("gives way in nothing.")


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
        (CLEAR, None, ("ok", "Every requirement met")),
        ({"Alfa": (90, 90, 90)}, None, ("quiet", "Only one candidate")),
        ({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}, None, ("warn", "Tie for first place")),
        ({"Alfa": (None, 90, 90), "Beta": (60, 1, 1)}, 50, ("warn", "Requirements still open")),
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


def test_what_is_unknown_cannot_always_change_the_leader():
    safe = {"Alfa": (100, 100, 100), "Beta": (50, 50, None)}
    unsafe = {"Alfa": (60, 60, 60), "Beta": (None, 50, 50)}

    assert strip_tags(narrative.certainty(dossier(safe))) == (
        "Nothing that is still unproven or unanswered can put anybody above Alfa."
    )
    assert strip_tags(narrative.certainty(dossier(unsafe))) == (
        "What is still unproven or unanswered could put Beta above Alfa."
    )


def test_there_is_no_certainty_to_speak_of_without_a_leader_and_a_rival():
    assert narrative.certainty(dossier({"Alfa": (90, 90, 90)})) is None
    assert narrative.certainty(dossier({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)})) is None


def test_the_differences_sum_to_the_gap():
    first, second = dossier(CLEAR).comparison.candidates

    found = narrative.differences(first, second)

    assert [one.code for one in found] == ["1", "3", "2"]
    assert sum(one.points for one in found) == pytest.approx(22)


@pytest.mark.parametrize("language", ["es", "fr", "en"])
@pytest.mark.parametrize("minimum", [None, 90])
def test_every_language_says_who_leads_and_with_how_much(language, minimum):
    with translation.override(language):
        sentence = verdict({"Alfa": ((100, 0), 90, 90), "Beta": (95, 10, 10)}, minimum=minimum)

    assert "Alfa" in sentence
    assert {"es": "85,0", "fr": "85,0", "en": "85.0"}[language] in sentence
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("last", "spoken"),
    [("Integra", "Alfa e Integra"), ("Hilo", "Alfa e Hilo"), ("Hielo", "Alfa y Hielo")],
)
def test_spanish_says_e_before_the_sound_of_an_i(last, spoken):
    with translation.override("es"):
        assert spoken in verdict({"Alfa": (50, 50, 50), last: (50, 50, 50)})
