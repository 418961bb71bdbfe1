from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from scoring import permissions
from scoring.domain.progress import Progress, progress_of
from scoring.domain.provenance import decision_of
from scoring.enums import Role, State, TokenScope
from scoring.models import Competency, Evaluation, Seat, Token
from scoring.reports.life import sees

from .access import listed, seated
from .shapes import Shape, Share


class RubricVersion(Shape):
    """Which published rubric is asked."""

    slug: str
    version: int


class Summary(Shape):
    """One evaluation, as the list shows it."""

    slug: Annotated[str, Meta(description="Its name in addresses.")]
    title: str
    state: Annotated[State, Meta(description="Where it stands in its life.")]
    role: Annotated[Role, Meta(description="What the seat of the token's person is.")]
    rubric: RubricVersion
    tier: Annotated[int, Meta(description="1 express, 2 standard, 3 full.")]
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None


class Evaluations(Shape):
    """Those in which the token's person has a seat, the newest first."""

    evaluations: list[Summary]


class Candidate(Shape):
    """A firm that could be chosen."""

    code: Annotated[str, Meta(description="Its name in comparisons and problems.")]
    name: str
    note: str


class Texts(Shape):
    """The same in each language."""

    es: str
    fr: str
    en: str


class WeighedCompetency(Shape):
    """A competency, and what it counts for."""

    code: Annotated[str, Meta(description="Its name in comparisons and problems.")]
    title: Texts
    weight: Share


class Rated(Shape):
    """How far a person is: the others' is hidden while scoring is blind."""

    answered: int
    total: Annotated[int, Meta(description="Candidates times checks that are theirs to score.")]
    without_reason: Annotated[int, Meta(description="Answered, and still to be explained.")]
    undeclared: Annotated[list[str], Meta(description="Candidates on whom they must declare.")]


class Person(Shape):
    """Somebody with a seat."""

    username: Annotated[
        str | None, Meta(description="Their name in problems. Null as long as progress is hidden.")
    ]
    name: str
    role: Role
    competencies: Annotated[list[str], Meta(description="What they score. Empty: everything.")]
    progress: Annotated[Rated | None, Meta(description="Null where it is hidden, and for readers.")]


class Decision(Shape):
    """Who was chosen."""

    candidate: str
    reason: str
    signature: str
    signed_at: datetime


class Detail(Summary):
    """One evaluation: who is compared, by what weights, by whom, and how far they are."""

    frozen_fingerprint: Annotated[str, Meta(description="Of its rules. Empty in a draft.")]
    leaders: Annotated[list[str], Meta(description="Their names, once scoring is closed.")]
    candidates: list[Candidate]
    competencies: list[WeighedCompetency]
    people: list[Person]
    decision: Decision | None


@listed(Evaluations, TokenScope.EVALUATIONS, permissions.can_start_evaluation)
def evaluation_list(token: Token) -> Evaluations:
    """The evaluations in which the token's person has a seat"""
    seats = Seat.objects.filter(user=token.user).select_related("evaluation__rubric")
    if token.evaluation:
        seats = seats.filter(evaluation=token.evaluation)
    newest = seats.order_by("-evaluation__created_at", "-evaluation__pk")
    return Evaluations(evaluations=[Summary(**_summary(seat)) for seat in newest])


@seated(Detail, TokenScope.EVALUATIONS, permissions.can_view)
def evaluation_detail(seat: Seat) -> Detail:
    """One evaluation: candidates, weights, people and their progress"""
    evaluation = seat.evaluation
    shares = evaluation.weights.shares()
    return Detail(
        **_summary(seat),
        frozen_fingerprint=evaluation.frozen_fingerprint,
        leaders=evaluation.leaders,
        candidates=[
            Candidate(code=one.code, name=one.name, note=one.note)
            for one in evaluation.candidates.all()
        ],
        competencies=[
            WeighedCompetency(code=one.code, title=_title(one), weight=shares[one.pk])
            for one in evaluation.rubric.competencies.all()
        ],
        people=[_person(seat, one) for one in progress_of(evaluation)],
        decision=_decision(evaluation),
    )


def _summary(seat: Seat) -> dict[str, Any]:
    evaluation = seat.evaluation
    rubric = evaluation.rubric
    return {
        "slug": evaluation.slug,
        "title": evaluation.title,
        "state": State(evaluation.state),
        "role": Role(seat.role),
        "rubric": RubricVersion(slug=rubric.slug, version=rubric.version),
        "tier": evaluation.tier,
        "created_at": evaluation.created_at,
        "opened_at": evaluation.opened_at,
        "closed_at": evaluation.closed_at,
    }


def _title(competency: Competency) -> Texts:
    return Texts(**{code: getattr(competency, f"title_{code}") for code in Texts.__struct_fields__})


def _person(reader: Seat, progress: Progress) -> Person:
    seat = progress.seat
    seen = sees(reader, seat)
    return Person(
        username=seat.user.username if seen else None,
        name=str(seat.user),
        role=Role(seat.role),
        competencies=[one.code for one in seat.competencies.all()],
        progress=_rated(progress) if seen and seat.is_scoring else None,
    )


def _rated(progress: Progress) -> Rated:
    return Rated(
        answered=progress.answered,
        total=progress.total,
        without_reason=progress.unreasoned,
        undeclared=[one.code for one in progress.undeclared],
    )


def _decision(evaluation: Evaluation) -> Decision | None:
    signed = decision_of(evaluation)
    if signed is None:
        return None
    return Decision(
        candidate=signed.candidate.code,
        reason=signed.reason,
        signature=signed.signature,
        signed_at=signed.signed_at,
    )
