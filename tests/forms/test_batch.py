"""Several checks at once: which are ticked, and what they are rated with."""

from typing import Any

import pytest

from scoring.domain.assessment import Rating
from scoring.enums import State, Tier
from scoring.forms.batch import BatchForm
from scoring.models import Assessment, Check


@pytest.fixture
def checks(make_evaluation) -> list[Check]:
    """Those of competency 6: two scales of levels, and measures."""
    of_six = make_evaluation(State.OPEN, tier=Tier.STANDARD).checks().filter(competency__number=6)
    return list(of_six.select_related("scale").prefetch_related("scale__levels"))


def sent(shown: list[Check], **fields: Any) -> dict[str, Any]:
    """Checks 6.2 and 6.3 ticked, and their scale's best level."""
    [scale] = {check.scale_id for check in shown if check.code in ("6.2", "6.3")}
    common = {"checks": ["6.2", "6.3"], f"level-{scale}": "100", "evidence": "1"}
    return {f"batch-{name}": value for name, value in (common | fields).items()}


def row(check: Check, at: Any, **fields: Any) -> Assessment:
    return Assessment(rubric_check=check, updated_at=at, **fields)


def test_measures_are_no_part_of_it(checks):
    form = BatchForm(checks=checks, stored={})

    assert set(form.rated) == {check.code for check in checks if not check.is_measure}


def test_checks_of_one_scale_share_a_level(checks):
    form = BatchForm(checks=checks, stored={})

    assert [{check.scale_id for check in group.checks} for group in form.groups] == [
        {group.scale.pk} for group in form.groups
    ]


def test_each_ticked_check_gets_the_level_the_evidence_and_the_note(checks):
    form = BatchForm(sent(checks, note="Según la oferta"), checks=checks, stored={})

    assert form.is_valid()
    rated = {check.code: rating for check, rating in form.ratings().items()}
    both = Rating(value=100, evidence=1, note="Según la oferta")
    assert rated == {"6.2": both, "6.3": both}


def test_a_check_whose_scale_has_no_level_is_left_out(checks):
    [other] = [check for check in checks if check.code == "6.1"]
    form = BatchForm(sent(checks, checks=["6.1", "6.2"]), checks=checks, stored={})

    assert form.is_valid()
    assert other not in form.ratings()


def test_the_version_is_the_one_that_was_shown(checks, at):
    [first] = [check for check in checks if check.code == "6.2"]
    shown = {f"version-{first.pk}": "3"}
    form = BatchForm(sent(checks, **shown), checks=checks, stored={first.pk: row(first, at)})

    assert form.is_valid()
    assert form.ratings()[first].version == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Según la oferta"),
        ("Preguntar", "Preguntar\nSegún la oferta"),
        ("Preguntar\nSegún la oferta", "Preguntar\nSegún la oferta"),
    ],
)
def test_a_note_that_stood_there_stays_above(checks, at, before, after):
    [first] = [check for check in checks if check.code == "6.2"]
    stored = {first.pk: row(first, at, note=before)}
    form = BatchForm(sent(checks, note="Según la oferta"), checks=checks, stored=stored)

    assert form.is_valid()
    assert form.ratings()[first].note == after


def test_two_notes_that_are_too_long_together_name_their_check(checks, at):
    [first] = [check for check in checks if check.code == "6.2"]
    stored = {first.pk: row(first, at, note="x" * 4000)}
    form = BatchForm(sent(checks, note="y" * 2000), checks=checks, stored=stored)

    assert not form.is_valid()
    assert "6.2" in form.errors["note"][0]


def test_without_a_tick_nothing_is_valid(checks):
    form = BatchForm(sent(checks, checks=[]), checks=checks, stored={})

    assert not form.is_valid()
    assert list(form.errors) == ["__all__"]
