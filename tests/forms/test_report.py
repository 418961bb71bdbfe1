import pytest

from scoring.domain.edition import FULL, SHORT, Edition
from scoring.enums import ReportSection
from scoring.forms.report import LetterForm, ReportForm

GIVEN = {"language": "fr", "content": "full", "people": "names"}


def filled(**changes: object) -> ReportForm:
    return ReportForm({**GIVEN, **changes}, language="es")


@pytest.mark.parametrize(
    ("said", "sections"),
    [
        ({"content": "full"}, FULL),
        ({"content": "full", "sections": ["gates"]}, FULL),
        ({"content": "short"}, SHORT),
        ({"content": "own", "sections": ["gates"]}, frozenset({ReportSection.GATES})),
        ({"content": "own"}, frozenset()),
        ({"content": "own", "sections": sorted(FULL)}, FULL),
    ],
)
def test_a_report_holds_what_was_chosen(said: dict, sections: frozenset):
    form = filled(**said)

    assert form.is_valid()
    assert form.edition() == Edition(language="fr", sections=sections)


@pytest.mark.parametrize(("people", "anonymous"), [("names", False), ("letters", True)])
def test_who_scored_is_named_or_not(people: str, anonymous: bool):
    form = filled(people=people)

    assert form.is_valid()
    assert form.edition().anonymous is anonymous


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "de"},
        {"language": ""},
        {"content": "all"},
        {"content": "own", "sections": ["prices"]},
        {"people": "nicknames"},
    ],
)
def test_what_is_not_offered_is_refused(wrong: dict):
    form = filled(**wrong)

    assert not form.is_valid()
    assert set(form.errors) <= set(wrong)


def test_a_letter_holds_no_choice_but_to_whom_and_in_which_language():
    given = {"language": "en", "candidate": "norte"}
    form = LetterForm(given, language="es", candidates={"norte": "Norte"})

    assert form.is_valid()
    assert form.edition() == Edition(
        language="en", sections=frozenset(), anonymous=True, candidate="norte"
    )


@pytest.mark.parametrize("candidate", ["", "sur"])
def test_a_letter_goes_to_one_of_the_candidates(candidate: str):
    given = {"language": "en", "candidate": candidate}
    form = LetterForm(given, language="es", candidates={"norte": "Norte"})

    assert set(form.errors) == {"candidate"}
