"""The rest of what a report says in sentences, to the letter, in the situations of the verdict: the
first two head to head, the certificate, and what each candidate is told in its letter.

`data/report_texts.json` was read aloud in each language, like `data/sentences.json`.
"""

import json
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.domain.report import Dossier
from scoring.models import Candidate, Decision
from scoring.reports import letter
from scoring.reports.certificate import certificate_of
from scoring.reports.decision import signed_of
from scoring.reports.head_to_head import head_to_head

from .test_sentences import CASES, dossier_of

TEXTS = json.loads((Path(__file__).parent / "data" / "report_texts.json").read_text("utf-8"))
DECIDED = {
    "the leader": ("Alfa", ["Alfa"]),
    "one of two leaders": ("Alfa", ["Alfa", "Integra"]),
    "against the leader": ("Ovea", ["Alfa"]),
    "against two leaders": ("Ovea", ["Alfa", "Hilo"]),
    "where nobody led": ("Ovea", []),
}
SIGNED = {
    "es": [
        "Se elige a Alfa, que ocupa el primer lugar de la clasificación.",
        "Se elige a Alfa, que comparte el primer lugar con Integra.",
        "Se elige a Ovea, que no ocupa el primer lugar de la clasificación: lo ocupa Alfa.",
        "Se elige a Ovea, que no ocupa el primer lugar de la clasificación: lo ocupan Alfa e Hilo.",
        "Se elige a Ovea; ningún candidato ocupaba el primer lugar de la clasificación.",
    ],
    "fr": [
        "Le choix se porte sur Alfa, en tête du classement.",
        "Le choix se porte sur Alfa, à égalité en tête avec Integra.",
        "Le choix se porte sur Ovea, qui n’est pas en tête du classement : "
        "la première place revient à Alfa.",
        "Le choix se porte sur Ovea, qui n’est pas en tête du classement : "
        "la première place revient à Alfa et Hilo.",
        "Le choix se porte sur Ovea ; aucun candidat n’est en tête du classement.",
    ],
    "en": [
        "Alfa is chosen, and comes first in the ranking.",
        "Alfa is chosen, and shares first place with Integra.",
        "Ovea is chosen, and is not first in the ranking: Alfa is.",
        "Ovea is chosen, and is not first in the ranking: Alfa and Hilo are.",
        "Ovea is chosen; nobody came first in the ranking.",
    ],
}


def plain(text: str) -> str:
    return strip_tags(text).replace("\N{NO-BREAK SPACE}", " ")


def duel(dossier: Dossier) -> str:
    pair = head_to_head(dossier)
    return plain(pair.sentence) if pair else ""


def certificate(dossier: Dossier) -> list[str]:
    """The lines that the verdict's own sentences do not have: their titles, and the safe weights;
    of the others the title alone."""
    lines = certificate_of(dossier)
    safe = [plain(f"{one.title}: {one.words}") for one in lines[2:3] if len(lines) > 2]
    return [one.title for one in lines] + safe


def letters(dossier: Dossier) -> list[str]:
    return [plain(letter.sentence(one, dossier)) for one in dossier.comparison.candidates]


def test_there_are_at_least_forty_situations_and_each_has_its_texts():
    assert [one["situation"] for one in TEXTS] == [one["situation"] for one in CASES]
    assert len(CASES) >= 40


@pytest.mark.parametrize("language", ["es", "fr", "en"])
@pytest.mark.parametrize("place", range(len(TEXTS)), ids=[one["situation"] for one in TEXTS])
def test_the_first_two_meet_in_exactly_these_words(place, language):
    dossier = dossier_of(CASES[place])

    with translation.override(language):
        assert duel(dossier) == TEXTS[place][language]["duel"]


@pytest.mark.parametrize("language", ["es", "fr", "en"])
@pytest.mark.parametrize("place", range(len(TEXTS)), ids=[one["situation"] for one in TEXTS])
def test_the_certificate_and_the_letters_say_exactly_this(place, language):
    dossier = dossier_of(CASES[place])

    with translation.override(language):
        assert certificate(dossier) == TEXTS[place][language]["certificate"]
        assert letters(dossier) == TEXTS[place][language]["letters"]


@pytest.mark.parametrize("language", list(SIGNED))
def test_a_decision_says_for_and_against_whom(language):
    decisions = [
        (Decision(candidate=Candidate(name=chosen), reason="Todo."), leaders)
        for chosen, leaders in DECIDED.values()
    ]

    with translation.override(language):
        said = [plain(signed_of(one, leaders=leaders).sentence) for one, leaders in decisions]

    assert said == SIGNED[language]
