"""Links, files and notes that back what was said of a candidate."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from scoring.enums import Action, EvidenceKind, EvidenceLevel
from scoring.models import Candidate, Check, Evaluation, Evidence, User

from .atomic import atomic
from .evaluation import lock
from .ledger import record
from .upload import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a person says of a piece of evidence; one of `url`, `upload` and `text` is given."""

    title: str
    url: str = ""
    upload: Upload | None = None
    text: str = ""
    level: int = EvidenceLevel.DOCUMENT
    scope: str = ""
    dated: date | None = None
    valid_until: date | None = None

    @property
    def kind(self) -> EvidenceKind:
        if self.upload:
            return EvidenceKind.FILE
        return EvidenceKind.LINK if self.url else EvidenceKind.NOTE


class Damaged(Exception):
    """The stored file is gone, or is not the one that was attached."""


def attach(
    *, candidate: Candidate, checks: Iterable[Check], item: Item, by: User, at: datetime
) -> Evidence:
    """A file goes to the disk first, and leaves it again if the rest does not come about.

    A transaction around ours could still fail later, unseen: with a file there may be none.
    """
    evidence = Evidence(candidate=candidate, kind=item.kind, added_by=by, added_at=at)
    if item.upload:
        evidence.filename, evidence.sha256 = item.upload.name, item.upload.sha256
        evidence.file.save(item.upload.name, ContentFile(item.upload.content), save=False)
    stored = evidence.file.name
    try:
        with atomic(durable=bool(stored)):
            _attach(evidence, list(checks), item, by=by, at=at)
    except BaseException:
        if stored:
            evidence.file.storage.delete(stored)
        raise
    return evidence


@atomic()
def revise(
    *, evidence: Evidence, checks: Iterable[Check], item: Item, by: User, at: datetime
) -> None:
    """Say something else of evidence while scoring is open.

    Its kind stays, and so does a file: another file is another piece of evidence. Nothing is
    recorded where nothing changes. Checks that are out of scope by now stay too.
    """
    evaluation = _locked_open(evidence)
    before = list(evidence.checks.in_order())
    chosen = _in_scope(evaluation, checks)
    scope = set(evaluation.checks())
    after = [*chosen, *(check for check in before if check not in scope)]
    old = _as_record(evidence, before)
    _say(evidence, item)
    evidence.full_clean()
    new = _as_record(evidence, after)
    if new == old:
        return
    evidence.save()
    evidence.checks.set(after)
    record(
        action=Action.EVIDENCE_REVISED,
        evaluation=evaluation,
        candidate=evidence.candidate,
        by=by,
        at=at,
        old=old,
        new=new,
    )


@atomic()
def remove(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Take back evidence while scoring is open. The ledger keeps that it was there."""
    evaluation = _locked_open(evidence)
    record(
        action=Action.EVIDENCE_REMOVED,
        evaluation=evaluation,
        candidate=evidence.candidate,
        by=by,
        at=at,
        old=_as_record(evidence, list(evidence.checks.in_order())),
    )
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def content_of(evidence: Evidence) -> bytes:
    """The file as it was attached; raises `Damaged` where the disk has another or none."""
    try:
        with evidence.file.open("rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise Damaged(f"{evidence.file.name} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != evidence.sha256:
        raise Damaged(f"{evidence.file.name} is not the file whose SHA-256 was kept")
    return content


def size_of(evidence: Evidence) -> int | None:
    """Bytes of the file on the disk; None where it is not there."""
    try:
        return evidence.file.size
    except OSError:
        return None


def _attach(evidence: Evidence, checks: list[Check], item: Item, *, by: User, at: datetime) -> None:
    evaluation = _locked_open(evidence)
    _require_not_recused(evidence.candidate, by)
    chosen = _in_scope(evaluation, checks)
    _say(evidence, item)
    evidence.full_clean()
    evidence.save()
    evidence.checks.set(chosen)
    record(
        action=Action.EVIDENCE_ATTACHED,
        evaluation=evaluation,
        candidate=evidence.candidate,
        by=by,
        at=at,
        new=_as_record(evidence, chosen),
    )


def _locked_open(evidence: Evidence) -> Evaluation:
    evaluation = evidence.candidate.evaluation
    lock(evaluation)
    if not evaluation.is_open:
        raise ValidationError(_("Scoring is not open: evidence is fixed."), code="state")
    return evaluation


def _require_not_recused(candidate: Candidate, by: User) -> None:
    if candidate.declarations.filter(seat__user=by, recused=True).exists():
        raise ValidationError(
            _("You recused yourself from %(candidate)s: nothing was saved."),
            code="recused",
            params={"candidate": candidate.name},
        )


def _in_scope(evaluation: Evaluation, checks: Iterable[Check]) -> list[Check]:
    """The checks in the rubric's order; each is one of this evaluation's."""
    wanted = set(checks)
    found = [check for check in evaluation.checks() if check in wanted]
    if not found or len(found) < len(wanted):
        raise ValidationError(
            _("Choose the checks of this evaluation that it backs."), code="check"
        )
    return found


def _say(evidence: Evidence, item: Item) -> None:
    evidence.title, evidence.url, evidence.text = item.title, item.url, item.text
    evidence.level, evidence.scope = EvidenceLevel(item.level), item.scope
    evidence.dated, evidence.valid_until = item.dated, item.valid_until


def _as_record(evidence: Evidence, checks: list[Check]) -> dict[str, object]:
    """What the ledger keeps: only what was said."""
    said = {
        "title": evidence.title,
        "url": evidence.url,
        "filename": evidence.filename,
        "sha256": evidence.sha256,
        "text": evidence.text,
        "evidence": int(evidence.level),
        "scope": evidence.scope,
        "dated": evidence.dated,
        "valid_until": evidence.valid_until,
        "checks": [check.code for check in checks],
    }
    return {name: value for name, value in said.items() if value not in ("", None)}
