"""Where an evaluation stands in its life, what remains to be done, and by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.domain.progress import Progress
from scoring.enums import Role, State
from scoring.models import Evaluation, LedgerEntry, Seat

# What each state is for, in the imperative: `docs/life.md` says it at length.
PURPOSES: Mapping[State, Promise] = {
    State.DRAFT: gettext_lazy("Set it up"),
    State.OPEN: gettext_lazy("Score what each candidate shows"),
    State.MODERATION: gettext_lazy("Settle where people differ"),
    State.CLOSED: gettext_lazy("The result is final"),
    State.DECIDED: gettext_lazy("Choose, and sign"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One state on the line: passed, here, or ahead; when it was reached, and by whose step."""

    state: State
    standing: str  # done, now, ahead: classes of the style sheet
    purpose: Promise
    at: datetime | None = None
    by: str = ""

    @property
    def title(self) -> str:
        return str(self.state.label)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that remains to be done. `goal` names the page on which its own person does it."""

    who: Seat
    words: str
    goal: str = ""


def line_of(evaluation: Evaluation, arrivals: Mapping[State, LedgerEntry]) -> tuple[Stage, ...]:
    here = list(State).index(State(evaluation.state))
    return tuple(
        _stage(state, place - here, arrivals.get(state)) for place, state in enumerate(State)
    )


def todos_of(evaluation: Evaluation, people: Sequence[Progress], *, reader: Seat) -> list[Todo]:
    """What remains in this phase, as far as the reader may know of it.

    In the blind phase that is their own part, and the owner's reader sees everybody's.
    """
    found = {
        State.DRAFT: _in_draft,
        State.OPEN: _while_open,
        State.MODERATION: _in_moderation,
        State.CLOSED: _once_closed,
        State.DECIDED: _nothing,
    }[State(evaluation.state)]
    hidden = evaluation.is_open and not reader.is_owner
    return [one for one in found(evaluation, people) if not hidden or one.who == reader]


def sees(reader: Seat, other: Seat) -> bool:
    """Whether the reader may know how far the other is, and how they stand to the candidates."""
    return reader.is_owner or reader.evaluation.is_revealed or reader == other


def _stage(state: State, distance: int, arrival: LedgerEntry | None) -> Stage:
    if distance > 0:
        return Stage(state=state, standing="ahead", purpose=PURPOSES[state])
    return Stage(
        state=state,
        standing="done" if distance else "now",
        purpose=PURPOSES[state],
        at=arrival.at if arrival else None,
        by=arrival.actor if arrival else "",
    )


def _owner(people: Sequence[Progress]) -> Seat:
    return next(one.seat for one in people if one.seat.role == Role.OWNER)


def _in_draft(evaluation: Evaluation, people: Sequence[Progress]) -> Iterator[Todo]:
    owner = _owner(people)
    ready = True
    if not evaluation.candidates.exists():
        ready = False
        yield Todo(owner, _("Add the candidates"), "candidate_create")
    if evaluation.reference_budget is None:
        asked = evaluation.checks().filter(relative_to_budget=True).exists()
        if asked:
            ready = False
            yield Todo(owner, _("Give the reference budget"), "evaluation_setup")
    if ready:
        yield Todo(owner, _("Open scoring: rubric, weights and method are frozen"))


def _while_open(evaluation: Evaluation, people: Sequence[Progress]) -> Iterator[Todo]:
    for one in people:
        if one.undeclared:
            names = ", ".join(candidate.name for candidate in one.undeclared)
            words = _("Declare how they stand to %(candidates)s") % {"candidates": names}
            yield Todo(one.seat, words, "declaration")
        if one.seat.is_scoring and one.left:
            words = ngettext("%(count)s rating to give", "%(count)s ratings to give", one.left)
            yield Todo(one.seat, words % {"count": one.left}, "score_start")
        if one.unreasoned:
            words = ngettext(
                "%(count)s rating without its reason",
                "%(count)s ratings without their reason",
                one.unreasoned,
            )
            yield Todo(one.seat, words % {"count": one.unreasoned}, "score_start")
    yield Todo(_owner(people), _("End scoring, when everybody is done"))


def _in_moderation(evaluation: Evaluation, people: Sequence[Progress]) -> Iterator[Todo]:
    owner = _owner(people)
    if sum(one.seat.is_scoring for one in people) > 1:
        yield Todo(owner, _("Settle where people differ"), "moderation")
    yield Todo(owner, _("Close the evaluation: the result is final then"))


def _once_closed(evaluation: Evaluation, people: Sequence[Progress]) -> Iterator[Todo]:
    yield Todo(_owner(people), _("Choose, say why, and sign"), "evaluation_decide")


def _nothing(evaluation: Evaluation, people: Sequence[Progress]) -> Iterator[Todo]:
    return iter(())
