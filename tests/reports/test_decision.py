"""The decision in a sentence, to the letter."""

import pytest
from django.utils.html import strip_tags

from scoring.models import Candidate, Decision
from scoring.reports.decision import signed_of


def signed(chosen: str, leaders: list[str], reason: str = "So."):
    decision = Decision(candidate=Candidate(name=chosen), reason=reason)
    return signed_of(decision, leaders=leaders)


@pytest.mark.parametrize(
    ("leaders", "first", "sentence"),
    [
        (["Ovea"], True, "Ovea is chosen, and comes first in the ranking."),
        (["Alfa", "Ovea"], True, "Ovea is chosen, and shares first place with Alfa."),
        (["Alfa"], False, "Ovea is chosen, and is not first in the ranking: Alfa is."),
        (
            ["Alfa", "Beta"],
            False,
            "Ovea is chosen, and is not first in the ranking: Alfa and Beta are.",
        ),
        ([], False, "Ovea is chosen; nobody came first in the ranking."),
    ],
)
def test_a_choice_against_the_ranking_is_said_plainly(leaders, first, sentence):
    told = signed("Ovea", leaders)

    assert (strip_tags(told.sentence), told.is_first) == (sentence, first)


def test_names_are_peoples_text():
    assert "&lt;b&gt;" in signed("<b>", []).sentence


def test_a_reason_keeps_its_paragraphs():
    assert signed("Ovea", [], "One.\n\nTwo.").reason == ("One.", "Two.")
