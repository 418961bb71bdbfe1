"""T4 for the API: what others do while people score blind changes no byte of what one reads."""

from collections.abc import Callable
from datetime import datetime

import pytest

from scoring.api import evaluation as api
from scoring.enums import State
from scoring.models import Evaluation
from tests.conftest import Cast
from tests.security.addresses import api_addresses
from tests.security.test_blind import Other

CHANGES = 15


@pytest.fixture
def read(
    ask: Callable, secret_of: Callable, make_evaluation: Callable[..., Evaluation], cast: Cast
) -> Callable[[], dict]:
    """What an assessor reads, of an evaluation in which others score too."""
    evaluation = make_evaluation(State.OPEN, candidates=2)
    secret = secret_of(cast.assessor)

    def answers() -> dict:
        responses = {name: ask(at, secret) for name, at in api_addresses(evaluation).items()}
        return {name: (one.status_code, one.content) for name, one in responses.items()}

    return answers


def changed(read: Callable[[], dict], cast: Cast, at: datetime) -> list[str]:
    other = Other(Evaluation.objects.get(), cast.second, at, seed=1)
    before = read()
    for _count in range(CHANGES):
        other.act()
    after = read()
    return [name for name in before if before[name] != after[name]]


def test_what_another_assessor_does_changes_nothing(
    read: Callable, cast: Cast, at: datetime
) -> None:
    assert changed(read, cast, at) == []


def test_a_progress_that_is_shown_too_soon_is_noticed(
    read: Callable, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "sees", lambda reader, other: True)

    assert changed(read, cast, at) == ["api_evaluation_detail"]
