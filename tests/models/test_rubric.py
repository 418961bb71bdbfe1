from datetime import datetime

import pytest

from scoring.domain.rubric import make_draft
from scoring.models import PublishedIsImmutable, Rubric
from scoring.models.rubric import RubricPart
from tests.conftest import Cast

PARTS = RubricPart.__subclasses__()


@pytest.mark.parametrize("model", [Rubric, *PARTS])
def test_what_is_published_can_be_neither_changed_nor_deleted(
    model: type[RubricPart], rubric: Rubric
) -> None:
    row = model.objects.last()

    with pytest.raises(PublishedIsImmutable):
        row.save()
    with pytest.raises(PublishedIsImmutable):
        row.delete()

    assert model.objects.last() == row


@pytest.mark.parametrize("model", PARTS)
def test_nothing_can_be_added_to_what_is_published(model: type[RubricPart], rubric: Rubric) -> None:
    row = model.objects.last()
    row.pk, row._state.adding = None, True

    with pytest.raises(PublishedIsImmutable):
        row.save()


def test_a_published_rubric_cannot_be_saved_as_a_draft_again(rubric: Rubric) -> None:
    rubric.published_at = None

    with pytest.raises(PublishedIsImmutable):
        rubric.save()


def test_every_part_of_a_draft_can_be_changed(rubric: Rubric, cast: Cast, at: datetime) -> None:
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)

    parts = [model.objects.order_by("pk").last() for model in PARTS]
    for part in parts:
        part.save()

    assert {part.part_of() for part in parts} == {draft}


def test_a_draft_can_be_deleted(db: None) -> None:
    draft = Rubric.objects.create(slug="other", version=1)
    part = draft.competencies.create(number=1, slug="only", weight=1)

    part.delete()
    draft.delete()

    assert not Rubric.objects.filter(slug="other").exists()


@pytest.mark.parametrize("model", [Rubric, *PARTS])
def test_a_natural_key_finds_its_row(model: type[RubricPart], rubric: Rubric) -> None:
    row = model.objects.last()

    found = model.objects.get_by_natural_key(*row.natural_key())

    assert found == row
