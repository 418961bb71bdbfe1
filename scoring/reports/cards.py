"""The evaluations of one person at a glance: state, progress, who leads, what comes next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from scoring import permissions
from scoring.enums import State
from scoring.models import Decision, Seat, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One evaluation as its reader's seat sees it. The counts are of everybody for who owns it,
    and of the reader for who scores in it."""

    seat: Any  # a Seat with its progress
    answered: int
    total: int
    scorers: int  # whose ratings are counted
    chosen: str  # the candidate's name, once it was decided

    @property
    def shows_progress(self) -> bool:
        return permissions.can_score(self.seat) and self.total > 0

    @property
    def percent(self) -> float:
        return 100 * self.answered / self.total

    @property
    def next_step(self) -> str:
        evaluation, owns = self.seat.evaluation, self.seat.is_owner
        if permissions.can_decide(self.seat):
            return _("Decide, and sign")
        if evaluation.is_moderated and owns:
            return _("Settle where people differ")
        if evaluation.is_revealed:
            return _("Read the decision") if self.chosen else _("Read the comparison")
        if permissions.can_score(self.seat):
            return self._scoring()
        if permissions.can_open(self.seat):
            return _("Open scoring") if self.seat.candidates_to_score else _("Add the candidates")
        return _("Wait for scoring to end") if evaluation.is_open else _("Wait for it to open")

    def _scoring(self) -> str:
        left = self.seat.candidates_to_score * self.seat.checks_to_score - self.seat.answered
        if left > 0:
            return _("Go on scoring")
        if not self.seat.is_owner:
            return _("Look over your scores")
        return _("End scoring") if self.answered >= self.total else _("Wait for the others")


def cards_of(user: User) -> list[Card]:
    """The newest first, in a fixed number of queries."""
    own = Seat.objects.filter(user=user).select_related("evaluation__rubric").with_progress()
    seats = list(own.order_by("-evaluation__created_at", "-evaluation__pk"))
    everybody = _scorers(one for one in seats if one.is_owner)
    chosen = dict(
        Decision.objects.filter(evaluation__in=[one.evaluation_id for one in seats]).values_list(
            "evaluation", "candidate__name"
        )
    )
    return [
        _card(seat, everybody.get(seat.evaluation_id, [seat]), chosen.get(seat.evaluation_id, ""))
        for seat in seats
    ]


def _scorers(owned: Iterable[Seat]) -> dict[int, list[Any]]:
    """Who scores in evaluations that are open: nobody else's progress is asked for."""
    found = [one.evaluation_id for one in owned if one.evaluation.state == State.OPEN]
    seats = Seat.objects.filter(evaluation__in=found).scoring().with_progress()
    of_evaluation = defaultdict(list)
    for seat in seats:
        of_evaluation[seat.evaluation_id].append(seat)
    return of_evaluation


def _card(seat: Any, counted: list[Any], chosen: str) -> Card:
    return Card(
        seat=seat,
        answered=sum(one.answered for one in counted),
        total=sum(one.candidates_to_score * one.checks_to_score for one in counted),
        scorers=len(counted),
        chosen=chosen,
    )
