"""People's tokens, and programmes that ask with them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from scoring.domain import token as domain
from scoring.enums import TokenScope
from scoring.models import Evaluation, User


@pytest.fixture
def secret_of(db: None) -> Callable[..., str]:
    """The secret of a new token of a person: of every scope and evaluation, unless it is said."""

    def issue(
        user: User,
        *scopes: TokenScope,
        evaluation: Evaluation | None = None,
        ago: timedelta = timedelta(0),
    ) -> str:
        _token, secret = domain.issue(
            name=f"Cuadro de mando {user.tokens.count()}",
            scopes=scopes or TokenScope,
            evaluation=evaluation,
            lifetime=timedelta(days=1),
            by=user,
            at=timezone.now() - ago,
        )
        return secret

    return issue


@pytest.fixture
def ask(db: None) -> Callable[..., HttpResponse]:
    """Asks an address as a programme does, which has no cookie but a secret."""
    client = Client()

    def send(address: str, secret: str, *, method: str = "GET") -> HttpResponse:
        return client.generic(method, address, headers={"Authorization": f"Bearer {secret}"})

    return send
