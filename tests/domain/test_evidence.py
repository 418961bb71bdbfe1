import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from scoring.domain import evidence
from scoring.enums import State
from scoring.models import Candidate, Evaluation, Evidence, LedgerEntry
from tests.conftest import Cast

PDF = b"%PDF-1.7 the offer"


@pytest.fixture
def attached(candidate: Candidate, cast: Cast, at: datetime) -> Evidence:
    return evidence.attach_file(
        candidate=candidate,
        checks=candidate.evaluation.checks()[:2],
        title="Oferta",
        file=ContentFile(PDF, name="../oferta.pdf"),
        by=cast.assessor,
        at=at,
    )


def test_a_file_is_stored_whole_under_a_name_that_its_sender_did_not_choose(
    attached: Evidence,
) -> None:
    path = Path(attached.file.path)

    assert path.read_bytes() == PDF
    assert path.parent == settings.MEDIA_ROOT / "evidence"
    assert "oferta" not in path.name
    assert path.suffix == ""
    assert attached.sha256 == hashlib.sha256(PDF).hexdigest()


def test_the_record_names_file_digest_and_checks(attached: Evidence) -> None:
    entry = LedgerEntry.objects.first()

    assert entry.new == {
        "title": "Oferta",
        "url": "",
        "filename": attached.filename,
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "checks": [check.code for check in attached.checks.in_order()],
    }


def test_a_link_says_where_it_leads(candidate: Candidate, cast: Cast, at: datetime) -> None:
    checks = list(candidate.evaluation.checks()[:2])
    url = "https://empresa.example/oferta"

    link = evidence.attach_link(
        candidate=candidate, checks=checks, title="Oferta", url=url, by=cast.owner, at=at
    )

    stored = Evidence.objects.get(pk=link.pk)
    assert (stored.url, stored.added_by, stored.added_at) == (url, cast.owner, at)
    assert list(stored.checks.in_order()) == checks


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "oferta"])
def test_a_link_that_leads_nowhere_is_refused(
    url: str, candidate: Candidate, cast: Cast, at: datetime
) -> None:
    with pytest.raises(ValidationError):
        evidence.attach_link(
            candidate=candidate, checks=[], title="Oferta", url=url, by=cast.owner, at=at
        )

    assert not Evidence.objects.exists()


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
    assert Path(attached.file.path).read_bytes() == PDF


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_evidence_is_attached_only_while_scoring_is_open(
    state: State, make_evaluation: Callable[..., Evaluation], cast: Cast, at: datetime
) -> None:
    one = make_evaluation(state).candidates.get()
    url = "https://empresa.example/"

    with pytest.raises(ValidationError) as refusal:
        evidence.attach_link(candidate=one, checks=[], title="x", url=url, by=cast.owner, at=at)

    assert refusal.value.code == "state"
    assert not Evidence.objects.exists()
