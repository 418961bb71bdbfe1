from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.apps import apps

from scoring.models import Candidate, Evaluation, LedgerEntry


@pytest.fixture
def recorded(db: None) -> Callable[[], AbstractContextManager[list[LedgerEntry]]]:
    """Fills a list with the entries that its block leaves in the ledger."""

    @contextmanager
    def watch() -> Iterator[list[LedgerEntry]]:
        known = LedgerEntry.objects.values("pk")
        before = {row["pk"] for row in known}
        entries: list[LedgerEntry] = []
        yield entries
        entries += LedgerEntry.objects.exclude(pk__in=before).order_by("pk")

    return watch


@pytest.fixture
def everything(db: None) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """Reads every row of ours: what has written nothing leaves it equal."""

    def read() -> dict[str, list[dict[str, Any]]]:
        models = apps.get_app_config("scoring").get_models(include_auto_created=True)
        return {
            model.__name__: list(model._base_manager.order_by("pk").values()) for model in models
        }

    return read


@pytest.fixture
def candidate(opened: Evaluation) -> Candidate:
    return opened.candidates.get()
