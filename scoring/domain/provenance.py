"""How a result came to be: rules and their changes, what was settled, waived or left out, who
declared what, and what was decided. Everything here stands beside the scores in every report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.engine import Comparison
from scoring.models import Consensus, Decision, Declaration, Evaluation, Exclusion, Waiver

from .comparison import expired_cells
from .freeze import Reading, readings_of
from .ledger import Head, head_of

type Cell = tuple[str, str]  # candidate, check


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Read with the comparison, at the same moment. Without arguments: of what has no history."""

    exclusions: tuple[Exclusion, ...] = ()
    consensus: Mapping[Cell, Consensus] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    readings: tuple[Reading, ...] = ()  # one for each freeze, the first one first
    expired: frozenset[tuple[str, str, str]] = frozenset()  # candidate, check, assessor
    decision: Decision | None = None
    head: Head = field(default_factory=lambda: Head(0, ""))

    @property
    def recused(self) -> frozenset[tuple[str, str]]:
        """(candidate, person): what they rated stays on record and does not count."""
        return frozenset(
            (one.candidate.code, one.seat.user.username) for one in self.declarations if one.recused
        )


def provenance_of(evaluation: Evaluation, today: Comparison) -> Provenance:
    """In a fixed number of queries, as long as the rules were not changed. A draft has no rules
    that were frozen, and no reading by them."""
    return Provenance(
        exclusions=tuple(evaluation.exclusions.select_related("rubric_check")),
        consensus=_consensus(evaluation),
        waivers=tuple(
            Waiver.objects.filter(candidate__evaluation=evaluation)
            .select_related("candidate", "waived_by")
            .order_by("candidate__name", "kind", "code")
        ),
        declarations=tuple(
            Declaration.objects.filter(seat__evaluation=evaluation)
            .select_related("seat__user", "candidate")
            .order_by("seat", "candidate__name")
        ),
        readings=() if evaluation.is_draft else tuple(readings_of(evaluation, today)),
        expired=frozenset(expired_cells(evaluation)),
        decision=decision_of(evaluation),
        head=head_of(evaluation),
    )


def decision_of(evaluation: Evaluation) -> Decision | None:
    decisions = Decision.objects.select_related("candidate", "signed_by")
    return decisions.filter(evaluation=evaluation).first()


def _consensus(evaluation: Evaluation) -> dict[Cell, Consensus]:
    settled = Consensus.objects.filter(candidate__evaluation=evaluation)
    return {
        (one.candidate.code, one.rubric_check.code): one
        for one in settled.select_related("candidate", "rubric_check", "settled_by")
    }
