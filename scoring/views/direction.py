"""The two ways through a sheet: one candidate through the checks, one check across candidates."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from scoring.models import Candidate, Check, Competency

from .sheet import Cell, Progress, Sheet


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: its name and its address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """A competency in the list at the side."""

    progress: Progress
    url: str
    is_here: bool


class Direction:
    """What both ways have: where one is, what comes before and after, how far it is."""

    name: str
    sheet: Sheet
    competency: Competency
    cells: list[Cell]
    candidates: list[Candidate]  # whose progress counts

    def address(self, candidate: Candidate, check: Check) -> str:
        raise NotImplementedError

    def entry(self, competency: Competency) -> str:
        """Where a competency begins."""
        raise NotImplementedError

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(one, self.entry(one.competency), one.competency == self.competency)
            for one in self.sheet.progress(self.candidates)
        ]

    @cached_property
    def here(self) -> Progress:
        return next(step.progress for step in self.steps if step.is_here)

    @property
    def done(self) -> int:
        return sum(step.progress.done for step in self.steps)

    @property
    def total(self) -> int:
        return sum(step.progress.total for step in self.steps)

    @property
    def next_open(self) -> Place | None:
        """The first cell after this page, then from the start, that is still to do."""
        order = self.order
        shown = {(candidate.pk, check.pk) for candidate, check in self.cells}
        keys = [(candidate.pk, check.pk) for candidate, check in order]
        last = max(place for place, key in enumerate(keys) if key in shown)
        for candidate, check in order[last + 1 :] + order[: last + 1]:
            if (candidate.pk, check.pk) in shown or self.sheet.is_done(candidate, check):
                continue
            return Place(self.cell_name(candidate, check), self.address(candidate, check))
        return None

    @property
    def order(self) -> list[Cell]:
        raise NotImplementedError

    def cell_name(self, candidate: Candidate, check: Check) -> str:
        """As it is told on this page: what is the same for all of the page goes unsaid."""
        same = [candidate] == self.candidates
        return check.code if same else f"{check.code}, {candidate}"


class ByCandidate(Direction):
    """One candidate, competency by competency."""

    name = "candidate"

    def __init__(self, sheet: Sheet, candidate: Candidate, checks: list[Check]) -> None:
        self.sheet, self.candidate, self.checks = sheet, candidate, checks
        self.competency = checks[0].competency
        self.candidates = [candidate]
        self.cells = [(candidate, check) for check in checks]

    @property
    def order(self) -> list[Cell]:
        return [(one, check) for one in self.sheet.candidates for check in self.sheet.outline]

    def address(self, candidate: Candidate, check: Check) -> str:
        numbers = {one.pk: one.number for one in self.sheet.competencies}
        page = self._page(candidate, numbers[check.competency_id])
        return f"{page}#check-{check.code}"

    def entry(self, competency: Competency) -> str:
        return self._page(self.candidate, competency.number)

    @property
    def before(self) -> Place | None:
        return self._neighbour(-1)

    @property
    def after(self) -> Place | None:
        return self._neighbour(1)

    @property
    def other(self) -> str:
        """The same place the other way: the first check here that is still to do."""
        left = [check for check in self.checks if not self.sheet.is_done(self.candidate, check)]
        return across(self.sheet, left[0] if left else self.checks[0])

    @property
    def choices(self) -> list[tuple[Place, bool]]:
        """The candidates, to change over to."""
        return [
            (Place(one.name, self._page(one, self.competency.number)), one == self.candidate)
            for one in self.sheet.candidates
        ]

    def _neighbour(self, away: int) -> Place | None:
        place = self.sheet.competencies.index(self.competency) + away
        if not 0 <= place < len(self.sheet.competencies):
            return None
        competency = self.sheet.competencies[place]
        return Place(competency.short_title, self.entry(competency))

    def _page(self, candidate: Candidate, number: int) -> str:
        return reverse("score", args=[self.sheet.evaluation.slug, candidate.code, number])


class ByCheck(Direction):
    """One check, for every candidate: what is asked stays the same, so the answers compare."""

    name = "check"

    def __init__(self, sheet: Sheet, check: Check) -> None:
        self.sheet, self.check = sheet, check
        self.competency = check.competency
        self.candidates = sheet.candidates
        self.cells = [(candidate, check) for candidate in sheet.candidates]

    @property
    def order(self) -> list[Cell]:
        return [(one, check) for check in self.sheet.outline for one in self.sheet.candidates]

    def address(self, candidate: Candidate, check: Check) -> str:
        return f"{across(self.sheet, check)}#candidate-{candidate.code}"

    def entry(self, competency: Competency) -> str:
        checks = self.sheet.outline_of(competency)
        left = [check for check in checks if not self._is_done(check)]
        return across(self.sheet, left[0] if left else checks[0])

    @property
    def before(self) -> Place | None:
        return self._neighbour(-1)

    @property
    def after(self) -> Place | None:
        return self._neighbour(1)

    @property
    def other(self) -> str:
        """The same check on the page of the first candidate that is still to do."""
        left = [one for one in self.candidates if not self.sheet.is_done(one, self.check)]
        one = left[0] if left else self.candidates[0]
        return by_candidate(self.sheet, one, self.competency, self.check)

    @property
    def siblings(self) -> list[dict[str, Any]]:
        """The checks of the competency, to change over to."""
        return [
            {
                "place": Place(check.code, across(self.sheet, check)),
                "is_here": check == self.check,
                "is_done": self._is_done(check),
            }
            for check in self.sheet.outline_of(self.competency)
        ]

    def _is_done(self, check: Check) -> bool:
        return all(self.sheet.is_done(one, check) for one in self.candidates)

    def _neighbour(self, away: int) -> Place | None:
        place = self.sheet.outline.index(self.check) + away
        if not 0 <= place < len(self.sheet.outline):
            return None
        check = self.sheet.outline[place]
        return Place(check.code, across(self.sheet, check))


def across(sheet: Sheet, check: Check) -> str:
    return reverse("score_across", args=[sheet.evaluation.slug, check.code])


def by_candidate(sheet: Sheet, candidate: Candidate, competency: Competency, check: Check) -> str:
    page = reverse("score", args=[sheet.evaluation.slug, candidate.code, competency.number])
    return f"{page}#check-{check.code}"
