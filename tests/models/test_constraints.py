"""Every constraint: the database refuses the bad row, and people are told why."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from scoring.domain import assessment, elicitation, evidence, issue
from scoring.domain.edition import Edition
from scoring.enums import ElicitationMethod, GateKind, State, TokenScope
from scoring.models import (
    Consensus,
    Decision,
    Evaluation,
    Exclusion,
    Rubric,
    Token,
    User,
    Waiver,
)
from tests import guards
from tests.conftest import Cast

MODELS = list(apps.get_app_config("scoring").get_models())
OF_MODEL = {rule.name: model for model in MODELS for rule in model._meta.constraints}
UNIQUE, CHECK = (
    {rule.name: rule for model in MODELS for rule in model._meta.constraints if type(rule) is kind}
    for kind in (models.UniqueConstraint, models.CheckConstraint)
)

# What a row that is in order must not become. The rows are those of the `rows` fixture.
NOW = datetime(2026, 3, 2, tzinfo=UTC)
BAD: dict[str, list[dict[str, Any]]] = {
    "assessment_value_range": [{"value": -0.1}, {"value": 100.1}],
    "assessment_rated_or_abstained": [{"abstained": True}],
    "assessment_measurement_has_value": [{"measurement": 3, "value": None}],
    "assessment_evidence_range": [{"evidence": 5}],
    "check_weight_not_negative": [{"weight": -1}],
    "check_must_has_minimum": [
        {"must": True, "minimum": None},
        {"must": True, "minimum": 101},
        {"must": False, "minimum": 50},
    ],
    "check_proof_range": [{"proof": 5}],
    "check_tier_range": [{"tier": 0}, {"tier": 4}],
    "competency_weight_not_negative": [{"weight": -1}],
    "competency_minimum_range": [{"minimum": -1}, {"minimum": 101}],
    "consensus_evidence_range": [{"evidence": 5}],
    "consensus_has_reason": [{"reason": ""}],
    "consensus_value_range": [{"value": -0.1}, {"value": 100.1}],
    "decision_signed_with_reason": [{"reason": ""}, {"signature": ""}],
    "declaration_recusal_has_statement": [{"recused": True}],
    "elicitation_method_known": [{"method": "dice"}],
    "evaluation_state_known": [{"state": "lost"}],
    "evaluation_tier_known": [{"tier": 4}],
    "evaluation_frozen_once_open": [
        {"frozen_fingerprint": ""},
        {"opened_at": None},
        {"state": State.DRAFT},
        {"state": State.DRAFT, "frozen_fingerprint": ""},
    ],
    "evaluation_closed_has_time": [
        {"state": State.CLOSED},
        {"state": State.DECIDED},
        {"closed_at": NOW},
    ],
    "evaluation_budget_positive": [{"reference_budget": 0}],
    "evidence_is_of_its_kind": [
        {"url": ""},
        {"file": "a"},
        {"text": "a"},
        {"kind": "file"},
        {"kind": "note"},
        {"kind": "rumour"},
    ],
    "evidence_level_range": [{"level": 5}],
    "evidence_valid_after_dated": [{"dated": date(2026, 3, 2), "valid_until": date(2026, 3, 1)}],
    "exclusion_has_reason": [{"reason": ""}],
    "freeze_change_has_reason": [{"number": 2}],
    "level_value_range": [{"value": -1}, {"value": 101}],
    "profile_weight_not_negative": [{"value": -1}],
    "report_done_is_whole": [{"state": "done"}, {"file": "a"}, {"made_at": NOW}],
    "report_failed_says_why": [{"state": "failed"}, {"failure": "limit"}],
    "report_held_while_made": [{"state": "rendering"}, {"lease": NOW}],
    "report_state_known": [{"state": "lost"}],
    "rubric_version_positive": [{"version": 0}],
    "seat_role_known": [{"role": "guest"}],
    "token_reads_something": [{"scopes": []}],
    "token_expires_within_a_year": [
        {"expires_at": NOW},
        {"expires_at": NOW - timedelta(seconds=1)},
        {"expires_at": NOW + timedelta(days=366)},
    ],
    "waiver_has_reason": [{"reason": ""}],
    "waiver_names_its_gate": [
        {"kind": GateKind.TOTAL},
        {"code": ""},
        {"kind": "rumour"},
    ],
    "weight_not_negative": [{"value": -1}],
}

# What makes two rows meet a unique constraint that has a condition.
CONDITION = {
    "elicitation_one_current": {"is_current": True},
    "ledger_house_number_unique": {"evaluation_id": None},
    "report_one_at_a_time": {"state": "rendering", "lease": NOW},
    "rubric_one_draft": {"published_at": None},
    "seat_one_owner": {"role": "owner"},
    "token_name_unique": {"revoked_at": None},
}


@pytest.fixture
def rows(
    make_evaluation: Callable[..., Evaluation], cast: Cast, rubric: Rubric, at: datetime
) -> None:
    """Two rows in order of every model that has a constraint; the later one is changed."""
    draft = make_evaluation(candidates=2)
    points = dict.fromkeys((one.code for one in rubric.competencies.all()), 1)
    for person in (cast.owner, cast.assessor):
        elicitation.answer(
            evaluation=draft, method=ElicitationMethod.POINTS, answers=points, by=person, at=at
        )
    for check in draft.checks()[:2]:
        Exclusion.objects.create(evaluation=draft, rubric_check=check, reason="No se usa.")
    settle(make_evaluation(State.MODERATION), cast.owner)
    sign(make_evaluation(State.CLOSED), cast.owner)
    opened = make_evaluation(State.OPEN, candidates=2)
    checks = opened.checks().filter(scale__slug="graded")[:2]
    for candidate in opened.candidates.all():
        by = {"by": cast.owner, "at": at}
        ratings = {check: assessment.Rating(value=60) for check in checks}
        assessment.rate_all(candidate=candidate, ratings=ratings, **by)
        link = evidence.Item(title="Oferta", url="https://empresa.example/")
        evidence.attach(candidate=candidate, checks=checks, item=link, **by)
    for person in (cast.owner, cast.assessor):
        edition = Edition(language="es", candidate=person.username)
        issue.ask(evaluation=opened, edition=edition, by=person, at=at)
    Rubric.objects.create(slug="other", version=2)
    for name in ("Panel", "Copia"):
        until = {"created_at": NOW, "expires_at": NOW + timedelta(days=90)}
        reads = {"scopes": [TokenScope.EVALUATIONS], "digest": name}
        Token.objects.create(user=cast.owner, name=name, **reads, **until)
    guards.lift()  # a constraint is asked here, not the trigger before it


def settle(evaluation: Evaluation, by: User) -> None:
    candidate = evaluation.candidates.get()
    for check in evaluation.checks()[:2]:
        cell = {"candidate": candidate, "rubric_check": check}
        Consensus.objects.create(**cell, value=60, reason="Visto.", settled_by=by, settled_at=NOW)
        gate = {"candidate": candidate, "kind": GateKind.CHECK, "code": check.code}
        Waiver.objects.create(**gate, reason="Llega en mayo.", waived_by=by, waived_at=NOW)


def sign(evaluation: Evaluation, by: User) -> None:
    Decision.objects.create(
        evaluation=evaluation,
        candidate=evaluation.candidates.get(),
        reason="El mejor.",
        signature="Elena",
        signed_by=by,
        signed_at=NOW,
        ledger_number=1,
    )


@pytest.mark.parametrize("name", UNIQUE)
def test_the_database_refuses_a_second_row_of_the_same(name: str, rows: None) -> None:
    model, rule = OF_MODEL[name], UNIQUE[name]
    first, second = model._base_manager.order_by("pk")[:2]
    same = {field: getattr(first, field) for field in rule.fields} | CONDITION.get(name, {})
    model._base_manager.filter(pk=first.pk).update(**CONDITION.get(name, {}))

    assert_refused(second, same, name)


@pytest.mark.parametrize(("name", "change"), [(name, bad) for name in BAD for bad in BAD[name]])
def test_the_database_refuses_a_row_that_breaks(
    name: str, change: dict[str, Any], rows: None
) -> None:
    row = OF_MODEL[name]._base_manager.order_by("pk").last()

    assert_refused(row, change, name)


def test_every_check_constraint_has_a_bad_row() -> None:
    assert set(BAD) == set(CHECK)


def assert_refused(row: models.Model, change: dict[str, Any], name: str) -> None:
    """By the constraint of that name and no other; the database as well as the form."""
    model = type(row)
    told = violations(row)
    assert told == {}

    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(**change)

    for field, value in change.items():
        setattr(row, field, value)
    rule = (UNIQUE | CHECK)[name]
    assert violations(row) == {name: [str(rule.violation_error_message)]}
    assert rule.violation_error_message != rule.default_violation_error_message


def violations(row: models.Model) -> dict[str, list[str]]:
    """What the forms say of a row, by constraint."""
    found = {}
    for rule in row._meta.constraints:
        try:
            rule.validate(type(row), row)
        except ValidationError as error:
            found[rule.name] = error.messages
    return found
