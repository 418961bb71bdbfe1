"""An administrator in a draft, and a form opened, changed and sent."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from scoring.models import Check, Rubric
from tests.admin.conftest import administrator, last_entry, version2  # noqa: F401  fixtures
from tests.pages import form_of


@pytest.fixture
def draft_page(version2: Rubric) -> Callable[[str], str]:  # noqa: F811  the fixture
    """The address of a page of the draft."""
    return lambda page: f"/rubrics/{version2.slug}/{version2.version}/{page}"


@pytest.fixture
def save(administrator: Client, draft_page: Callable[[str], str]) -> Callable[..., HttpResponse]:  # noqa: F811
    """Open a page of the draft, change some boxes, and send the form."""

    def send(page: str, **changes: str) -> HttpResponse:
        typed = form_of(administrator.get(draft_page(page)))
        return administrator.post(draft_page(page), {**typed, **changes})

    return send


@pytest.fixture
def check_of(version2: Rubric) -> Callable[[str], Check]:  # noqa: F811
    return lambda code: Check.objects.get(competency__rubric=version2, code=code)
