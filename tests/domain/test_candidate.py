from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import assessment, candidate, evidence
from scoring.models import Candidate, Check, Evaluation, LedgerEntry, User
from tests.conftest import Cast


@pytest.mark.parametrize(
    ("name", "code"),
    [("Ñandú & Cía.", "nandu-cia"), ("…", "candidate"), ("b" * 80, "b" * 36)],
)
def test_a_code_is_made_from_the_name(
    name: str, code: str, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    added = candidate.add(evaluation=draft, name=name, by=cast.owner, at=at)

    assert added.code == code


def test_names_that_make_the_same_code_get_numbers(
    draft: Evaluation, cast: Cast, at: datetime
) -> None:
    names = ["Ovea", "OVEA", "Oveá"]

    codes = [
        candidate.add(evaluation=draft, name=name, by=cast.owner, at=at).code for name in names
    ]

    assert codes == ["ovea", "ovea-2", "ovea-3"]


def test_a_candidate_can_be_added_while_scoring_is_open(
    opened: Evaluation, cast: Cast, at: datetime
) -> None:
    added = candidate.add(evaluation=opened, name="Integrador tardío", by=cast.owner, at=at)

    assert list(opened.candidates.all()) == [opened.candidates.get(code="integrador-a"), added]


@pytest.mark.parametrize("name", ["Integrador A", "", "x" * 81])
def test_a_name_that_is_taken_or_unusable_is_refused(
    name: str, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError):
        candidate.add(evaluation=draft, name=name, by=cast.owner, at=at)

    assert draft.candidates.count() == 1


def test_a_revision_keeps_the_code_and_records_both_sides(
    draft: Evaluation, cast: Cast, at: datetime
) -> None:
    one = draft.candidates.get()

    candidate.revise(candidate=one, name="Integrador Z", note="Nueva", by=cast.owner, at=at)

    stored = Candidate.objects.get(pk=one.pk)
    assert (stored.name, stored.note, stored.code) == ("Integrador Z", "Nueva", "integrador-a")
    entry = LedgerEntry.objects.first()
    assert entry.old == {"name": "Integrador A", "note": ""}
    assert entry.new == {"name": "Integrador Z", "note": "Nueva"}


def test_a_revision_that_changes_nothing_is_not_recorded(
    draft: Evaluation, recorded: Callable[..., Any], cast: Cast, at: datetime
) -> None:
    one = draft.candidates.get()

    with recorded() as entries:
        candidate.revise(candidate=one, name=one.name, note=one.note, by=cast.owner, at=at)

    assert entries == []


def rate(one: Candidate, check: Check, by: User, at: datetime) -> None:
    assessment.rate(candidate=one, check=check, rating=assessment.Rating(note="x"), by=by, at=at)


def attach(one: Candidate, check: Check, by: User, at: datetime) -> None:
    link = evidence.Item(title="Oferta", url="https://empresa.example/")
    evidence.attach(candidate=one, checks=[check], item=link, by=by, at=at)


@pytest.mark.parametrize("work", [rate, attach])
def test_a_candidate_on_which_somebody_worked_stays(
    work: Callable[..., None], opened: Evaluation, cast: Cast, at: datetime
) -> None:
    one = opened.candidates.get()
    work(one, opened.checks()[0], cast.assessor, at)

    with pytest.raises(ValidationError) as refusal:
        candidate.remove(candidate=one, by=cast.owner, at=at)

    assert refusal.value.code == "scored"
    assert opened.candidates.get() == one


@pytest.mark.parametrize(
    "verb",
    [
        lambda one, **by: candidate.add(evaluation=one.evaluation, name="Último", **by),
        lambda one, **by: candidate.revise(candidate=one, name="Otro", note="", **by),
        lambda one, **by: candidate.remove(candidate=one, **by),
    ],
    ids=["add", "revise", "remove"],
)
def test_the_candidates_of_a_closed_evaluation_are_fixed(
    verb: Callable[..., Any],
    closed: Evaluation,
    everything: Callable[[], Any],
    cast: Cast,
    at: datetime,
) -> None:
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        verb(closed.candidates.get(), by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert everything() == before
