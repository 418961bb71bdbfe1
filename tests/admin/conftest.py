"""An administrator at the admin's door, and a draft to work on."""

from datetime import datetime

import pytest
from django.test import Client

from scoring.domain.rubric import make_draft
from scoring.models import LedgerEntry, Rubric
from tests.conftest import Cast


@pytest.fixture
def administrator(client: Client, cast: Cast) -> Client:
    client.force_login(cast.admin)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def version2(rubric: Rubric, cast: Cast, at: datetime) -> Rubric:
    """A draft: the whole of the shipped rubric, as its next version."""
    return make_draft(rubric=rubric, by=cast.admin, at=at)


@pytest.fixture
def last_entry(version2: Rubric):
    """The newest entry of the ledger, as (action, subject, old, new)."""

    def read() -> tuple:
        entry = LedgerEntry.objects.first()
        return entry.action, entry.subject, entry.old, entry.new

    return read
