from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

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
def candidate(opened: Evaluation) -> Candidate:
    return opened.candidates.get()
