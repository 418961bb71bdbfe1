import pytest
from django.utils import translation

from scoring.domain.edition import SHORT, Edition
from scoring.enums import ReportSection
from scoring.reports.report import content_of

TWO = frozenset({ReportSection.GATES, ReportSection.METHOD})
ONE = frozenset({ReportSection.GATES})


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        ({}, "Full report"),
        ({"sections": SHORT}, "Short report"),
        ({"sections": TWO}, "First page and 2 sections"),
        ({"sections": ONE}, "First page and 1 section"),
        ({"sections": frozenset()}, "First page only"),
        ({"anonymous": True}, "Full report, without names"),
        ({"candidate": "norte", "anonymous": True}, "Letter to Norte"),
        ({"candidate": "gone"}, "Letter to gone"),
    ],
)
def test_an_edition_is_told_in_a_few_words(edition: dict, words: str) -> None:
    with translation.override("en"):
        assert content_of(Edition(language="es", **edition), {"norte": "Norte"}) == words
