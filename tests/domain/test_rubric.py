from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from scoring.domain.rubric import make_draft, problems_of, publish
from scoring.models import (
    Check,
    Competency,
    LedgerEntry,
    Level,
    Profile,
    ProfileWeight,
    Rubric,
    Scale,
    Statement,
)
from scoring.models.rubric import RubricPart
from tests.conftest import Cast


@pytest.fixture
def draft_rubric(rubric: Rubric, cast: Cast, at: datetime) -> Rubric:
    return make_draft(rubric=rubric, by=cast.admin, at=at)


TO_RUBRIC = {
    Competency: "rubric",
    Check: "competency__rubric",
    Scale: "rubric",
    Level: "scale__rubric",
    Profile: "rubric",
    ProfileWeight: "profile__rubric",
    Statement: "rubric",
}


def parts_of(rubric: Rubric) -> list[RubricPart]:
    return [
        part
        for model, path in TO_RUBRIC.items()
        for part in model.objects.filter(**{path: rubric}).select_related(path)
    ]


def dump(rubric: Rubric) -> list[str]:
    """Every part of it, under natural keys that leave out the version."""
    natural = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    written = serializers.serialize("jsonl", parts_of(rubric), **natural)
    return sorted(written.replace(f'"{rubric.slug}",{rubric.version}', "").splitlines())


def test_a_draft_is_the_next_version_and_a_whole_copy(rubric: Rubric, draft_rubric: Rubric) -> None:
    original, copy = dump(rubric), dump(draft_rubric)

    assert copy == original
    assert len(copy) > 300
    assert (draft_rubric.version, draft_rubric.is_published) == (2, False)
    own = ("slug", "title_es", "title_fr", "title_en", "note_es", "source_title", "source_date")
    assert [getattr(draft_rubric, name) for name in own] == [getattr(rubric, name) for name in own]


def test_making_a_draft_leaves_the_original_as_it_was(
    rubric: Rubric, cast: Cast, at: datetime
) -> None:
    before = serializers.serialize("jsonl", parts_of(rubric))

    make_draft(rubric=rubric, by=cast.admin, at=at)

    assert serializers.serialize("jsonl", parts_of(rubric)) == before
    assert Rubric.objects.published().get() == rubric


def test_every_kind_of_part_is_compared() -> None:
    assert set(TO_RUBRIC) == set(RubricPart.__subclasses__())


def test_there_is_one_draft_at_a_time(
    rubric: Rubric, draft_rubric: Rubric, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_draft(rubric=rubric, by=cast.admin, at=at)

    assert refusal.value.code == "draft"
    assert list(Rubric.objects.drafts()) == [draft_rubric]


def test_a_draft_of_an_older_version_comes_after_the_latest(
    rubric: Rubric, draft_rubric: Rubric, cast: Cast, at: datetime
) -> None:
    publish(rubric=draft_rubric, by=cast.admin, at=at)

    third = make_draft(rubric=rubric, by=cast.admin, at=at)

    assert third.version == 3
    assert LedgerEntry.objects.first().new == {"from_version": 1}


def test_a_published_draft_is_ready_and_its_weights_are_on_record(
    draft_rubric: Rubric, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    with recorded() as entries:
        publish(rubric=draft_rubric, by=cast.admin, at=at)

    assert Rubric.objects.published().get(version=2).published_at == at
    (entry,) = entries
    assert (entry.action, entry.subject) == ("rubric.published", "zimbra-integrator v2")
    weights = entry.new["weights"]
    assert (len(weights["competencies"]), len(weights["checks"])) == (12, 100)


def test_what_is_published_is_not_published_again(rubric: Rubric, cast: Cast, at: datetime) -> None:
    with pytest.raises(ValidationError) as refusal:
        publish(rubric=rubric, by=cast.admin, at=at)

    assert refusal.value.code == "published"


def test_the_rubric_as_it_is_has_no_problem(rubric: Rubric) -> None:
    assert list(problems_of(rubric)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda of: Competency.objects.filter(**of).first().delete(),
        lambda of: Competency.objects.filter(**of, number=1).update(weight=0),
        lambda of: Check.objects.filter(competency__number=1, **nested(of)).update(weight=0),
        lambda of: Check.objects.filter(competency__number=1, tier=1, **nested(of)).update(
            weight=0
        ),
        lambda of: Check.objects.filter(code="2.8", **nested(of)).update(points=[[1, 50]]),
        lambda of: Check.objects.filter(code="2.8", **nested(of)).update(points=[[1, 50], [1, 0]]),
        lambda of: Check.objects.filter(code="2.8", **nested(of)).update(
            points=[[1, 50], [2, 101]]
        ),
        lambda of: Check.objects.filter(code="2.8", **nested(of)).update(points=["x"]),
        lambda of: Check.objects.get(code="1.1", **nested(of)).scale.levels.all().delete(),
    ],
    ids=[
        "a competency is missing",
        "a competency weighs nothing",
        "all checks of a competency weigh nothing",
        "all checks of a competency weigh nothing at a depth",
        "one point",
        "two points above each other",
        "a value above 100",
        "points that are none",
        "a scale without levels",
    ],
)
def test_a_draft_that_is_not_whole_is_not_published(
    spoil: Callable[[dict[str, Any]], Any], draft_rubric: Rubric, cast: Cast, at: datetime
) -> None:
    spoil({"rubric": draft_rubric})

    with pytest.raises(ValidationError) as refusal:
        publish(rubric=draft_rubric, by=cast.admin, at=at)

    assert refusal.value.messages == list(problems_of(draft_rubric))
    assert not Rubric.objects.get(pk=draft_rubric.pk).is_published


def nested(of: dict[str, Any]) -> dict[str, Any]:
    return {f"competency__{name}": value for name, value in of.items()}


def test_a_rubric_of_nothing_is_not_published(cast: Cast, at: datetime) -> None:
    empty = Rubric.objects.create(slug="empty", version=1)

    with pytest.raises(ValidationError):
        publish(rubric=empty, by=cast.admin, at=at)

    assert not Rubric.objects.get(pk=empty.pk).is_published
