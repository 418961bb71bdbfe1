"""What one seat scores: its candidates × its checks, what is stored there, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models.functions import Length

from scoring.domain.assessment import asks_reason
from scoring.models import Assessment, Candidate, Check, Competency, Seat

OUTLINE = ("code", "competency", "position", "must", "reason_required", "scale")

type Cell = tuple[Candidate, Check]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is stored at a cell, as far as progress asks."""

    value: float | None
    abstained: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the assessor is with one competency."""

    competency: Competency
    done: int
    total: int

    @property
    def dash(self) -> str:
        """The ring's stroke: the done share of a circle whose length is called 100."""
        return f"{100 * self.done / self.total:.1f} 100"


class Sheet:
    """Everything that one person has to score in an evaluation; few and constant queries."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.evaluation = seat.evaluation

    @cached_property
    def candidates(self) -> list[Candidate]:
        candidates = list(self.seat.candidates())
        for candidate in candidates:
            candidate.evaluation = self.evaluation
        return candidates

    @cached_property
    def outline(self) -> list[Check]:
        """The checks in order, without their texts."""
        return list(self.seat.checks().only(*OUTLINE))

    @cached_property
    def competencies(self) -> list[Competency]:
        keys = {check.competency_id for check in self.outline}
        return list(Competency.objects.filter(pk__in=keys).order_by("number"))

    @cached_property
    def marks(self) -> dict[tuple[int, int], Mark]:
        own = Assessment.objects.in_scope(self.evaluation).filter(assessor=self.seat.user_id)
        rows = own.values_list("candidate", "rubric_check", "value", "abstained", Length("note"))
        return {
            (candidate, check): Mark(value, abstained, noted=length > 0)
            for candidate, check, value, abstained, length in rows
        }

    def candidate(self, code: str) -> Candidate | None:
        return next((one for one in self.candidates if one.code == code), None)

    def check(self, code: str) -> Check | None:
        """A check with its texts, its scale and the scale's levels."""
        return self._whole().filter(code=code).first()

    def checks_of(self, number: int) -> list[Check]:
        return list(self._whole().filter(competency__number=number))

    def outline_of(self, competency: Competency) -> list[Check]:
        return [check for check in self.outline if check.competency_id == competency.pk]

    def stored(self, cells: Iterable[Cell]) -> dict[tuple[int, int], Assessment]:
        """The person's own assessments at these cells."""
        candidates, checks = zip(*cells, strict=True)
        own = Assessment.objects.filter(
            assessor=self.seat.user_id, candidate__in=candidates, rubric_check__in=checks
        )
        return {(one.candidate_id, one.rubric_check_id): one for one in own}

    def is_done(self, candidate: Candidate, check: Check) -> bool:
        """Abstained, or rated, and with a note where the rating asks for its reason."""
        mark = self.marks.get((candidate.pk, check.pk))
        if mark is None or mark.abstained:
            return mark is not None
        if mark.value is None:
            return False
        return mark.noted or not asks_reason(self.evaluation, check, mark.value)

    def progress(self, candidates: list[Candidate]) -> list[Progress]:
        """By competency, over these candidates."""
        return [self.progress_of(one, candidates) for one in self.competencies]

    def progress_of(self, competency: Competency, candidates: list[Candidate]) -> Progress:
        checks = self.outline_of(competency)
        done = sum(self.is_done(one, check) for one in candidates for check in checks)
        return Progress(competency, done, len(checks) * len(candidates))

    def _whole(self):
        checks = self.seat.checks().select_related("scale", "competency")
        return checks.prefetch_related("scale__levels")
