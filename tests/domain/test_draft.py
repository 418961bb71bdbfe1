from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import draft, weights
from scoring.domain.facts import facts_of
from scoring.domain.rubric import make_draft
from scoring.models import Check, LedgerEntry, Level, Profile, PublishedIsImmutable, Rubric
from tests.conftest import Cast


@pytest.fixture
def draft_rubric(rubric: Rubric, cast: Cast, at: datetime) -> Rubric:
    return make_draft(rubric=rubric, by=cast.admin, at=at)


def weighing(rubric: Rubric) -> dict[str, Any]:
    """What `weigh` is told when nothing changes."""
    checks = Check.objects.filter(competency__rubric=rubric)
    return {
        "rubric": rubric,
        "competency_weights": {one: one.weight for one in rubric.competencies.all()},
        "check_weights": {check: check.weight for check in checks},
        "seen": weights.weights_seen(rubric),
    }


@pytest.mark.parametrize(
    "verb",
    [
        lambda rubric, **who: weights.weigh(**weighing(rubric), **who),
        lambda rubric, **who: draft.edit(saved=[rubric], **who),
        lambda rubric, **who: draft.edit(saved=[rubric.competencies.first()], **who),
        lambda rubric, **who: draft.edit(removed=[rubric.scales.first()], **who),
        lambda rubric, **who: draft.discard(rubric=rubric, **who),
    ],
)
def test_nothing_is_done_to_what_is_published(
    verb: Callable[..., None],
    rubric: Rubric,
    cast: Cast,
    at: datetime,
    everything: Callable[[], dict],
) -> None:
    before = everything()

    with pytest.raises(PublishedIsImmutable):
        verb(rubric, by=cast.admin, at=at)

    assert everything() == before


@pytest.mark.parametrize("part", ["competency_weights", "check_weights"])
@pytest.mark.parametrize("change", ["missing", "foreign"])
def test_weights_are_for_every_part_of_this_draft_and_no_other(
    rubric: Rubric,
    draft_rubric: Rubric,
    cast: Cast,
    at: datetime,
    part: str,
    change: str,
    everything: Callable[[], dict],
) -> None:
    told, before = weighing(draft_rubric), everything()
    _gone, weight = told[part].popitem()
    if change == "foreign":
        told[part][weighing(rubric)[part].popitem()[0]] = weight

    with pytest.raises(ValidationError) as refused:
        weights.weigh(**told, by=cast.admin, at=at)

    assert refused.value.code == "weights"
    assert everything() == before


def test_weights_are_written_with_their_entry_or_not_at_all(
    draft_rubric: Rubric,
    cast: Cast,
    at: datetime,
    everything: Callable[[], dict],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, before = weighing(draft_rubric), everything()
    first, second, *_others = told["competency_weights"]
    told["competency_weights"] |= {first: Decimal(6), second: Decimal(11)}
    monkeypatch.setattr(weights, "record", lambda **entry: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        weights.weigh(**told, by=cast.admin, at=at)

    assert everything() == before


def test_of_several_rows_all_are_saved_or_none(
    draft_rubric: Rubric, cast: Cast, at: datetime, everything: Callable[[], dict]
) -> None:
    first, second = draft_rubric.scales.all()[:2]
    first.rule_en, second.kind, before = "New", None, everything()

    with pytest.raises(Exception, match="kind"):
        draft.edit(saved=[first, second], by=cast.admin, at=at)

    assert everything() == before


def test_an_edit_of_nothing_leaves_nothing(
    draft_rubric: Rubric, cast: Cast, at: datetime, everything: Callable[[], dict]
) -> None:
    before = everything()

    draft.edit(by=cast.admin, at=at)
    draft.edit(saved=[draft_rubric, draft_rubric.scales.first()], by=cast.admin, at=at)

    assert everything() == before


def test_what_is_thrown_away_leaves_no_row_of_it(
    rubric: Rubric, cast: Cast, at: datetime, everything: Callable[[], dict]
) -> None:
    before = everything()
    made = make_draft(rubric=rubric, by=cast.admin, at=at)

    draft.discard(rubric=made, by=cast.admin, at=at)

    after = everything()
    entries = [entry["action"] for entry in after.pop("LedgerEntry")]
    assert entries == ["rubric.drafted", "rubric.discarded"]
    assert after == {name: rows for name, rows in before.items() if name != "LedgerEntry"}


def test_after_a_draft_is_thrown_away_the_next_has_its_number(
    rubric: Rubric, draft_rubric: Rubric, cast: Cast, at: datetime
) -> None:
    draft.discard(rubric=draft_rubric, by=cast.admin, at=at)

    assert make_draft(rubric=rubric, by=cast.admin, at=at).version == 2


def test_every_field_of_a_row_can_be_told(draft_rubric: Rubric) -> None:
    check = Check.objects.get(competency__rubric=draft_rubric, code="11.4")

    facts = facts_of(check)

    assert set(facts) == {field.name for field in Check._meta.concrete_fields} - {"id"}
    assert facts["scale"] == "scale measure"
    assert (facts["weight"], facts["minimum"]) == ("18.000", "40.00")
    assert LedgerEntry.objects.count() == 1


def test_a_new_row_may_take_the_place_of_one_that_goes(
    draft_rubric: Rubric, cast: Cast, at: datetime
) -> None:
    scale = draft_rubric.scales.get(slug="compliance")
    texts = {f"label_{language}": "Nothing" for language in ("es", "fr", "en")}
    new = Level(scale=scale, value=0, **texts)

    draft.edit(saved=[new], removed=[scale.levels.get(value=0)], by=cast.admin, at=at)

    assert scale.levels.get(value=0) == new


@pytest.mark.parametrize("verb", ["saved", "removed"])
def test_a_row_that_somebody_removed_is_not_written(
    draft_rubric: Rubric, cast: Cast, at: datetime, everything: Callable[[], dict], verb: str
) -> None:
    profile = draft_rubric.profiles.first()
    Profile.objects.filter(pk=profile.pk).delete()
    before = everything()

    with pytest.raises(ValidationError) as refused:
        draft.edit(**{verb: [profile]}, by=cast.admin, at=at)

    assert refused.value.code == "gone"
    assert everything() == before
