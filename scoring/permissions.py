"""Who may: pure predicates on a seat, for the phase its evaluation is in.

A person without a seat gets no predicate at all: for them the evaluation does not exist (404).
`tests/test_permissions.py` holds these to one table, role by role and phase by phase.
"""

from .enums import TRANSITIONS, Action
from .models import Evidence, Report, Seat, User


def can_view(seat: Seat) -> bool:
    return True


def can_set_up(seat: Seat) -> bool:
    """Title, tier, weights: what is frozen when scoring opens."""
    return seat.is_owner and seat.evaluation.is_draft


def can_refreeze(seat: Seat) -> bool:
    """Change weights, scope or method after opening, with a reason: a new frozen version."""
    return seat.is_owner and (seat.evaluation.is_open or seat.evaluation.is_moderated)


def can_elicit(seat: Seat) -> bool:
    """Answer what the competencies weigh: who will score, while the weights are not frozen."""
    return seat.is_scoring and seat.evaluation.is_draft


def can_adopt_weights(seat: Seat) -> bool:
    """Make people's answers the evaluation's weights."""
    return can_set_up(seat)


def can_change_candidates(seat: Seat) -> bool:
    """Scales are fixed, so a late candidate moves nobody's score: allowed while scoring is open."""
    return seat.is_owner and not seat.evaluation.is_revealed


def can_change_seats(seat: Seat) -> bool:
    return seat.is_owner and not seat.evaluation.is_revealed


def can_declare(seat: Seat) -> bool:
    """Say how one stands to the candidates, or recuse oneself: until the result is final."""
    return seat.is_scoring and not seat.evaluation.is_revealed


def can_open(seat: Seat) -> bool:
    return _may_step(seat, Action.EVALUATION_OPENED)


def can_withdraw(seat: Seat) -> bool:
    """Back to a draft; the domain refuses once somebody has scored."""
    return _may_step(seat, Action.EVALUATION_WITHDRAWN)


def can_moderate(seat: Seat) -> bool:
    """End individual scoring."""
    return _may_step(seat, Action.EVALUATION_MODERATED)


def can_settle(seat: Seat) -> bool:
    """Consensus and waivers."""
    return seat.is_owner and seat.evaluation.is_moderated


def can_read_moderation(seat: Seat) -> bool:
    """Everybody's ratings side by side: for who reads the comparison, once scoring is over."""
    return seat.evaluation.is_revealed


def can_read_marks(seat: Seat, *, recused: bool) -> bool:
    """What the others said of one candidate. An assessor who recused themselves from it reads it
    with the final result; the owner moderates, and reads it before."""
    if not can_read_moderation(seat):
        return False
    return not (recused and seat.is_assessor and seat.evaluation.is_moderated)


def can_close(seat: Seat) -> bool:
    return _may_step(seat, Action.EVALUATION_CLOSED)


def can_reopen(seat: Seat) -> bool:
    return _may_step(seat, Action.EVALUATION_REOPENED)


def can_decide(seat: Seat) -> bool:
    return _may_step(seat, Action.EVALUATION_DECIDED)


def can_score(seat: Seat) -> bool:
    return seat.is_scoring and seat.evaluation.is_open


def can_compare(seat: Seat, *, assessors: int) -> bool:
    """While several people score they score blind; a CIO alone may look at any time.

    `assessors` is the number of seats from which scores come.
    """
    if seat.evaluation.is_revealed:
        return True
    return seat.evaluation.is_open and seat.is_owner and assessors == 1


def can_report(seat: Seat, *, assessors: int, recused: bool) -> bool:
    """Have a report: it says what everybody said. An assessor who recused themselves from a
    candidate reads that with the final result (`can_read_marks`)."""
    if not can_compare(seat, assessors=assessors):
        return False
    return not (recused and seat.is_assessor and seat.evaluation.is_moderated)


def can_write_letters(seat: Seat, *, assessors: int) -> bool:
    """A debrief letter speaks for the house to one candidate: not an assessor's to send."""
    return not seat.is_assessor and can_compare(seat, assessors=assessors)


def can_read_report(seat: Seat, report: Report, *, assessors: int, recused: bool) -> bool:
    """Read one that is kept, or watch it being made, whoever asked for it."""
    if report.is_letter:
        return can_write_letters(seat, assessors=assessors)
    return can_report(seat, assessors=assessors, recused=recused)


def can_read_ledger(seat: Seat, *, assessors: int) -> bool:
    """The ledger tells everybody's scores, so it opens with the comparison; it is not assessors'
    reading."""
    return not seat.is_assessor and can_compare(seat, assessors=assessors)


def can_read_history(seat: Seat) -> bool:
    """How a cell came to be: one's own part of it while scoring, everybody's afterwards."""
    return seat.evaluation.is_revealed or can_score(seat)


def can_read_evidence(seat: Seat, evidence: Evidence) -> bool:
    """In the blind phase what others attached tells what they looked at: own evidence only."""
    return seat.evaluation.is_revealed or evidence.added_by_id == seat.user_id


def can_remove_evidence(seat: Seat, evidence: Evidence) -> bool:
    return can_score(seat) and evidence.added_by_id == seat.user_id


def _may_step(seat: Seat, action: Action) -> bool:
    """The steps of an evaluation's life are its owner's."""
    return seat.is_owner and seat.evaluation.state == TRANSITIONS[action].source


def can_read_rubrics(user: User) -> bool:
    return user.is_authenticated


def can_edit_rubrics(user: User) -> bool:
    """Administrators, as at the door of the admin."""
    return bool(user.is_active and user.is_staff)


def can_start_evaluation(user: User) -> bool:
    """Anybody with an account may become the owner of an evaluation of their own."""
    return user.is_authenticated


def can_have_tokens(user: User) -> bool:
    """A token shows what its person sees anyway."""
    return user.is_authenticated


def can_read_description(user: User) -> bool:
    """What the API could tell is no secret, and a programme that is being written has no token."""
    return True
