"""The life of a rubric's versions as the ledger tells it: who did what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.enums import Action
from scoring.models import LedgerEntry, Rubric

BEGINS = {Action.RUBRIC_STARTED, Action.RUBRIC_DRAFTED}
CHANGES = {Action.RUBRIC_EDITED, Action.RUBRIC_WEIGHED}


@dataclass(frozen=True, slots=True)
class Deed:
    """By whom, and when."""

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """A version; what was loaded from a file has no deeds, or only some."""

    rubric: Any
    made: Deed | None
    changed: Deed | None  # the last time
    changes: int
    published: Deed | None
    before: int | None  # the version before it, to compare with


def lives_of(rubrics: Sequence[Rubric]) -> list[Life]:
    """Of the versions of one rubric, the newest first."""
    subjects = {f"{one.slug} v{one.version}": one for one in rubrics}
    entries = LedgerEntry.objects.filter(subject__in=subjects, action__startswith="rubric.")
    found: dict[str, list[tuple[str, Deed]]] = {subject: [] for subject in subjects}
    for subject, action, actor, at in entries.order_by("pk").values_list(
        "subject", "action", "actor", "at"
    ):
        if action in BEGINS:
            found[subject].clear()  # a draft thrown away had the number before
        found[subject].append((action, Deed(actor, at)))
    older = [*(one.version for one in rubrics[1:]), None]
    return [
        _life(rubric, found[subject], before)
        for (subject, rubric), before in zip(subjects.items(), older, strict=True)
    ]


def _life(rubric: Rubric, deeds: Sequence[tuple[str, Deed]], before: int | None) -> Life:
    changes = [deed for action, deed in deeds if action in CHANGES]
    published = next((deed for action, deed in deeds if action == Action.RUBRIC_PUBLISHED), None)
    if published is None and rubric.published_at:
        published = Deed("", rubric.published_at)
    return Life(
        rubric=rubric,
        made=next((deed for action, deed in deeds if action in BEGINS), None),
        changed=changes[-1] if changes else None,
        changes=len(changes),
        published=published,
        before=before,
    )
