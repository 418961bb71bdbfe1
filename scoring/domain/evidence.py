"""Links and files that back what was said of a candidate."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.enums import Action, EvidenceKind
from scoring.models import Candidate, Check, Evidence, User

from .evaluation import lock
from .ledger import record


@transaction.atomic
def attach_link(
    *, candidate: Candidate, checks: Iterable[Check], title: str, url: str, by: User, at: datetime
) -> Evidence:
    evidence = Evidence(
        candidate=candidate, kind=EvidenceKind.LINK, title=title, url=url, added_by=by, added_at=at
    )
    return _attach(evidence, list(checks), by=by, at=at)


@transaction.atomic
def attach_file(
    *,
    candidate: Candidate,
    checks: Iterable[Check],
    title: str,
    file: "File[bytes]",
    by: User,
    at: datetime,
) -> Evidence:
    """The file is stored under a random name outside the web root, its SHA-256 beside it."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    evidence = Evidence(
        candidate=candidate,
        kind=EvidenceKind.FILE,
        title=title,
        file=file,
        filename=(file.name or "")[-150:],
        sha256=digest.hexdigest(),
        added_by=by,
        added_at=at,
    )
    return _attach(evidence, list(checks), by=by, at=at)


@transaction.atomic
def remove(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Take back evidence while scoring is open. The ledger keeps that it was there."""
    evaluation = evidence.candidate.evaluation
    lock(evaluation)
    if not evaluation.is_open:
        raise ValidationError(_("Scoring is not open: evidence is fixed."), code="state")
    record(
        action=Action.EVIDENCE_REMOVED,
        evaluation=evaluation,
        subject=evidence.candidate.code,
        by=by,
        at=at,
        old=_as_record(evidence, list(evidence.checks.all())),
    )
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _attach(evidence: Evidence, checks: list[Check], *, by: User, at: datetime) -> Evidence:
    evaluation = evidence.candidate.evaluation
    lock(evaluation)
    if not evaluation.is_open:
        raise ValidationError(_("Scoring is not open: evidence is fixed."), code="state")
    evidence.full_clean()
    evidence.save()
    evidence.checks.set(checks)
    record(
        action=Action.EVIDENCE_ATTACHED,
        evaluation=evaluation,
        subject=evidence.candidate.code,
        by=by,
        at=at,
        new=_as_record(evidence, checks),
    )
    return evidence


def _as_record(evidence: Evidence, checks: list[Check]) -> dict[str, object]:
    return {
        "title": evidence.title,
        "url": evidence.url,
        "filename": evidence.filename,
        "sha256": evidence.sha256,
        "checks": [check.code for check in checks],
    }
