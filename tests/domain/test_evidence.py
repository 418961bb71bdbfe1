import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from scoring.domain import evidence
from scoring.domain.declaration import Interest, declare
from scoring.domain.evidence import Item
from scoring.domain.upload import Upload, checked
from scoring.enums import EvidenceKind, EvidenceLevel, State
from scoring.models import Candidate, Check, Evaluation, Evidence, LedgerEntry
from tests.conftest import Cast

TEXT = b"Acta de la llamada del 3 de marzo.\n"
LINK = Item(title="Oferta", url="https://empresa.example/oferta")
NOTE = Item(title="Llamada", text="Lo confirmó el director técnico.")


@pytest.fixture
def upload() -> Upload:
    return checked(ContentFile(TEXT, name="../acta.txt"))


@pytest.fixture
def checks(candidate: Candidate) -> list[Check]:
    return list(candidate.evaluation.checks()[:2])


@pytest.fixture
def attached(
    candidate: Candidate, checks: list[Check], upload: Upload, cast: Cast, at: datetime
) -> Evidence:
    item = Item(title="Acta", upload=upload)
    return evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.assessor, at=at)


def on_the_disk() -> list[Path]:
    return sorted((settings.MEDIA_ROOT / "evidence").glob("*"))


def test_a_file_is_stored_whole_under_a_name_that_its_sender_did_not_choose(
    attached: Evidence,
) -> None:
    path = Path(attached.file.path)

    assert path.read_bytes() == TEXT
    assert path.parent == settings.MEDIA_ROOT / "evidence"
    assert "acta" not in path.name
    assert path.suffix == ""
    assert attached.sha256 == hashlib.sha256(TEXT).hexdigest()


def test_the_record_tells_what_was_said_and_no_more(attached: Evidence) -> None:
    entry = LedgerEntry.objects.get(action="evidence.attached")

    assert entry.new == {
        "title": "Acta",
        "filename": "acta.txt",
        "sha256": hashlib.sha256(TEXT).hexdigest(),
        "evidence": EvidenceLevel.DOCUMENT,
        "checks": [check.code for check in attached.checks.in_order()],
    }


@pytest.mark.parametrize(("item", "kind"), [(LINK, EvidenceKind.LINK), (NOTE, EvidenceKind.NOTE)])
def test_a_link_and_a_note_are_kept_as_they_were_said(
    item: Item,
    kind: EvidenceKind,
    candidate: Candidate,
    checks: list[Check],
    cast: Cast,
    at: datetime,
) -> None:
    made = evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.owner, at=at)

    stored = Evidence.objects.get(pk=made.pk)
    assert (stored.kind, stored.url, stored.text) == (kind, item.url, item.text)
    assert (stored.added_by, stored.added_at) == (cast.owner, at)
    assert list(stored.checks.in_order()) == checks


def test_level_scope_and_dates_are_kept(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    item = Item(
        title="ISO 27001",
        url="https://empresa.example/iso",
        level=EvidenceLevel.VERIFICATION,
        scope="Centro de datos de Madrid",
        dated=date(2025, 5, 2),
        valid_until=date(2028, 5, 1),
    )

    made = evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.owner, at=at)

    stored = Evidence.objects.get(pk=made.pk)
    assert (stored.level, stored.scope) == (4, "Centro de datos de Madrid")
    assert (stored.dated, stored.valid_until) == (date(2025, 5, 2), date(2028, 5, 1))


@pytest.mark.parametrize(
    "item",
    [
        Item(title="Oferta"),
        Item(title="", url="https://empresa.example/"),
        Item(title="Oferta", url="javascript:alert(1)"),
        Item(title="Oferta", url="oferta"),
        Item(title="Oferta", url="https://empresa.example/", text="Y además una nota."),
        Item(title="Acta", text="x", dated=date(2026, 3, 1), valid_until=date(2026, 2, 1)),
    ],
)
def test_an_item_that_cannot_be_is_refused(
    item: Item, candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError):
        evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.owner, at=at)

    assert not Evidence.objects.exists()


def test_it_backs_at_least_one_check(candidate: Candidate, cast: Cast, at: datetime) -> None:
    with pytest.raises(ValidationError) as refusal:
        evidence.attach(candidate=candidate, checks=[], item=LINK, by=cast.owner, at=at)

    assert refusal.value.code == "check"


def test_it_backs_only_checks_of_its_evaluation(
    candidate: Candidate, cast: Cast, at: datetime
) -> None:
    deeper = Check.objects.exclude(pk__in=candidate.evaluation.checks())[:1]

    with pytest.raises(ValidationError) as refusal:
        evidence.attach(candidate=candidate, checks=deeper, item=LINK, by=cast.owner, at=at)

    assert refusal.value.code == "check"


# The file and the transaction


def test_a_file_that_came_to_nothing_leaves_the_disk(
    candidate: Candidate, upload: Upload, cast: Cast, at: datetime
) -> None:
    item, before = Item(title="Acta", upload=upload), on_the_disk()

    with pytest.raises(ValidationError):
        evidence.attach(candidate=candidate, checks=[], item=item, by=cast.owner, at=at)

    assert on_the_disk() == before


