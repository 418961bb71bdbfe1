"""How safe it is, beyond what `test_sentences` reads: when to speak, and of whom."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.domain.report import Dossier
from scoring.engine.reweighting import Move, NearestFlip
from scoring.models import Seat, User
from scoring.reports import narrative, safety, standing

from .factory import dossier_of_scores as dossier

NOTHING_TO_SAY = {
    "one candidate": ({"Alfa": (90, None, 90)}, None),
    "nothing scored": ({"Alfa": (None, None, None), "Beta": (None, None, None)}, None),
    "everybody excluded": ({"Alfa": (10, None, 90), "Beta": (10, 50, 50)}, 50),
    "a tie": ({"Alfa": (50, 50, 50), "Beta": (50, 50, 50), "Gamma": (1, None, 1)}, None),
}


def certainty(made: Dossier) -> str:
    return strip_tags(safety.certainty(made) or "")


@pytest.mark.parametrize("situation", NOTHING_TO_SAY)
def test_nothing_is_said_where_it_makes_no_sense(situation):
    scores, minimum = NOTHING_TO_SAY[situation]
    made = dossier(scores, minimum=minimum)

    assert narrative.assurance(made) == ""
    assert safety.certainty(made) is None
    assert safety.leave_one_out(made) == ()


def test_with_a_single_assessor_nobody_is_left_out():
    made = dossier({"Alfa": (90, 60, 60), "Beta": (10, 50, 50)})

    [sentence] = safety.leave_one_out(made)

    assert strip_tags(sentence) == "Alfa stays first whichever competency is left out."


def test_an_assessor_is_called_by_name():
    made = dossier(
        {"Alfa": (60, 50, 50), "Beta": (75, 50, 50)},
        beside={"ana": {"Alfa": (100, 50, 50), "Beta": (75, 50, 50)}},
    )
    ana = User(username="ana", first_name="Ana", last_name="Gil")

    first, _competency = safety.leave_one_out(replace(made, seats=(Seat(user=ana),)))

    assert first == "Without the scores of <b>Ana Gil</b>, <b>Beta</b> would come first."


def test_what_is_unknown_can_change_the_leader():
    made = dossier({"Alfa": (60, 60, 60), "Beta": (None, 50, 50), "Gamma": (10, None, 10)})

    assert certainty(made) == ("What is still unproven or unanswered could put Beta above Alfa.")
    assert [one.name for one in standing.challengers(made)] == ["Beta"]


def test_where_nothing_is_unknown_nothing_is_said_of_it():
    assert certainty(dossier({"Alfa": (60, 60, 60), "Beta": (50, 50, 50)})) == ""


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", "moved from Security, Budget and Support to Support"),
        ("es", "de Seguridad, Presupuesto y Asistencia a Asistencia"),
        ("fr", "depuis Sécurité, Budget et Assistance vers Assistance"),
    ],
)
def test_three_sources_are_named(language, spoken):
    flip = flip_from("1", "2", "3")

    with translation.override(language):
        assert spoken in flip_words(flip)


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", "moved from Security, Budget and 2 more competencies to Support"),
        ("es", "de Seguridad, Presupuesto y 2 competencias más a Asistencia"),
        ("fr", "depuis Sécurité, Budget et 2 autres compétences vers Assistance"),
    ],
)
def test_more_sources_are_counted(language, spoken):
    flip = flip_from("1", "2", "3", "1")

    with translation.override(language):
        assert spoken in flip_words(flip)


def flip_from(*sources: str) -> NearestFlip:
    return NearestFlip("beta", 9, tuple(Move(source, "3", 1) for source in sources))


def flip_words(flip: NearestFlip) -> str:
    made = dossier({"Alfa": (90, 60, 60), "Beta": (10, 50, 50)})
    return strip_tags(safety.flip_sentence(made, flip) or "")
