"""What every test may use: a database with the rubric in it, people, and evaluations of each state.

Evaluations are made through the domain's verbs, so each has its ledger too.
"""

import json
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from scoring.domain import (
    assessment,
    candidate,
    decision,
    declaration,
    evaluation,
    seat,
    snapshot,
    transition,
    what_if,
)
from scoring.domain import demo as demonstration
from scoring.enums import EvidenceLevel, Role, State, Tier
from scoring.models import Candidate, Check, Evaluation, Rubric, Seat, User
from scoring.reports import press
from scoring.reports.press import Press
from scoring.views import comparison

PASSWORD = "correct horse battery staple"
NOBODY_COMES = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def pytest_configure() -> None:
    """What tests do without: hashed static files, slow passwords, the network."""
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if connection.vendor == "sqlite":  # in memory, threads would share one connection
        connections.settings["default"]["TEST"]["NAME"] = settings.DATA_DIR / "test.sqlite3"
    sys.addaudithook(refuse_the_network)


def refuse_the_network(event: str, arguments: tuple) -> None:
    if event != "socket.connect" or arguments[0].family == socket.AF_UNIX:
        return
    host, *_port = arguments[1]
    if host not in {"localhost", "::1"} and not host.startswith("127."):
        raise ConnectionRefusedError(f"A test reached for the network: {host}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database as a new installation has it: migrated, with the rubric.

    What a transactional test leaves is flushed past the ledger's guard, and the rubric put back.
    """
    names = ("0002_guard_ledger", "0006_guard_life")
    guards = [import_module(f"scoring.migrations.{name}") for name in names]
    flush = TransactionTestCase._fixture_teardown

    def flush_to_new(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            for one in guards:
                one.unguard(None, editor)
        flush(case)
        with connection.schema_editor() as editor:
            for one in guards:
                one.guard(None, editor)
        with transaction.atomic():
            for model, rows in new.items():
                model._base_manager.bulk_create(rows)

    with django_db_blocker.unblock():
        call_command("loaddata", "rubric", verbosity=0)
        models = apps.get_app_config("scoring").get_models(include_auto_created=True)
        new = {model: list(model._base_manager.all()) for model in models}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_to_new)
        yield


@pytest.fixture
def everything(db: None) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """Reads every row of ours: what has written nothing leaves it equal."""

    def read() -> dict[str, list[dict[str, Any]]]:
        models = apps.get_app_config("scoring").get_models(include_auto_created=True)
        return {
            model.__name__: list(model._base_manager.order_by("pk").values()) for model in models
        }

    return read


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Tests roll back to the same keys and the same ends of ledgers: none reads another's page."""
    for kept in (snapshot.dossier_at, what_if._ground, comparison._official):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def house_language() -> Iterator[None]:
    """What a page activates stays active in its thread: the next test starts in Spanish."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def no_worker(settings: Any) -> None:
    """Reports that are asked for stay in the queue."""
    settings.TASKS = NOBODY_COMES


@pytest.fixture
def at() -> datetime:
    """The time that the tests' clocks show."""
    return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def rubric(db: None) -> Rubric:
    return Rubric.objects.get(slug="zimbra-integrator", version=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the tests. The stranger has a seat nowhere; everybody has `PASSWORD`."""

    owner: User
    assessor: User
    second: User  # the other assessor
    procurement: User
    stranger: User
    admin: User


@pytest.fixture
def cast(db: None) -> Cast:
    password = make_password(PASSWORD)
    names = [field.name for field in fields(Cast)]
    people = User.objects.bulk_create(
        User(
            username=name,
            first_name=name.capitalize(),
            email=f"{name}@empresa.example",
            password=password,
            is_staff=name == "admin",
            is_superuser=name == "admin",
        )
        for name in names
    )
    return Cast(*people)


@pytest.fixture
def make_evaluation(rubric: Rubric, cast: Cast, at: datetime) -> Callable[..., Evaluation]:
    """Makes evaluations as their owner would; `alone` means nobody else has a seat.

    Everybody has declared to have no interest, unless `declared` is false.
    """

    def make(
        state: State = State.DRAFT,
        *,
        candidates: int = 1,
        tier: Tier = Tier.EXPRESS,
        alone: bool = False,
        declared: bool = True,
    ) -> Evaluation:
        by = {"by": cast.owner, "at": at}
        profile = rubric.profiles.get(slug="balanced")
        setup = evaluation.Setup(
            title="Correo de la empresa",
            rubric=rubric,
            tier=tier,
            profile=profile,
            weights={weight.competency: weight.value for weight in profile.weights.all()},
            reference_budget=Decimal(30),
        )
        made = evaluation.create(setup=setup, **by)
        for letter in "ABCDE"[:candidates]:
            candidate.add(evaluation=made, name=f"Integrador {letter}", **by)
        if not alone:
            for user, role in (
                (cast.assessor, Role.ASSESSOR),
                (cast.second, Role.ASSESSOR),
                (cast.procurement, Role.PROCUREMENT),
            ):
                seat.grant(evaluation=made, user=user, role=role, **by)
        lead_to(made, state, declared=declared, **by)
        return made

    return make


def lead_to(
    evaluation: Evaluation, state: State, *, by: User, at: datetime, declared: bool = True
) -> None:
    """Take a draft through its life as far as `state`; who decides has one perfect candidate."""
    step = {"evaluation": evaluation, "by": by, "at": at}
    life = [State.DRAFT, State.OPEN, State.MODERATION, State.CLOSED, State.DECIDED]
    passed = life[: life.index(state) + 1]
    if State.OPEN in passed:
        transition.open_scoring(**step)
    for one in evaluation.seats.scoring() if declared else ():
        declare_nothing(one, at)
    if State.DECIDED in passed:
        rate_perfectly(evaluation.candidates.first(), by=by, at=at)
    if State.MODERATION in passed:
        transition.moderate(**step)
    if State.CLOSED in passed:
        transition.close(**step)
    if State.DECIDED in passed:
        chosen = evaluation.candidates.first()
        decision.decide(candidate=chosen, reason="Lo muestra todo.", signature="Elena", **step)


def end(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """From open scoring to the final result, with nothing to settle."""
    transition.moderate(evaluation=evaluation, by=by, at=at)
    transition.close(evaluation=evaluation, by=by, at=at)


def declare_nothing(seat: Seat, at: datetime) -> None:
    """The person says that no candidate is any of their business."""
    interests = {one: declaration.Interest() for one in seat.undeclared()}
    declaration.declare(seat=seat, interests=interests, by=seat.user, at=at)


def rate_perfectly(candidate: Candidate, *, by: User, at: datetime) -> None:
    """The best rating at every check in scope, and verified."""
    ratings = perfect_ratings(candidate.evaluation)
    assessment.rate_all(candidate=candidate, ratings=ratings, by=by, at=at)


def perfect_ratings(evaluation: Evaluation) -> dict[Check, assessment.Rating]:
    checks = evaluation.checks().select_related("scale").prefetch_related("scale__levels")
    ratings = {}
    for check in checks:
        if check.is_measure:
            best = {"measurement": Decimal(0 if check.points[0][1] == 100 else 10_000)}
        else:
            best = {"value": 100.0}
        ratings[check] = assessment.Rating(**best, evidence=EvidenceLevel.VERIFICATION)
    return ratings


@pytest.fixture
def draft(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation(State.DRAFT)


@pytest.fixture
def opened(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation(State.OPEN)


@pytest.fixture
def closed(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation(State.CLOSED)


@pytest.fixture
def demo(rubric: Rubric, at: datetime) -> Evaluation:
    """The finished evaluation of the demonstration that ships; `demo-express` runs beside it."""
    file = settings.BASE_DIR / "fixtures" / "demo.json"
    demonstration.load(data=json.loads(file.read_bytes()), at=at)
    return Evaluation.objects.get(slug="demo")


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A machine on which WeasyPrint cannot be imported."""
    with _press_after("sys.modules['weasyprint'] = None") as without:
        monkeypatch.setattr(press, "PRESS", without)
        yield without


@pytest.fixture
def endless_layout(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A press in which no page is ever finished."""
    statement = (
        "from itertools import count; from scoring.reports import printer; "
        "printer.print_pdf = lambda *_html, **_options: sum(count())"
    )
    with _press_after(statement) as endless:
        monkeypatch.setattr(press, "PRESS", endless)
        yield endless


@contextmanager
def _press_after(statement: str) -> Iterator[Press]:
    """A press whose process begins with `statement`."""
    programme = (
        f"import sys; {statement}; from scoring.reports import press; press.main(int(sys.argv[1]))"
    )
    made = Press((sys.executable, "-c", programme))
    try:
        yield made
    finally:
        made.close()
