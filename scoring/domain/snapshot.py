"""An evaluation as it stands: what was read of it holds until somebody writes.

Every consequential write ends the chain of its ledger somewhere else: an evaluation's own for its
set-up, scores and people in it, the house's for rubrics and accounts. While both end where they
did, and the day is the same (proof expires), nothing that a comparison tells can have changed.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from scoring.models import Evaluation

from .ledger import head_of
from .report import Dossier, dossier_of

KEPT = 2  # evaluations that a process keeps whole: megabytes each


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Two are equal if the same would be read. It says nothing of who may read: ask that first."""

    evaluation: Evaluation = field(compare=False, repr=False)
    key: int
    head: str
    house: str
    day: date


def snapshot_of(evaluation: Evaluation) -> Snapshot:
    """Taken before anything is read: what is read later may be newer than it, never older."""
    return Snapshot(
        evaluation=evaluation,
        key=evaluation.pk,
        head=head_of(evaluation).digest,
        house=head_of(None).digest,
        day=evaluation.judged_on,
    )


@lru_cache(maxsize=KEPT)
def dossier_at(snapshot: Snapshot) -> Dossier:
    """`dossier_of`, read once; NothingToCompare is not kept."""
    return dossier_of(snapshot.evaluation)
