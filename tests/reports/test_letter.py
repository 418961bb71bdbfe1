"""The debrief letter: a candidate's own result, and nothing of anybody else's."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.utils.html import strip_tags

from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.models import Evaluation
from scoring.reports.letter import NoSuchCandidate, letter_of, sentence
from scoring.reports.pdf import report_html

from .factory import dossier_of_scores, score

AT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
LANGUAGES = ["es", "fr", "en"]


def letter(made: Evaluation, code: str, cast, language: str = "en") -> str:
    edition = Edition(language=language, candidate=code)
    return report_html(dossier_of(made), edition=edition, at=AT, by=cast.assessor)


def canaries(html: str) -> set[str]:
    return set(re.findall(r"(?:CANARY|canary)-[\w-]+", html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_other_candidates_and_of_assessors_nothing_is_in_it(told, cast, language):
    owner = {"CANARY-first-0", "CANARY-last-0"}

    for code, letter_ in (("canary-name-a", "a"), ("canary-name-b", "b"), ("canary-name-c", "c")):
        html = letter(told, code, cast, language)

        assert canaries(html) == {f"CANARY-name-{letter_}"} | owner
        assert cast.assessor.username not in html


def test_the_full_report_has_what_the_letter_must_not(told, cast):
    """The negative control: the canaries would be found."""
    html = report_html(dossier_of(told), edition=Edition(language="en"), at=AT, by=cast.assessor)

    assert canaries(html) >= {
        "CANARY-name-a",
        "CANARY-name-c",
        "CANARY-first-1",
        "CANARY-note-assessor-0",
        "CANARY-title-1",
        "CANARY-text-2",
        "CANARY-settled",
        "CANARY-waived",
    }


def test_no_figure_of_another_candidate_changes_it(make_evaluation, cast, at):
    """What the others have is not in it in any form: other scores, the same letter."""
    letters = set()
    for quality in (0.3, 0.5):
        made = make_evaluation(State.OPEN, candidates=3, alone=True)
        first, *others = made.candidates.all()
        score(first, by=cast.owner, at=at, quality=0.9)
        for one in others:
            score(one, by=cast.owner, at=at, quality=quality)
        html = letter(made, first.code, cast)
        digest = dossier_of(made).comparison.inputs_digest
        letters.add(html.replace(digest, "").replace(digest[:12], ""))

    assert len(letters) == 1


def test_a_shared_place_is_not_said_to_be_shared():
    """It would tell somebody else's score."""
    tied = dossier_of_scores({"Alfa": (50, 50, 50), "Beta": (50, 50, 50), "Gamma": (1, 1, 1)})

    said = [strip_tags(sentence(one, tied)) for one in tied.comparison.candidates]

    assert said == [
        "Alfa has 50.0 points of 100, and place 1 of 3.",
        "Beta has 50.0 points of 100, and place 1 of 3.",
        "Gamma has 1.0 points of 100, and place 3 of 3.",
    ]


def test_the_excluded_have_no_place_and_who_is_alone_needs_none():
    out = dossier_of_scores({"Alfa": (90, 50, 50), "Beta": (10, 50, 50)}, minimum=50)
    alone = dossier_of_scores({"Alfa": (90, 50, 50)})

    assert strip_tags(sentence(out.comparison.candidates[1], out)) == (
        "Beta has 30.0 points of 100, and is excluded: a requirement is not met."
    )
    assert strip_tags(sentence(alone.comparison.candidates[0], alone)) == (
        "Alfa has 70.0 points of 100."
    )


def test_each_is_told_whether_it_was_chosen_and_not_who_was(make_evaluation, cast, at):
    made = make_evaluation(State.DECIDED, candidates=2)
    first, second = dossier_of(made).comparison.candidates

    assert "<b>Integrador A</b> has been chosen." in letter(made, first.code, cast)
    passed_over = letter(made, second.code, cast)
    assert "Another candidate has been chosen." in passed_over
    assert "Integrador A" not in passed_over
    assert "Lo muestra todo." not in passed_over


def test_it_has_the_own_figures_of_every_competency_and_what_is_open(told, cast):
    own = letter_of(dossier_of(told), "canary-name-b")

    assert [row.number for row in own.rows] == [str(number) for number in range(1, 13)]
    total = sum(float(row.points) for row in own.rows)
    assert total == pytest.approx(float(own.proven), abs=0.6)
    assert own.promise.rows
    assert own.open


def test_a_failed_requirement_is_told_without_who_waived_it_and_why(told, cast):
    html = letter(told, "canary-name-c", cast)

    assert "Failed, waived" in html
    assert "reaches 0 at most, and needs" in html


def test_its_sections_do_not_matter(told, cast):
    full = letter(told, "canary-name-a", cast)
    edition = Edition(language="en", candidate="canary-name-a", sections=frozenset())

    assert report_html(dossier_of(told), edition=edition, at=AT, by=cast.owner) == full


def test_a_candidate_that_is_not_there_has_no_letter(told, cast):
    with pytest.raises(NoSuchCandidate):
        letter(told, "nobody", cast)


@pytest.mark.parametrize("chosen", [{}, {"candidate": "canary-name-c"}])
def test_no_level_of_headings_is_left_out(told, cast, chosen):
    edition = Edition(language="en", **chosen)
    html = report_html(dossier_of(told), edition=edition, at=AT, by=cast.owner)

    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]

    assert levels[0] == 1
    assert {after - before for before, after in pairwise(levels)} <= {-3, -2, -1, 0, 1}
