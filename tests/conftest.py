"""What every test may use: a database with the rubric in it, people, and evaluations of each state.

Evaluations are made through the domain's verbs, so each has its ledger too.
"""

import json
import socket
import sys
from collections.abc import Callable, Iterator
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

from scoring.domain import candidate, evaluation, seat
from scoring.domain import demo as demonstration
from scoring.enums import Role, State, Tier
from scoring.models import Evaluation, Rubric, User

PASSWORD = "correct horse battery staple"


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
    ledger = import_module("scoring.migrations.0002_guard_ledger")
    flush = TransactionTestCase._fixture_teardown

    def flush_to_new(case: TransactionTestCase) -> None:
        with connection.schema_editor() as editor:
            ledger.unguard(None, editor)
        flush(case)
        with connection.schema_editor() as editor:
            ledger.guard(None, editor)
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
def house_language() -> Iterator[None]:
    """What a page activates stays active in its thread: the next test starts in Spanish."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


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
    """Makes evaluations as their owner would; `alone` means nobody else has a seat."""

    def make(
        state: State = State.DRAFT,
        *,
        candidates: int = 1,
        tier: Tier = Tier.EXPRESS,
        alone: bool = False,
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
        if state != State.DRAFT:
            evaluation.open_scoring(evaluation=made, **by)
        if state == State.CLOSED:
            evaluation.close(evaluation=made, **by)
        return made

    return make


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
