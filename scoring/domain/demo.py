"""The demonstration: people and evaluations from a file, made through the verbs that people use.

So its ledger tells everything, and what a person could not do the file cannot do either.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from scoring.enums import Role, State
from scoring.models import Candidate, Check, Evaluation, Rubric, User

from . import (
    assessment,
    candidate,
    consensus,
    decision,
    declaration,
    evaluation,
    evidence,
    seat,
    transition,
    user,
)
from .atomic import atomic

type Json = Mapping[str, Any]

DRAFT, OPEN, MODERATION, CLOSED, DECIDED = range(len(State))


class DemoError(ValueError):
    """What is wrong with the file; each level that it passes says where in front."""


@atomic()
def load(*, data: Json, at: datetime) -> list[User]:
    """Make what is not there yet, all of it or nothing; what is there stays as it is.

    Returns the people of the file. They cannot sign in until `give_password`.
    """
    people: dict[str, User] = {}
    for number, said in enumerate(data["people"]):
        with _place(f"people[{number}]"):
            people[said["username"]] = _person(said, at=at)
    for number, said in enumerate(data["evaluations"]):
        with _place(f"evaluations[{number}]"):
            if not Evaluation.objects.filter(slug=said["slug"]).exists():
                _evaluation(said, people, at=at)
    return list(people.values())


@atomic()
def give_password(*, people: Iterable[User], password: str) -> None:
    """One password for all of them; where it is theirs already nothing is written."""
    opens = {encoded: check_password(password, encoded) for encoded in {p.password for p in people}}
    locked_out = [person.pk for person in people if not opens[person.password]]
    if locked_out:
        User.objects.filter(pk__in=locked_out).update(password=make_password(password))


@contextmanager
def _place(name: str) -> Iterator[None]:
    try:
        yield
    except DemoError as error:
        raise DemoError(f"{name}.{error}") from error
    except KeyError as error:
        raise DemoError(f"{name}: there is no {error}") from error
    except (ObjectDoesNotExist, TypeError, ValidationError, ValueError) as error:
        raise DemoError(f"{name}: {error}") from error


def _person(said: Json, *, at: datetime) -> User:
    known = User.objects.filter(username=said["username"]).first()
    if known and known.email == said["email"]:
        return known
    person = User(**said)
    person.set_unusable_password()
    person.full_clean()  # somebody else's name or address is refused here
    user.save(person=person, by=person, at=at)
    return person


def _evaluation(said: Json, people: Mapping[str, User], *, at: datetime) -> None:
    state, owner = State(said["state"]), _owner(said["seats"], people)
    by: dict[str, Any] = {"by": owner, "at": at}
    made = evaluation.create(setup=_setup(said), slug=said["slug"], **by)
    for name, role in said["seats"].items():
        with _place(f"seats.{name}"):
            if role != Role.OWNER:
                seat.grant(evaluation=made, user=people[name], role=Role(role), **by)
    candidates = {}
    for number, one in enumerate(said["candidates"]):
        with _place(f"candidates[{number}]"):
            candidates[one["code"]] = candidate.add(evaluation=made, **one, **by)
    reached = list(State).index(state)
    if reached >= OPEN:
        transition.open_scoring(evaluation=made, **by)
        _declare_nothing(made, candidates.values(), at=at)
        _assessments(said, made, candidates, people, at=at)
        _declarations(said, made, candidates, people, at=at)
    if reached >= MODERATION:
        transition.moderate(evaluation=made, **by)
        _consensus(said, made, candidates, **by)
    if reached >= CLOSED:
        transition.close(evaluation=made, **by)
    if reached >= DECIDED:
        with _place("decision"):
            chosen = candidates[said["decision"]["candidate"]]
            decision.decide(evaluation=made, **said["decision"] | {"candidate": chosen}, **by)


def _declare_nothing(made: Evaluation, candidates: Iterable[Candidate], *, at: datetime) -> None:
    """What most people declare, before they score."""
    nothing = dict.fromkeys(candidates, declaration.Interest())
    for one in made.seats.scoring():
        declaration.declare(seat=one, interests=nothing, by=one.user, at=at)


def _declarations(
    said: Json,
    made: Evaluation,
    candidates: Mapping[str, Candidate],
    people: Mapping[str, User],
    *,
    at: datetime,
) -> None:
    """What somebody found that they had to declare while they were scoring."""
    for number, one in enumerate(said.get("declarations", ())):
        with _place(f"declarations[{number}]"):
            person = people[one["person"]]
            interest = declaration.Interest(
                recused=one.get("recused", False), statement=one["statement"]
            )
            declaration.declare(
                seat=made.seats.get(user=person),
                interests={candidates[one["candidate"]]: interest},
                by=person,
                at=at,
            )


def _consensus(
    said: Json, made: Evaluation, candidates: Mapping[str, Candidate], *, by: User, at: datetime
) -> None:
    checks = _checks(made)
    for number, one in enumerate(said.get("consensus", ())):
        with _place(f"consensus[{number}]"):
            consensus.settle(
                candidate=candidates[one["candidate"]],
                check=checks[one["check"]],
                value=one["value"],
                evidence=one["evidence"],
                reason=one["reason"],
                version=0,
                by=by,
                at=at,
            )


def _checks(made: Evaluation) -> dict[str, Check]:
    scales = made.checks().select_related("scale").prefetch_related("scale__levels")
    return {check.code: check for check in scales}


def _owner(seats: Json, people: Mapping[str, User]) -> User:
    for name, role in seats.items():
        if role == Role.OWNER:
            return people[name]
    raise DemoError("seats: nobody is owner")


def _setup(said: Json) -> evaluation.Setup:
    rubric = Rubric.objects.published().get_by_natural_key(*said["rubric"])
    profile = rubric.profiles.get(slug=said["profile"])
    weights = profile.weights.select_related("competency")
    checks = Check.objects.filter(competency__rubric=rubric).select_related("competency")
    left_out = said.get("left_out", {})
    return evaluation.Setup(
        title=said["title"],
        rubric=rubric,
        tier=said["tier"],
        profile=profile,
        weights={weight.competency: weight.value for weight in weights},
        reference_budget=Decimal(said["reference_budget"]),
        exclusions={checks.get(code=code): reason for code, reason in left_out.items()},
        reason_for_extremes=said.get("reason_for_extremes", True),
    )


def _assessments(
    said: Json,
    made: Evaluation,
    candidates: Mapping[str, Candidate],
    people: Mapping[str, User],
    *,
    at: datetime,
) -> None:
    checks = _checks(made)
    for number, one in enumerate(said["assessments"]):
        with _place(f"assessments[{number}]"):
            assessment.rate_all(
                candidate=candidates[one["candidate"]],
                ratings=dict(_ratings(one["ratings"], checks)),
                by=people[one["assessor"]],
                at=at,
            )
    for number, one in enumerate(said["evidence"]):
        with _place(f"evidence[{number}]"):
            evidence.attach(
                candidate=candidates[one["candidate"]],
                checks=[checks[code] for code in one["checks"]],
                item=_item(one),
                by=people[one["added_by"]],
                at=at,
            )


def _item(said: Json) -> evidence.Item:
    known = ("title", "url", "text", "level", "scope")
    words: dict[str, Any] = {name: said[name] for name in known if name in said}
    for name in ("dated", "valid_until"):
        if name in said:
            words[name] = date.fromisoformat(said[name])
    return evidence.Item(**words)


def _ratings(said: Json, checks: Mapping[str, Check]) -> Iterator[tuple[Check, assessment.Rating]]:
    for code, one in said.items():
        with _place(f"ratings.{code}"):
            yield checks[code], assessment.Rating(**one | _measured(one))


def _measured(said: Json) -> dict[str, Decimal]:
    if "measurement" not in said:
        return {}
    try:
        return {"measurement": Decimal(said["measurement"])}
    except InvalidOperation as error:
        raise ValueError(f"{said['measurement']!r} is not a number") from error
