"""T15: whatever is done in whatever order, an evaluation keeps its promises after every step."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from scoring import permissions
from scoring.domain import (
    assessment,
    candidate,
    consensus,
    decision,
    declaration,
    evaluation,
    evidence,
    freeze,
    seat,
    transition,
    waiver,
)
from scoring.domain.comparison import fingerprint_of, leaders_of, problem_of
from scoring.domain.ledger import Head, head_of, verify
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.domain.rows import rows_of
from scoring.engine.fingerprints import inputs_digest
from scoring.enums import TRANSITIONS, GateKind, Role, State, Tier
from scoring.models import (
    Assessment,
    Consensus,
    Evaluation,
    Evidence,
    LedgerEntry,
    Rubric,
    User,
    Waiver,
)
from tests.security.watch import watching

SHORT, LONG = (6, 40), (100, 60)  # examples, steps of each
REASON = "Así lo vimos."
STEPS = {(one.source, one.target) for one in TRANSITIONS.values()}
LEVELS = st.sampled_from([0.0, 20.0, 60.0, 100.0])
PEOPLE = st.integers(0, 2)


def verb(method: Callable[..., None]) -> Callable[..., None]:
    """A step that is taken, or refused in words: then nothing at all has changed."""

    @wraps(method)
    def step(self: "Life", **drawn: Any) -> None:
        head, told = head_of(self.made), self.told()
        self.at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                method(self, **drawn)
        except (ValidationError, assessment.Conflict):
            assert (head_of(self.made), self.told()) == (head, told)

    return step


class Life(RuleBasedStateMachine):
    """The domain's verbs, by three people who score, in any order."""

    done: Counter[str] = Counter()  # what all of them did, by the ledger's word

    def __init__(self) -> None:
        super().__init__()
        self._around = transaction.atomic()
        self._around.__enter__()
        self._watching = watching()
        self.watch = self._watching.__enter__()
        self.at = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        names = [f"persona-{number}" for number in range(3)]
        self.people = [
            User.objects.create(username=name, email=f"{name}@empresa.example") for name in names
        ]
        self.made = self._made()
        self.before, self.fixed = State.DRAFT, None
        self.watch.unrecorded.clear()  # a new account is nobody's evaluation

    def teardown(self) -> None:
        Life.done.update(LedgerEntry.objects.of(self.made).values_list("action", flat=True))
        self._watching.__exit__(None, None, None)
        transaction.set_rollback(True)
        self._around.__exit__(None, None, None)

    def _made(self) -> Evaluation:
        rubric = Rubric.objects.get(slug="zimbra-integrator", version=1)
        profile = rubric.profiles.get(slug="balanced")
        weights = {one.competency: one.value for one in profile.weights.all()}
        setup = evaluation.Setup(
            title="Correo",
            rubric=rubric,
            tier=Tier.EXPRESS,
            profile=profile,
            weights=weights,
            reference_budget=Decimal(30),
        )
        made = evaluation.create(setup=setup, **self.by())
        for name in "AB":
            candidate.add(evaluation=made, name=name, **self.by())
        for user in self.people[1:]:
            seat.grant(evaluation=made, user=user, role=Role.ASSESSOR, **self.by())
        self.checks = list(made.checks().select_related("scale").prefetch_related("scale__levels"))
        self.judged = [one for one in self.checks if one.scale.slug == "graded"][:4]
        self.gates = [one for one in self.checks if one.must and not one.is_measure][:2]
        return made

    def by(self, person: int = 0) -> dict[str, Any]:
        return {"by": self.people[person], "at": self.at}

    def told(self) -> list:
        """What all rows say, however they are kept."""
        return sorted(map(repr, rows_of(Evaluation.objects.get(pk=self.made.pk))))

    def step(self, name: str, **more: Any) -> None:
        getattr(transition, name)(evaluation=self.made, **more, **self.by())

    # What the owner does.

    @rule(tier=st.sampled_from(Tier), leave_out=st.booleans())
    @verb
    def set_up(self, tier: Tier, leave_out: bool) -> None:
        exclusions = {self.checks[0]: REASON} if leave_out else {}
        setup = replace(evaluation.setup_of(self.made), tier=tier, exclusions=exclusions)
        evaluation.revise(evaluation=self.made, setup=setup, **self.by())

    @rule()
    @verb
    def open(self) -> None:
        self.step("open_scoring")

    @rule(hurry=st.sampled_from(["open_scoring", "moderate", "close"]))
    @verb
    def go_on(self, hurry: str) -> None:
        """Without this most of them would stay where they began."""
        self.step(hurry)

    @rule(reason=st.sampled_from(["", REASON]))
    @verb
    def withdraw(self, reason: str) -> None:
        self.step("withdraw", reason=reason)

    @rule()
    @verb
    def moderate(self) -> None:
        self.step("moderate")

    @rule()
    @verb
    def close(self) -> None:
        self.step("close")

    @rule(reason=st.sampled_from(["", REASON]))
    @verb
    def reopen(self, reason: str) -> None:
        self.step("reopen", reason=reason)

    @rule(place=st.integers(0, 1))
    @verb
    def decide(self, place: int) -> None:
        chosen = self.made.candidates.all()[place]
        told = {"reason": REASON, "signature": "Elena"}
        decision.decide(evaluation=self.made, candidate=chosen, **told, **self.by())

    @rule(place=st.integers(0, 11), heavier=st.integers(1, 9))
    @verb
    def refreeze(self, place: int, heavier: int) -> None:
        setup = evaluation.setup_of(self.made)
        weights = dict(setup.weights)
        competency = sorted(weights, key=lambda one: one.number)[place]
        weights[competency] += heavier
        changed = replace(setup, profile=None, weights=weights)
        freeze.refreeze(evaluation=self.made, setup=changed, reason=REASON, **self.by())

    @rule(value=LEVELS, check=st.integers(0, 3), place=st.integers(0, 1))
    @verb
    def settle(self, value: float, check: int, place: int) -> None:
        cell = {"candidate": self.candidate(place), "check": self.judged[check]}
        stored = Consensus.objects.filter(candidate=cell["candidate"], rubric_check=cell["check"])
        version = stored.values_list("version", flat=True).first() or 0
        said = {"value": value, "evidence": 3, "reason": REASON, "version": version}
        consensus.settle(**cell, **said, **self.by())

    @rule(version=st.integers(1, 2))
    @verb
    def withdraw_consensus(self, version: int) -> None:
        for one in Consensus.objects.filter(candidate__evaluation=self.made)[:1]:
            cell = {"candidate": one.candidate, "check": one.rubric_check}
            consensus.withdraw(**cell, version=version, reason=REASON, **self.by())

    @rule(gate=st.integers(0, 1), place=st.integers(0, 1))
    @verb
    def waive(self, gate: int, place: int) -> None:
        of = {"kind": GateKind.CHECK, "code": self.gates[gate % len(self.gates)].code}
        waiver.waive(candidate=self.candidate(place), **of, reason=REASON, **self.by())

    @rule()
    @verb
    def withdraw_waiver(self) -> None:
        for one in Waiver.objects.filter(candidate__evaluation=self.made)[:1]:
            waiver.withdraw(waiver=one, reason=REASON, **self.by())

    # What everybody does who scores.

    @rule(person=PEOPLE, place=st.integers(0, 1), recused=st.integers(0, 9))
    @verb
    def declare(self, person: int, place: int, recused: int) -> None:
        interest = declaration.Interest(recused=recused == 0, statement=REASON)
        own = self.made.seats.get(user=self.people[person])
        interests = {self.candidate(place): interest}
        declaration.declare(seat=own, interests=interests, **self.by(person))

    @rule(person=PEOPLE, place=st.integers(0, 1), value=LEVELS, check=st.integers(0, 3))
    @verb
    def rate(self, person: int, place: int, value: float, check: int) -> None:
        self.save(person, place, {self.judged[check]: {"value": value, "evidence": 2}})

    @rule(person=PEOPLE, place=st.integers(0, 1), check=st.integers(0, 3))
    @verb
    def abstain(self, person: int, place: int, check: int) -> None:
        self.save(person, place, {self.judged[check]: {"abstained": True, "note": REASON}})

    @rule(person=PEOPLE, place=st.integers(0, 1), best=st.booleans())
    @verb
    def rate_everything(self, person: int, place: int, best: bool) -> None:
        """All at once: the best of everything, or the worst at the gates."""
        said: dict[Any, dict] = {}
        for check in self.checks:
            if check.is_measure:
                good = 0 if check.points[0][1] == 100 else 10_000
                said[check] = {"measurement": Decimal(good), "evidence": 4}
            else:
                values = [float(level.value) for level in check.scale.levels.all()]
                bad = check in self.gates and not best
                said[check] = {"value": min(values) if bad else max(values), "evidence": 4}
        self.save(person, place, said)

    @rule(person=PEOPLE, place=st.integers(0, 1), check=st.integers(0, 3))
    @verb
    def attach(self, person: int, place: int, check: int) -> None:
        item = evidence.Item(title="Oferta", url="https://empresa.example/oferta")
        at = {"candidate": self.candidate(place), "checks": [self.judged[check]]}
        evidence.attach(**at, item=item, **self.by(person))

    @rule(person=PEOPLE)
    @verb
    def take_back(self, person: int) -> None:
        for one in Evidence.objects.filter(added_by=self.people[person])[:1]:
            evidence.remove(evidence=one, **self.by(person))

    @precondition(lambda self: self.before != State.DRAFT)
    @rule()
    def report(self) -> None:
        """Whoever reads, reads the same problem twice."""
        try:
            told = dossier_of(self.made)
        except NothingToCompare:
            return
        assert inputs_digest(told.problem) == inputs_digest(problem_of(self.made))

    def candidate(self, place: int) -> Any:
        return self.made.candidates.select_related("evaluation").all()[place]

    def save(self, person: int, place: int, said: dict[Any, dict]) -> None:
        user, of = self.people[person], self.candidate(place)
        stored = Assessment.objects.filter(candidate=of, assessor=user)
        versions = dict(stored.values_list("rubric_check", "version"))
        ratings = {
            check: assessment.Rating(**one, version=versions.get(check.pk, 0))
            for check, one in said.items()
        }
        assessment.rate_all(candidate=of, ratings=ratings, **self.by(person))

    # What holds after every step.

    @invariant()
    def the_ledger_is_whole_and_the_rows_say_what_it_tells(self) -> None:
        assert verify(self.made, getattr(self, "head", None)) == []
        self.head: Head = head_of(self.made)

    @invariant()
    def every_write_left_an_entry(self) -> None:
        assert self.watch.unrecorded == []

    @invariant()
    def the_state_goes_by_the_table(self) -> None:
        now = State(Evaluation.objects.get(pk=self.made.pk).state)
        assert now == self.before or (self.before, now) in STEPS
        self.before = now

    @invariant()
    def what_is_frozen_is_the_newest_freeze(self) -> None:
        made = Evaluation.objects.get(pk=self.made.pk)
        newest = made.freezes.last()
        assert made.frozen_fingerprint == (newest.fingerprint if newest else "")
        assert all(one.fingerprint == fingerprint_of(one.rules) for one in made.freezes.all())

    @invariant()
    def nothing_of_a_closed_evaluation_changes(self) -> None:
        made = Evaluation.objects.get(pk=self.made.pk)
        now = None
        if made.is_closed:
            now = [
                one for one in self.told() if not one.startswith(("(('evaluation'", "(('decision'"))
            ]
            assert self.fixed in (None, now)
        self.fixed = now

    @invariant()
    def the_leaders_on_record_are_the_leaders(self) -> None:
        made = Evaluation.objects.get(pk=self.made.pk)
        assert made.leaders == (leaders_of(made) if made.is_closed else [])

    @invariant()
    def who_scores_with_others_scores_blind(self) -> None:
        made = Evaluation.objects.get(pk=self.made.pk)
        for one in made.seats.select_related("evaluation"):
            blind = not permissions.can_compare(one, assessors=3)
            assert blind == (made.state in (State.DRAFT, State.OPEN))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("examples", "steps"),
    [SHORT, pytest.param(*LONG, marks=pytest.mark.long)],
    ids=["short", "long"],
)
def test_an_evaluation_keeps_its_promises_after_every_step(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def life(db: None) -> Iterator[Life]:
    one = Life()
    yield one
    one.teardown()


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("UPDATE scoring_candidate SET name = 'X' WHERE name = 'A'", "the_ledger_is_whole"),
        ("UPDATE scoring_candidate SET name = 'X' WHERE name = 'A'", "every_write_left"),
        ("UPDATE scoring_evaluation SET leaders = '[\"X\"]'", "the_leaders_on_record"),
    ],
)
def test_a_promise_that_is_broken_is_noticed(life: Life, statement: str, promise: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)

    [kept] = [name for name in dir(life) if name.startswith(promise)]
    with pytest.raises(AssertionError):
        getattr(life, kept)()
