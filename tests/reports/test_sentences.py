"""What the reader reads, to the letter: situations made on purpose, each in three languages.

`data/sentences.json` was read aloud in each language; a sentence that changes is read again.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.domain.report import Dossier
from scoring.reports import narrative, safety

from .factory import dossier_of_scores

CASES = json.loads((Path(__file__).parent / "data" / "sentences.json").read_text("utf-8"))


def dossier_of(case: dict[str, Any]) -> Dossier:
    return dossier_of_scores(
        _ratings(case["scores"]),
        minimum=case.get("minimum"),
        waived=tuple(case.get("waived", ())),
        beside={assessor: _ratings(said) for assessor, said in case.get("beside", {}).items()},
    )


def story(dossier: Dossier) -> list[str]:
    """Headline, verdict, how safe it is, who is left out; spaces that hold figures together
    are written as plain ones."""
    told = [
        f"{narrative.headline(dossier).words}.",
        narrative.verdict(dossier),
        narrative.assurance(dossier),
        *safety.leave_one_out(dossier),
    ]
    return [strip_tags(one).replace("\N{NO-BREAK SPACE}", " ") for one in told if one]


@pytest.mark.parametrize("language", ["es", "fr", "en"])
@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_the_reader_is_told_exactly_this(case, language):
    dossier = dossier_of(case)

    with translation.override(language):
        assert story(dossier) == case[language]


def _ratings(said: dict[str, list[Any]]) -> dict[str, Any]:
    """[value, evidence] is a rating with its evidence."""
    return {
        name: tuple(tuple(one) if isinstance(one, list) else one for one in ratings)
        for name, ratings in said.items()
    }
