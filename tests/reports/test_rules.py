"""Rules that changed: what each version ranks, what changed, and why, to the letter."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from scoring.domain import evaluation, freeze
from scoring.domain.report import dossier_of
from scoring.enums import State, Tier
from scoring.models import Check
from scoring.reports.rules import changes_between, method_of, rulings_of

from .factory import score

WHY = "The board wants security to decide."
TITLES = {"1": "Security", "2": "Budget", "6.4": "6.4 Antiphishing"}


@pytest.fixture
def scored(make_evaluation, cast, at):
    """A shows all but security; B shows more than half of everything."""
    made = make_evaluation(State.OPEN, candidates=2, alone=True)
    security = frozenset(Check.objects.filter(competency__number=6).values_list("code", flat=True))
    first, second = made.candidates.all()
    score(first, by=cast.owner, at=at, without=security)
    score(second, by=cast.owner, at=at, quality=0.6)
    return made


@pytest.fixture
def refrozen(scored, cast, at):
    """Only security weighs anything from now on."""
    setup = evaluation.setup_of(scored)
    weights = {one: Decimal(one.number == 6) for one in setup.weights}
    freeze.refreeze(
        evaluation=scored,
        setup=replace(setup, profile=None, weights=weights),
        reason=WHY,
        by=cast.owner,
        at=at,
    )
    return scored


def test_while_the_first_rules_hold_there_is_nothing_to_tell(scored):
    assert rulings_of(dossier_of(scored)) == ()


def test_both_rankings_stand_side_by_side_today_and_as_recorded(refrozen):
    [ruling] = rulings_of(dossier_of(refrozen))

    assert [row.name for row in ruling.rows] == ["Integrador B", "Integrador A"]
    second, first = ruling.rows
    assert (second.today[0], second.earlier[0]) == ("1", "2")
    assert (first.today[0], first.earlier[0]) == ("2", "1")
    assert (second.recorded_today, second.recorded_earlier) == (second.today, second.earlier)
    assert (first.recorded_today, first.recorded_earlier) == (first.today, first.earlier)


def test_what_was_recorded_stays_while_todays_scores_move(refrozen, cast, at):
    [before] = rulings_of(dossier_of(refrozen))
    for one in refrozen.candidates.all():
        one.assessments.filter(rubric_check__competency__number=6).update(value=0)

    [after] = rulings_of(dossier_of(refrozen))

    assert {row.name: row.recorded_today for row in after.rows} == {
        row.name: row.recorded_today for row in before.rows
    }
    assert {row.name: row.today for row in after.rows} != {
        row.name: row.today for row in before.rows
    }


def test_it_is_told_why_by_whom_and_who_would_be_first(refrozen, cast, at):
    [ruling] = rulings_of(dossier_of(refrozen))

    assert (ruling.number, ruling.until, ruling.by, ruling.reason) == (1, at, "Owner", WHY)
    assert strip_tags(ruling.sentence) == (
        "By the rules that held until then, Integrador A would come first."
    )
    assert dict(ruling.changes)["Security"].endswith(" → 100%")


def test_each_version_is_told_the_newest_first(refrozen, cast, at):
    setup = replace(evaluation.setup_of(refrozen), method={"minimum_total": 10})
    freeze.refreeze(evaluation=refrozen, setup=setup, reason="No more.", by=cast.owner, at=at)

    second, first = rulings_of(dossier_of(refrozen))

    assert (second.number, second.changes) == (2, (("Minimum total", "none → 10"),))
    assert strip_tags(second.sentence) == (
        "By the rules that held until then, Integrador B comes first too."
    )
    assert first.number == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            {"weights": {"1": "1", "2": "1"}},
            {"weights": {"1": "3", "2": "1"}},
            [("Security", "50% → 75%"), ("Budget", "50% → 25%")],
        ),
        ({"weights": {"1": "1", "2": "1"}}, {"weights": {"1": "5", "2": "5"}}, []),
        ({"tier": Tier.EXPRESS}, {"tier": Tier.FULL}, [("Depth", "Express → Full")]),
        ({}, {"left_out": {"6.4": "No mail."}}, [("6.4 Antiphishing", "left out: No mail.")]),
        ({"left_out": {"6.4": "No mail."}}, {}, [("6.4 Antiphishing", "in scope again")]),
        (
            {"method": {}},
            {"method": {"tie_break": ["2", "1"]}},
            [("A tie is broken by", "nothing → Budget, Security")],
        ),
        (
            {"method": {"clear": {"first": 0.8, "flip": 2}, "draws": 20000}},
            {"method": {}},
            [
                ("A winner is clear from", "80% and 2 points → 90% and 5 points"),
                ("Simulations", "20,000 → 10,000"),
            ],
        ),
        (
            {"method": {"narrow": {"first": 0.5}}},
            {"method": {"narrow": {"first": 0.7}, "concentration": 300}},
            [
                ("How near the drawn weights stay", "100 → 300"),
                ("A winner is narrow from", "50% → 70%"),
            ],
        ),
    ],
    ids=[
        *["weights", "the same shares", "depth", "left out", "back in"],
        *["tie break", "defaults again", "two settings"],
    ],
)
def test_a_change_is_told_in_words(old, new, told):
    assert list(changes_between(old, new, TITLES)) == told


def test_a_method_is_told_where_it_differs(draft):
    draft.method = {"minimum_total": 60, "tie_break": ["6"], "evidence_credit": [1, 1, 1, 1, 1]}

    assert method_of(draft) == (
        ("Minimum total", "60"),
        ("A tie is broken by", "Security"),
        ("evidence_credit", "[1, 1, 1, 1, 1]"),
    )


def test_a_method_by_default_is_not_told(draft):
    assert method_of(draft) == ()
