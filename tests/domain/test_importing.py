"""A rubric goes out as a file and comes back the same, and what comes in is taken whole or not."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.domain import importing
from scoring.domain.contents import CHOICES, TABLES, Contents, contents_of
from scoring.domain.draft import discard
from scoring.domain.faults import faults_of
from scoring.domain.importing import take_in, target_of
from scoring.domain.rubric import make_draft, publish
from scoring.enums import Better, EvidenceLevel, ScaleKind, Tier
from scoring.forms.rubric_workbook import read_workbook
from scoring.forms.rubric_yaml import read_yaml
from scoring.models import LedgerEntry, PublishedIsImmutable, Rubric
from scoring.models.rubric import RubricPart
from scoring.reports.rubric_workbook import as_workbook
from scoring.reports.rubric_yaml import as_yaml
from tests.conftest import Cast

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


# What is not a character of a text: surrogates, and the one that no database keeps.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
TEXT = WORDS.filter(str.strip)
NAME = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
LINE = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=15)
NUMBER = st.integers(-99, 999) | st.floats(-99, 999, allow_nan=False).map(lambda x: round(x, 4))
VALUE = st.decimals(0, 100, places=2)
WEIGHT = st.decimals(0, 9999, places=3)


def texts(draw: Any, needed: str, optional: str = "") -> dict[str, str]:
    codes = ("es", "fr", "en")
    rows = {f"{name}_{code}": draw(TEXT) for name in needed.split() for code in codes}
    return rows | {f"{name}_{code}": draw(WORDS) for name in optional.split() for code in codes}


@st.composite
def rubrics(draw: Any) -> Contents:
    """Small, and as strange as the columns allow."""
    scales = draw(st.lists(NAME, min_size=1, max_size=2, unique=True))
    competencies = draw(st.lists(NAME, min_size=1, max_size=2, unique=True))
    numbers = draw(st.permutations(range(1, len(competencies) + 1)))
    codes = draw(st.lists(st.from_regex(r"[\w.-]{1,10}", fullmatch=True), max_size=3, unique=True))
    checks = [_check(draw, code, draw(st.sampled_from(numbers)), scales) for code in codes]
    profiles = draw(st.lists(NAME, max_size=2, unique=True))
    tables: dict[str, list[dict[str, Any]]] = {
        "rubric": [
            {
                "slug": draw(NAME),
                **texts(draw, "title", "note"),
                **{name: draw(WORDS) for name in ("source_title", "source_author")},
                "source_date": draw(st.none() | st.dates(date(1900, 1, 1))),
            }
        ],
        "scales": [
            {
                "slug": one,
                "kind": draw(st.sampled_from(ScaleKind.values)),
                **texts(draw, "", "rule"),
            }
            for one in scales
        ],
        "levels": [
            {"scale": scales[0], "value": value, **texts(draw, "label")}
            for value in draw(st.lists(VALUE, max_size=2, unique=True))
        ],
        "competencies": [
            {
                "number": number,
                "slug": slug,
                "weight": draw(WEIGHT),
                "minimum": draw(st.none() | VALUE),
                **_short(texts(draw, "title short_title", "summary")),
                "source_quote": draw(WORDS),
            }
            for slug, number in zip(competencies, numbers, strict=True)
        ],
        "checks": checks,
        "profiles": [
            {"slug": one, "position": place, **texts(draw, "title rationale")}
            for place, one in enumerate(profiles)
        ],
        "profile_weights": [
            {"profile": one, "competency": number, "value": draw(WEIGHT)}
            for one in profiles
            for number in numbers
        ],
        "statements": [
            {
                "position": place,
                "says": draw(TEXT),
                "checks": sorted(draw(st.sets(st.sampled_from(codes)))) if codes else [],
            }
            for place in range(draw(st.integers(0, 2)))
        ],
    }
    return Contents({name: tuple(rows) for name, rows in tables.items()})


def _short(said: dict[str, str]) -> dict[str, str]:
    return {name: text[:30] if text[:30].strip() else "x" for name, text in said.items()}


def _check(draw: Any, code: str, number: int, scales: list[str]) -> dict[str, Any]:
    minimum = draw(st.none() | VALUE)
    return {
        "competency": number,
        "code": code,
        "position": draw(st.integers(0, 99)),
        "tier": draw(st.sampled_from(Tier.values)),
        "scale": draw(st.sampled_from(scales)),
        "weight": draw(WEIGHT),
        **{name: draw(st.booleans()) for name in ("reason_required", "judged")},
        "must": minimum is not None,
        "minimum": minimum,
        "proof": draw(st.sampled_from(EvidenceLevel.values)),
        "proof_examples": draw(st.lists(LINE, max_size=2)),
        "topic": draw(st.just("") | NAME),
        **texts(draw, "title question", "guidance unit"),
        "source_quote": draw(WORDS),
        "also_quotes": draw(st.lists(LINE, max_size=2)),
        **{
            name: draw(st.just("") | NAME.map(lambda text: text[:9]))
            for name in ("stage", "calculator")
        },
        "better": draw(st.sampled_from(["", *Better.values])),
        "points": draw(st.lists(st.tuples(NUMBER, NUMBER).map(list), max_size=3)),
        "relative_to_budget": draw(st.booleans()),
    }


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
