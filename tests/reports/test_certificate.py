"""The stability certificate: what it would take to change the winner, to the letter."""

from django.utils.html import strip_tags

from scoring.reports.certificate import certificate_of

from .factory import dossier_of_scores as dossier


def told(*args, **kwargs) -> dict[str, str]:
    return {line.title: strip_tags(line.words) for line in certificate_of(dossier(*args, **kwargs))}


def test_each_way_to_change_the_winner_has_its_line():
    assert told({"Alfa": (100, 50, 80), "Beta": (40, 90, (60, 0))}) == {
        "Simulated": "Alfa comes first in all 10,000 simulations near the announced weights.",
        "To draw level": (
            "It would take 24.4 points of weight, moved from Security to Budget, "
            "for Beta to draw level."
        ),
        "Safe weights": "Security 15.8–100% · Budget 0–56.5% · 1 other: always",
        "Left out": "Without the competency Security, Beta would come first.",
        "Still unknown": (
            "With these weights Alfa is first whatever is still missing or unproven."
        ),
    }


def test_who_is_ahead_in_everything_is_safe_whatever_anything_weighs():
    safe = told({"Alfa": (100, 100, 100), "Beta": (40, 40, 40)})

    assert safe["Safe weights"] == "Alfa stays first whatever any one competency weighs."
    assert "Still unknown" not in safe  # nothing is


def test_a_tie_and_a_candidate_alone_have_none():
    assert told({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}) == {}
    assert told({"Alfa": (50, 50, 50)}) == {}


def test_the_only_one_not_excluded_is_only_simulated():
    left = {"Alfa": (90, 50, 50), "Beta": (10, 50, 50)}

    assert list(told(left, minimum=50)) == ["Simulated"]