def test_a_file_leaves_the_disk_when_the_database_refuses_the_ledgers_entry(
    candidate: Candidate, checks: list[Check], upload: Upload, cast: Cast, at: datetime
) -> None:
    item, before = Item(title="Acta", upload=upload), on_the_disk()
    full = {  # undone with the test's transaction
        "sqlite": "CREATE TRIGGER full BEFORE INSERT ON scoring_ledgerentry "
        "BEGIN SELECT RAISE(ABORT, 'the ledger is full'); END",
        "postgresql": "ALTER TABLE scoring_ledgerentry ADD CHECK (false) NOT VALID",
    }
    with connection.cursor() as cursor:
        cursor.execute(full[connection.vendor])

    with pytest.raises(DatabaseError):
        evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.owner, at=at)

    assert not Evidence.objects.exists()
    assert on_the_disk() == before


def test_a_file_is_not_attached_inside_a_transaction_that_may_yet_fail(
    candidate: Candidate, checks: list[Check], upload: Upload, cast: Cast, at: datetime
) -> None:
    item, before = Item(title="Acta", upload=upload), on_the_disk()

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        evidence.attach(candidate=candidate, checks=checks, item=item, by=cast.owner, at=at)

    assert on_the_disk() == before


def test_removed_evidence_stays_on_record_and_leaves_the_disk(
    attached: Evidence,
    recorded: Callable[..., Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    path, codes = Path(attached.file.path), {check.code for check in attached.checks.all()}

    with recorded() as entries, django_capture_on_commit_callbacks(execute=True):
        evidence.remove(evidence=attached, by=cast.assessor, at=at)

    (entry,) = entries
    assert (entry.action, entry.old["sha256"]) == ("evidence.removed", attached.sha256)
    assert set(entry.old["checks"]) == codes
    assert not Evidence.objects.exists()
    assert not path.exists()


def test_a_file_stays_on_the_disk_until_its_removal_is_committed(
    attached: Evidence,
    django_capture_on_commit_callbacks: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    with django_capture_on_commit_callbacks() as put_off:
        evidence.remove(evidence=attached, by=cast.assessor, at=at)

    assert len(put_off) == 1
    assert Path(attached.file.path).read_bytes() == TEXT


def test_a_file_is_given_back_as_it_came(attached: Evidence) -> None:
    assert evidence.content_of(attached) == TEXT
    assert evidence.size_of(attached) == len(TEXT)


def test_a_file_that_was_changed_on_the_disk_is_not_given_back(attached: Evidence) -> None:
    Path(attached.file.path).write_bytes(TEXT.replace(b"3", b"4"))

    with pytest.raises(evidence.Damaged, match="SHA-256"):
        evidence.content_of(attached)


def test_a_file_that_is_gone_is_said_to_be(attached: Evidence) -> None:
    Path(attached.file.path).unlink()

    with pytest.raises(evidence.Damaged, match="cannot be read"):
        evidence.content_of(attached)

    assert evidence.size_of(attached) is None


# Saying something else of it


def test_a_revision_records_what_was_said_before_and_after(
    attached: Evidence,
    checks: list[Check],
    recorded: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    item = Item(title="Acta firmada", level=EvidenceLevel.COMMITMENT)

    with recorded() as entries:
        evidence.revise(evidence=attached, checks=checks[:1], item=item, by=cast.assessor, at=at)

    (entry,) = entries
    changed = {name for name in entry.new if entry.new[name] != entry.old[name]}
    assert entry.action == "evidence.revised"
    assert changed == {"title", "evidence", "checks"}
    assert (entry.old["title"], entry.new["title"]) == ("Acta", "Acta firmada")
    assert Evidence.objects.get().sha256 == hashlib.sha256(TEXT).hexdigest()


def test_saying_the_same_again_leaves_no_entry(
    attached: Evidence,
    checks: list[Check],
    recorded: Callable[..., Any],
    cast: Cast,
    at: datetime,
) -> None:
    with recorded() as entries:
        evidence.revise(
            evidence=attached, checks=checks, item=Item(title="Acta"), by=cast.assessor, at=at
        )

    assert entries == []


@pytest.mark.parametrize("item", [LINK, NOTE])
def test_a_file_does_not_become_something_else(
    item: Item, attached: Evidence, checks: list[Check], cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError):
        evidence.revise(evidence=attached, checks=checks, item=item, by=cast.assessor, at=at)

    assert Evidence.objects.get().kind == EvidenceKind.FILE


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_evidence_is_attached_only_while_scoring_is_open(
    state: State, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = make_evaluation(state).candidates.get()
    checks = one.evaluation.checks()[:1]

    with pytest.raises(ValidationError) as refusal:
        evidence.attach(candidate=one, checks=checks, item=LINK, by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert not Evidence.objects.exists()


def test_who_recused_themselves_attaches_nothing(
    candidate: Candidate, checks: list[Check], cast: Cast, at: datetime
) -> None:
    seat = candidate.evaluation.seats.get(user=cast.assessor)
    interest = Interest(recused=True, statement="Trabajé allí.")
    declare(seat=seat, interests={candidate: interest}, by=cast.assessor, at=at)

    with pytest.raises(ValidationError) as refusal:
        evidence.attach(candidate=candidate, checks=checks, item=NOTE, by=cast.assessor, at=at)

    assert refusal.value.code == "recused"
    assert not Evidence.objects.exists()
