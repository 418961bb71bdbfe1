"""A rubric goes out as a file and comes back the same, and what comes in is taken whole or not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from scoring.domain import importing
from scoring.domain.contents import CHOICES, TABLES, Contents, contents_of
from scoring.domain.draft import discard
from scoring.domain.faults import faults_of
from scoring.domain.importing import take_in, target_of
from scoring.domain.rubric import make_draft, publish
from scoring.forms.rubric_workbook import read_workbook
from scoring.forms.rubric_yaml import read_yaml
from scoring.models import LedgerEntry, PublishedIsImmutable, Rubric
from scoring.models.rubric import RubricPart
from scoring.reports.rubric_workbook import as_workbook
from scoring.reports.rubric_yaml import as_yaml
from tests.conftest import Cast

from .strange_rubrics import rubrics
from .test_rubric import dump

type Reader = Callable[[Rubric, Contents], Contents]


def through_yaml(rubric: Rubric, contents: Contents) -> Contents:
    return read_yaml(as_yaml(rubric, contents).encode())


def through_workbook(rubric: Rubric, contents: Contents) -> Contents:
    return read_workbook(as_workbook(rubric, contents))


FORMATS = [through_yaml, through_workbook]


def taken(contents: Contents, cast: Cast, at: datetime) -> Rubric:
    seen = target_of(contents.rubric["slug"]).seen
    return take_in(contents=contents, seen=seen, source="a.yaml", by=cast.admin, at=at)


def test_every_table_of_a_rubric_is_told() -> None:
    assert {table.model for table in TABLES} == {Rubric, *RubricPart.__subclasses__()}


def test_every_choice_of_a_column_has_its_words() -> None:
    columns = [column for table in TABLES for column in table.columns]

    assert {one.name for one in columns if getattr(one.field, "choices", None)} == set(CHOICES)


@pytest.mark.parametrize("through", FORMATS)
@pytest.mark.parametrize("language", ["es", "fr", "en"])
def test_the_shipped_rubric_comes_back_identical(
    rubric: Rubric, cast: Cast, at: datetime, through: Reader, language: str
) -> None:
    """Into an empty house: every column of every row, and every statement's checks."""
    original, told = dump(rubric), contents_of(rubric)
    own = {name: getattr(rubric, name) for name in told.rubric}
    with translation.override(language):
        read = through(rubric, told)

    made = taken(Contents({**read.tables, "rubric": ({**read.rubric, "slug": "other"},)}), cast, at)

    assert [line.replace('"other",1', "") for line in dump(made)] == original
    assert {name: getattr(made, name) for name in own} == {**own, "slug": "other"}
    assert contents_of(made).as_json() | {"rubric": []} == told.as_json() | {"rubric": []}
    assert len(original) > 300


@pytest.mark.parametrize("through", FORMATS)
def test_an_import_of_what_is_there_leaves_no_trace(
    rubric: Rubric, cast: Cast, at: datetime, through: Reader, everything: Callable[[], Any]
) -> None:
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)
    before = everything()

    assert taken(through(draft, contents_of(draft)), cast, at) == draft
    assert everything() == before


def in_order(contents: Contents) -> dict[str, list[Any]]:
    """The rows of each table in an order of their own, and the numbers with their kinds."""
    tables = contents.as_json().items()
    return {name: sorted(repr(sorted(row.items())) for row in rows) for name, rows in tables}


@pytest.mark.parametrize("through", FORMATS)
@given(contents=rubrics())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_rubric_comes_back_identical(through: Reader, contents: Contents) -> None:
    rubric = Rubric(slug=contents.rubric["slug"], version=1)
    tables = {name: list(rows) for name, rows in contents.tables.items()}
    assert list(faults_of(tables)) == []

    assert in_order(through(rubric, contents)) == in_order(contents)


@given(contents=rubrics())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_rubric_is_kept_as_it_was_read(cast: Cast, at: datetime, contents: Contents) -> None:
    for draft in Rubric.objects.drafts():
        discard(rubric=draft, by=cast.admin, at=at)

    made = taken(contents, cast, at)

    assert in_order(contents_of(made)) == in_order(contents)


# Taken


def test_a_file_of_a_published_rubric_becomes_its_draft_with_what_changed_on_record(
    rubric: Rubric, cast: Cast, at: datetime
) -> None:
    changed = with_title(contents_of(rubric), "Otra")

    made = taken(changed, cast, at)

    edited, drafted = LedgerEntry.objects.all()[:2]
    assert (made.version, made.title_es, made.is_published) == (2, "Otra", False)
    assert (drafted.action, edited.action) == ("rubric.drafted", "rubric.edited")
    assert edited.new == {"rubric": {"title_es": "Otra"}}
    assert edited.reason.endswith("a.yaml")


def test_a_file_of_a_rubric_with_a_draft_replaces_the_draft(
    rubric: Rubric, cast: Cast, at: datetime
) -> None:
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)
    before = dump(rubric)

    made = taken(with_title(contents_of(draft), "Otra"), cast, at)

    assert (made, made.title_es, Rubric.objects.count()) == (draft, "Otra", 2)
    assert dump(rubric) == before


@pytest.mark.parametrize("meanwhile", ["edited", "published", "drafted", "made"])
def test_what_changed_since_it_was_looked_at_is_not_overwritten(
    rubric: Rubric, cast: Cast, at: datetime, everything: Callable[[], Any], meanwhile: str
) -> None:
    contents = contents_of(rubric)
    if meanwhile in {"edited", "published"}:
        made = make_draft(rubric=rubric, by=cast.admin, at=at)
    if meanwhile == "made":
        contents = Contents({**contents.tables, "rubric": ({**contents.rubric, "slug": "new"},)})
    seen = target_of(contents.rubric["slug"]).seen
    if meanwhile == "edited":
        Rubric.objects.filter(pk=made.pk).update(title_en="Theirs")
    elif meanwhile == "published":
        publish(rubric=made, by=cast.admin, at=at)
    elif meanwhile == "drafted":
        make_draft(rubric=rubric, by=cast.admin, at=at)
    else:
        Rubric.objects.create(slug="new", version=1)
    before = everything()

    with pytest.raises(ValidationError) as refused:
        take_in(contents=contents, seen=seen, source="", by=cast.admin, at=at)

    assert refused.value.code == "changed"
    assert everything() == before


def test_a_rubric_is_taken_whole_or_not_at_all(
    rubric: Rubric,
    cast: Cast,
    at: datetime,
    everything: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = everything()
    monkeypatch.setattr(importing, "record", lambda **entry: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        taken(with_title(contents_of(rubric), "Otra"), cast, at)

    assert everything() == before


def test_nothing_is_imported_into_a_published_version(
    rubric: Rubric, cast: Cast, at: datetime
) -> None:
    with pytest.raises(PublishedIsImmutable):
        importing._replace(rubric, contents_of(rubric), source="", by=cast.admin, at=at)


def with_title(contents: Contents, title: str) -> Contents:
    return Contents({**contents.tables, "rubric": ({**contents.rubric, "title_es": title},)})
