"""How far everybody is: what they rated, what lacks a reason, to whom they have declared."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from scoring.models import Assessment, Candidate, Declaration, Evaluation, Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One seat's. What is recused, or assigned to others, is not to be rated."""

    seat: Seat  # with its competencies and declarations at hand
    answered: int
    total: int
    unreasoned: int  # of what was answered, what should say why and does not
    undeclared: tuple[Candidate, ...]

    @property
    def left(self) -> int:
        return max(self.total - self.answered, 0)

    @property
    def percent(self) -> float:
        return 100 * self.answered / self.total if self.total else 0

    @property
    def interests(self) -> list[Declaration]:
        """What was declared that is not nothing: recusals, and interests that were made known."""
        return [one for one in self.seat.declarations.all() if one.recused or one.statement]

    @property
    def is_done(self) -> bool:
        return not (self.left or self.unreasoned or self.undeclared)


def progress_of(evaluation: Evaluation) -> list[Progress]:
    """Of every seat, in the order in which they were given. Who may see whose is the caller's."""
    seats = evaluation.seats.with_progress().select_related("user")
    candidates = list(evaluation.candidates.all())
    unreasoned = _unreasoned(evaluation)
    found = []
    seat: Any  # with what `with_progress` counts
    for seat in seats.prefetch_related("competencies", "declarations__candidate"):
        declared = {one.candidate_id for one in seat.declarations.all()}
        found.append(
            Progress(
                seat=seat,
                answered=seat.answered,
                total=seat.candidates_to_score * seat.checks_to_score,
                unreasoned=unreasoned.get(seat.user_id, 0) if seat.is_scoring else 0,
                undeclared=tuple(
                    one for one in candidates if seat.is_scoring and one.pk not in declared
                ),
            )
        )
    return found


def _unreasoned(evaluation: Evaluation) -> dict[int, int]:
    """How many ratings of each assessor should say why and do not (`assessment.asks_reason`)."""
    asks = Q(rubric_check__reason_required=True)
    if evaluation.reason_for_gates:
        asks |= Q(rubric_check__must=True)
    if evaluation.reason_for_extremes:
        asks |= Q(value__in=(0, 100))
    silent = Assessment.objects.in_scope(evaluation).filter(asks, value__isnull=False, note="")
    recused = Declaration.objects.filter(
        recused=True, candidate=OuterRef("candidate"), seat__user=OuterRef("assessor")
    )
    counting = silent.exclude(Exists(recused))
    return dict(counting.order_by().values_list("assessor").annotate(Count("pk")))
