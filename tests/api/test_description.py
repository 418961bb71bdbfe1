"""The API is what it says it is: every answer is held to the published description."""

from collections.abc import Callable
from copy import deepcopy
from functools import reduce
from json import dumps, loads
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from scoring.api.refusal import Reason
from scoring.api.urls import READ
from scoring.domain.comparison import compare_evaluation, problem_of
from scoring.engine import Problem, compare
from scoring.enums import State, TokenScope
from scoring.models import Evaluation
from tests.conftest import Cast
from tests.security.addresses import NO_KEY, api_addresses

type Json = dict[str, Any]

ROLES = ["owner", "assessor", "procurement", "stranger"]


@pytest.fixture
def description(db: None) -> Json:
    return Client().get(reverse("api_description")).json()


def faults(description: Json, path: str, response) -> list[str]:
    """Where an answer is not what its description says."""
    said = resolved(description, description["paths"][path]["get"]["responses"])
    of_status = resolved(description, said.get(str(response.status_code), {}))
    content = of_status.get("content", {}).get(response["Content-Type"])
    if content is None:
        return [f"{path}: {response.status_code} {response['Content-Type']} is not described"]
    if "schema" not in content:
        return []  # a file
    schema = {**content["schema"], "components": description["components"]}
    return [
        f"{one.json_path}: {one.message}"
        for one in OAS31Validator(schema).iter_errors(response.json())
    ]


def resolved(description: Json, said: Json) -> Json:
    if "$ref" not in said:
        return said
    return reduce(lambda at, key: at[key], said["$ref"].removeprefix("#/").split("/"), description)


def paths(description: Json, evaluation: Evaluation) -> dict[str, str]:
    """Each path that is described, and its address for one evaluation."""
    [server] = description["servers"]
    return {
        path: server["url"] + path.format(slug=evaluation.slug, uuid=NO_KEY)
        for path in description["paths"]
    }


def test_the_description_is_a_description(description: Json) -> None:
    validate(description)


def test_every_address_that_reads_is_described(description: Json, draft: Evaluation) -> None:
    addresses = api_addresses(draft)

    described = set(paths(description, draft).values())

    assert described == {addresses[one.name] for one in READ}
    assert len(READ) >= 4


def test_what_is_described_says_what_it_is(description: Json) -> None:
    said = [
        *(one["get"]["summary"] for one in description["paths"].values()),
        *(one["description"] for one in description["components"]["schemas"].values()),
    ]

    assert all(len(text) > 8 for text in said)
    assert [text for text in said if text.startswith("An enumeration")] == []


def test_each_address_asks_for_a_scope_that_there_is(description: Json) -> None:
    asked = [one["get"]["security"] for one in description["paths"].values()]

    scopes = {scope for [security] in asked for scope in security["token"]}

    assert scopes == set(TokenScope)


def test_every_reason_is_described(description: Json) -> None:
    responses = description["components"]["responses"].values()

    told = " ".join(one["description"] for one in responses)

    assert [reason for reason in Reason if f"`{reason}`" not in told] == []


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_what_the_description_says(
    ask: Callable,
    secret_of: Callable,
    description: Json,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    role: str,
    state: State,
) -> None:
    evaluation = make_evaluation(state, candidates=2)
    secrets = [secret_of(getattr(cast, role)), "none"]

    wrong = [
        fault
        for path, address in paths(description, evaluation).items()
        for secret in secrets
        for fault in faults(description, path, ask(address, secret))
    ]

    assert wrong == []


@pytest.fixture
def full(ask: Callable, secret_of: Callable, demo: Evaluation) -> dict[str, Json]:
    """What is answered of an evaluation that has everything, by the end of its address."""
    secret = secret_of(demo.seats.get(role="owner").user)
    ends = {"": "", "/comparison": "comparison", "/problem": "problem"}
    start = reverse("api_evaluation_detail", args=[demo.slug])
    return {name: ask(start + end, secret) for end, name in ends.items()}


def test_so_is_that_of_an_evaluation_that_has_everything(
    full: dict, description: Json, demo: Evaluation
) -> None:
    wrong = {
        name: faults(description, f"/evaluations/{{slug}}{'/' * bool(name)}{name}", response)
        for name, response in full.items()
    }

    assert wrong == {"": [], "comparison": [], "problem": []}
    assert full["problem"].json()["consensus"] != []
    assert full[""].json()["decision"] is not None


def test_a_comparison_is_the_engines_own(full: dict, demo: Evaluation) -> None:
    assert full["comparison"].json() == loads(dumps(compare_evaluation(demo).to_json()))


def test_a_problem_gives_the_comparison_once_more(full: dict, demo: Evaluation) -> None:
    answer = compare(Problem.from_json(full["problem"].content))

    assert Problem.from_json(full["problem"].content) == problem_of(demo)
    assert loads(dumps(answer.to_json())) == full["comparison"].json()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said.pop("margin"),
        lambda said: said.update(more=1),
        lambda said: said.update(verdict="perhaps"),
        lambda said: said["candidates"][0].pop("rank"),
        lambda said: said["candidates"][0]["score"].update(proven="83,9"),
        lambda said: said["stability"]["weight_intervals"][0].pop("below"),
        lambda said: said["simulation"]["near"].update(interval={"ovea": [1]}),
    ],
    ids=range(7),
)
def test_an_answer_that_is_not_as_described_is_noticed(
    full: dict, description: Json, spoil: Callable[[Json], Any]
) -> None:
    response = full["comparison"]
    said = deepcopy(response.json())

    spoil(said)
    response.json = lambda: said

    assert len(faults(description, "/evaluations/{slug}/comparison", response)) == 1
