"""T26 for the API: whatever is sent is answered, in the API's own words, and never with a 500."""

import random
from collections.abc import Callable

import pytest
from django.test import Client

from scoring.models import Evaluation
from tests.conftest import Cast
from tests.security.addresses import api_addresses

SEEDS = range(12)
EACH = 30
PARTS = [
    *("", "\x00", "%00", "..", "%2e%2e", "//", "²", "é", "\ud7ff", "'", '"', "<script>", "NaN"),
    *("9" * 400, "x" * 5_000, "%0A", "\n", "' OR 1=1 --", "${7*7}", "{{7*7}}", "\r\nX: y", "\t"),
    *("-1", "[]", "demo"),
]
HEADERS = ["Authorization", "Accept", "Accept-Language", "Cookie", "Range", "HX-Request"]
METHODS = ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "get", "X" * 50]


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_sent_is_answered(
    secret_of: Callable, closed: Evaluation, cast: Cast, seed: int
) -> None:
    draw = random.Random(seed)
    client = Client(raise_request_exception=False)
    secret = secret_of(cast.owner)
    wrong = []

    for _count in range(EACH):
        sent = request(draw, closed, secret)
        response = client.generic(**sent)
        if response.status_code >= 500 or not told_well(response):
            wrong.append((sent, response.status_code, response["Content-Type"]))

    assert wrong == []


def request(draw: random.Random, evaluation: Evaluation, secret: str) -> dict:
    """A real one, of which some parts are replaced."""
    path = draw.choice(sorted(api_addresses(evaluation).values()))
    if draw.random() < 0.6:
        pieces = path.removeprefix("/api/v1/").split("/")
        pieces[draw.randrange(len(pieces))] = draw.choice(PARTS)
        path = "/api/v1/" + "/".join(pieces)
    headers = {"Authorization": f"Bearer {secret}"}
    for name in draw.sample(HEADERS, draw.randrange(3)):
        said = draw.choice(PARTS).encode().decode("latin-1")  # as a server hands them over
        headers[name] = f"Bearer {said}" if draw.random() < 0.5 else said
    return {
        "method": draw.choice(METHODS) if draw.random() < 0.3 else "GET",
        "path": path,
        "data": draw.choice(PARTS).encode(),
        "headers": headers,
        "query_params": {draw.choice(["token", "slug", "format", "x"]): draw.choice(PARTS)},
    }


def told_well(response) -> bool:
    """As JSON, or with nothing to tell."""
    kind = response.get("Content-Type", "")
    return not response.content or kind in ("application/json", "application/problem+json")
