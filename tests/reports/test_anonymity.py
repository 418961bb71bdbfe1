"""A report that calls assessors by letters: their names are nowhere, the letters everywhere."""

import re
from datetime import UTC, datetime

import pytest

from scoring.domain import elicitation, seat
from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.enums import ElicitationMethod, Role, State
from scoring.reports.annex import annex_of
from scoring.reports.anonymity import Veil, veil_of, veiled
from scoring.reports.pdf import report_html
from scoring.reports.people import people_of
from scoring.reports.sensitivity import sensitivity_of
from tests.conftest import lead_to

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
LANGUAGES = ["es", "fr", "en"]
HIDDEN = ["CANARY-first-1", "CANARY-last-1", "CANARY-first-2", "CANARY-last-2"]


def report(made, by, *, anonymous=True, language="en") -> str:
    edition = Edition(language=language, anonymous=anonymous)
    return report_html(dossier_of(made), edition=edition, at=AT, by=by)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_assessors_name_is_in_it_and_what_they_wrote_is(told, cast, language):
    html = report(told, cast.assessor, language=language)

    assert [name for name in HIDDEN if name in html] == []
    assert not re.search(r"\b(assessor|second)@|>assessor<", html)
    assert "CANARY-note-assessor-0" in html  # their text, which is not changed
    assert "CANARY-title-0" in html


def test_the_report_that_hides_nobody_names_them(told, cast):
    """The negative control."""
    html = report(told, cast.assessor, anonymous=False)

    assert [name for name in HIDDEN if name in html] == HIDDEN


def test_the_owner_is_named_as_the_owner_and_a_letter_as_who_rated(told, cast):
    html = report(told, cast.owner)

    made = dossier_of(told)
    shown = veiled(made, veil_of(made))
    authors = {
        author
        for section in annex_of(shown)
        for note in section.notes
        for author, _blocks in note.texts
    }
    assert authors == {
        "Assessor A",
        "Assessor B",
        "Assessor C",
        "Consensus, CANARY-first-0 CANARY-last-0",
    } - _silent(made)
    assert "Waived by CANARY-first-0 CANARY-last-0" in html


def _silent(dossier) -> set[str]:
    """Who rated nothing: their letter is in the list of people only."""
    rated = {one.assessor.pk for said in dossier.assessments.values() for one in said}
    return {str(one) for pk, one in veil_of(dossier).stand_ins.items() if pk not in rated}


def test_a_person_has_the_same_letter_in_every_report_of_an_evaluation(told):
    letters = [
        {pk: str(one) for pk, one in veil_of(dossier_of(told)).stand_ins.items()}
        for _time in range(2)
    ]

    assert letters[0] == letters[1]
    assert sorted(letters[0].values()) == ["Assessor A", "Assessor B", "Assessor C"]


def test_no_list_of_people_is_in_the_order_of_their_names(told):
    """It would tell who has which letter."""
    made = dossier_of(told)
    shown = veiled(made, veil_of(made))

    listed = [one.name for one in people_of(shown) if one.scores]
    left_out = [
        title
        for one in sensitivity_of(shown).without
        for title in one.left_out.split(" · ")
        if title.startswith("Assessor")
    ]
    assert listed == sorted(listed)
    assert len(left_out) == 2
    assert left_out == sorted(left_out)
    assert [str(one.assessor) for one in shown.assessments["canary-name-a", "6.2"]] == left_out


def test_who_has_no_seat_any_more_has_a_letter_and_no_name(told, cast):
    told.seats.get(user=cast.assessor).delete()

    html = report(told, cast.owner)

    assert [name for name in HIDDEN if name in html] == []


def test_it_does_not_tell_to_work_it_out_again_from_what_would_name_them(told, cast):
    """The problem names who rated, so that it is not attached."""
    assert "verify_report" in report(told, cast.owner, anonymous=False)
    assert "verify_report" not in report(told, cast.owner)


def test_who_answered_for_the_weights_is_not_named(make_evaluation, cast, at):
    made = make_evaluation(State.DRAFT)
    codes = [str(number) for number in range(1, 13)]
    given = elicitation.answer(
        evaluation=made,
        method=ElicitationMethod.RANKS,
        answers=dict(zip(codes, range(1, 13), strict=True)),
        by=cast.assessor,
        at=at,
    )
    elicitation.adopt(evaluation=made, elicitations=[given], by=cast.owner, at=at)
    lead_to(made, State.OPEN, by=cast.owner, at=at)

    assert "From the answer of Assessor:" in report(made, cast.owner, anonymous=False)
    assert re.search(r"From the answer of Assessor [A-C]:", report(made, cast.owner))


def test_who_was_given_or_lost_a_seat_after_opening_is_not_named(make_evaluation, cast, at):
    made = make_evaluation(State.OPEN)
    by = {"by": cast.owner, "at": at}
    late = seat.grant(evaluation=made, user=cast.stranger, role=Role.ASSESSOR, **by)
    seat.revoke(seat=late, **by)
    seat.revoke(seat=made.seats.get(user=cast.second), **by)

    html = report(made, cast.owner)

    assert re.findall("[Ss]tranger|Second", html) == []
    assert html.count("somebody who has left") == 3
    assert "stranger" in report(made, cast.owner, anonymous=False)


def test_a_veil_that_hides_nobody_changes_nothing(cast):
    assert Veil().rater(cast.owner) == Veil().officer(cast.owner) == cast.owner
    assert Veil().actor(cast.owner.pk, "Owner") == "Owner"
    assert Veil().people(["Ana"], []) == ("Ana",)
