"""Tokens: made, found by their secret alone, and taken back; both are on record."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scoring.domain import token as domain
from scoring.domain.ledger import verify
from scoring.enums import Action, TokenScope
from scoring.models import Evaluation, LedgerEntry, Token
from tests.conftest import Cast

DAY = timedelta(days=1)


@pytest.fixture
def issue(cast: Cast, at: datetime) -> Callable[..., tuple[Token, str]]:
    def make(**changes: Any) -> tuple[Token, str]:
        asked = {
            "name": "Cuadro de mando",
            "scopes": [TokenScope.EVALUATIONS],
            "evaluation": None,
            "lifetime": 90 * DAY,
            "by": cast.owner,
            "at": at,
        }
        return domain.issue(**asked | changes)

    return make


def test_a_secret_has_256_random_bits_and_a_name_to_search_for(issue: Callable) -> None:
    secrets = {issue(name=f"{number}")[1] for number in range(20)}

    assert len(secrets) == 20
    assert [one for one in secrets if not re.fullmatch(r"iev_[\w-]{43}", one)] == []


def test_the_secret_is_kept_nowhere(issue: Callable, everything: Callable) -> None:
    _token, secret = issue()

    kept = str(everything())

    assert secret not in kept
    assert secret.removeprefix("iev_") not in kept


def test_a_token_is_found_by_its_secret_and_by_nothing_else(issue: Callable, at: datetime) -> None:
    token, secret = issue()

    found = [
        domain.bearer_of(secret=one, at=at)
        for one in (secret, secret[:-1], secret.upper(), f"{secret} ", token.digest, "", "\ud800")
    ]

    assert found == [token, None, None, None, None, None, None]


@pytest.mark.parametrize(
    ("after", "usable"),
    [(timedelta(0), True), (90 * DAY - timedelta(seconds=1), True), (90 * DAY, False)],
)
def test_a_token_ends_when_it_expires(
    issue: Callable, at: datetime, after: timedelta, usable: bool
) -> None:
    token, secret = issue()

    assert (domain.bearer_of(secret=secret, at=at + after) == token) == usable
    assert token.is_usable(at + after) == usable


def test_a_token_ends_with_its_persons_account(issue: Callable, cast: Cast, at: datetime) -> None:
    _token, secret = issue()

    cast.owner.is_active = False
    cast.owner.save()

    assert domain.bearer_of(secret=secret, at=at) is None


def test_issuing_and_revoking_are_in_the_ledger_of_the_house(
    issue: Callable, draft: Evaluation, cast: Cast, at: datetime
) -> None:
    before = LedgerEntry.objects.count()

    token, secret = issue(evaluation=draft)
    domain.revoke(token=token, by=cast.owner, at=at + DAY)
    domain.revoke(token=token, by=cast.owner, at=at + 2 * DAY)

    said = {
        "scopes": ["evaluations"],
        "evaluation": draft.slug,
        "expires_at": "2026-05-31T09:30:00Z",
    }
    entries = LedgerEntry.objects.order_by("pk")[before:]
    assert [
        (one.action, one.evaluation_id, one.actor, one.subject, one.old, one.new) for one in entries
    ] == [
        (Action.TOKEN_ISSUED, None, "Owner", "Cuadro de mando", None, said),
        (Action.TOKEN_REVOKED, None, "Owner", "Cuadro de mando", said, None),
    ]
    assert verify(None) == []
    assert domain.bearer_of(secret=secret, at=at) is None
    assert Token.objects.get().revoked_at == at + DAY


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"scopes": []},
        {"lifetime": timedelta(0)},
        {"lifetime": -DAY},
        {"lifetime": 366 * DAY},
    ],
)
def test_a_token_that_cannot_be_is_not_made(issue: Callable, changes: dict) -> None:
    with pytest.raises(ValidationError):
        issue(**changes)

    assert not Token.objects.exists()


def test_of_an_evaluation_without_a_seat_no_token_is_made(
    issue: Callable, draft: Evaluation, cast: Cast
) -> None:
    with pytest.raises(ValidationError):
        issue(evaluation=draft, by=cast.stranger)


def test_a_name_is_given_once_and_is_free_again_when_its_token_is_revoked(
    issue: Callable, cast: Cast, at: datetime
) -> None:
    token, _secret = issue()
    with pytest.raises(ValidationError):
        issue()
    issue(by=cast.assessor)

    domain.revoke(token=token, by=cast.owner, at=at)

    assert issue()[0].name == token.name
