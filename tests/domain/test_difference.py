"""What two versions do not have in common, field by field."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from scoring.domain.contents import contents_of
from scoring.domain.difference import Change, Difference, Kind, differences, weights
from scoring.domain.order import move_competency
from scoring.domain.rubric import make_draft
from scoring.models import Check, Competency, Rubric, Statement
from tests.conftest import Cast


@pytest.fixture
def version2(rubric: Rubric, cast: Cast, at: datetime) -> Rubric:
    return make_draft(rubric=rubric, by=cast.admin, at=at)


@pytest.fixture
def found(rubric: Rubric, version2: Rubric) -> Callable[[], list[Difference]]:
    return lambda: differences(contents_of(rubric), contents_of(version2))


def told(differences: list[Difference]) -> list[tuple]:
    return [(one.table, one.kind.value, one.changes) for one in differences]


def test_a_copy_differs_in_nothing(found: Callable[[], list[Difference]]) -> None:
    assert found() == []


def test_a_changed_field_is_told_with_both_values(version2: Rubric, found: Callable) -> None:
    checks = Check.objects.filter(competency__rubric=version2, code="4.5")
    checks.update(title_en="No message lost", minimum=60)

    assert told(found()) == [
        (
            "checks",
            "changed",
            (
                Change("minimum", Decimal(50), Decimal(60)),
                Change("title_en", "Zero-message-loss commitment", "No message lost"),
            ),
        )
    ]


def test_what_is_only_in_one_of_the_two_is_added_or_removed(
    version2: Rubric, found: Callable
) -> None:
    Check.objects.filter(competency__rubric=version2, code="4.5").update(code="4.99")
    version2.scales.get(slug="graded").levels.filter(value=20).update(value=25)

    kinds = {(one.table, one.kind, one.row.get("code") or one.row.get("value")) for one in found()}

    assert kinds >= {
        ("levels", Kind.ADDED, Decimal(25)),
        ("levels", Kind.REMOVED, Decimal(20)),
        ("checks", Kind.ADDED, "4.99"),
        ("checks", Kind.REMOVED, "4.5"),
    }


def test_a_moved_competency_is_told_once_and_not_for_each_of_its_checks(
    cast: Cast, at: datetime, version2: Rubric, found: Callable
) -> None:
    scope = version2.competencies.get(slug="scope")

    move_competency(competency=scope, up=True, by=cast.admin, at=at)

    numbers = {one.row["slug"]: one.changes for one in found() if one.table == "competencies"}
    assert numbers == {
        "budget": (Change("number", 2, 3),),
        "scope": (Change("number", 3, 2),),
    }
    assert {one.table for one in found()} == {"competencies", "statements"}


def test_two_statements_that_say_the_same_are_two(version2: Rubric, found: Callable) -> None:
    first, second = version2.statements.all()[:2]
    Statement.objects.filter(pk=second.pk).update(says=first.says)

    assert told(found()) == [("statements", "added", ()), ("statements", "removed", ())]


def test_every_weight_has_its_share_in_both(rubric: Rubric, version2: Rubric) -> None:
    Competency.objects.filter(rubric=version2, number=1).update(weight=10)
    Competency.objects.filter(rubric=version2, number=2).update(weight=7)
    Check.objects.filter(competency__rubric=version2, code="3.1").update(weight=150)
    Check.objects.filter(competency__rubric=version2, code="3.3").delete()

    shares = weights(contents_of(rubric), contents_of(version2))

    by_name = {(one.table, one.row.get("code", one.row.get("number"))): one for one in shares}
    assert (by_name["competencies", 1].old, by_name["competencies", 1].new) == (0.05, 0.1)
    assert by_name["checks", "3.1"].new == pytest.approx(150 / 175)
    assert (by_name["checks", "3.3"].old, by_name["checks", "3.3"].new) == (0.25, None)
    assert not by_name["checks", "4.5"].is_other


def test_weights_of_nothing_are_shares_of_nothing(rubric: Rubric, version2: Rubric) -> None:
    Competency.objects.filter(rubric=version2).update(weight=0)

    shares = weights(contents_of(rubric), contents_of(version2))

    assert {one.new for one in shares if one.table == "competencies"} == {0.0}
