from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.enums import State
from scoring.models import Evaluation, User
from tests.conftest import Cast


@pytest.fixture
def detail_of(ask: Callable[..., HttpResponse], secret_of: Callable[..., str]) -> Callable:
    def read(evaluation: Evaluation, person: User) -> dict:
        address = reverse("api_evaluation_detail", args=[evaluation.slug])
        return ask(address, secret_of(person)).json()

    return read


def test_the_list_is_of_the_persons_own_the_newest_first(
    ask: Callable, secret_of: Callable, make_evaluation: Callable[..., Evaluation], cast: Cast
) -> None:
    shared, alone = make_evaluation(), make_evaluation(State.OPEN, alone=True)
    address = reverse("api_evaluation_list")

    slugs = {
        person: [one["slug"] for one in ask(address, secret_of(person)).json()["evaluations"]]
        for person in (cast.owner, cast.assessor, cast.stranger)
    }

    assert slugs == {
        cast.owner: [alone.slug, shared.slug],
        cast.assessor: [shared.slug],
        cast.stranger: [],
    }


def test_an_evaluation_is_told_in_codes_and_in_three_languages(
    detail_of: Callable, decided: Evaluation, cast: Cast
) -> None:
    told = detail_of(decided, cast.procurement)

    chosen = decided.candidates.get()
    security = next(one for one in told["competencies"] if one["code"] == "6")
    assert (told["state"], told["role"]) == ("decided", "procurement")
    assert told["rubric"] == {"slug": "zimbra-integrator", "version": 1}
    assert told["candidates"] == [{"code": chosen.code, "name": chosen.name, "note": ""}]
    assert set(security["title"]) == {"es", "fr", "en"}
    assert sum(one["weight"] for one in told["competencies"]) == pytest.approx(1)
    assert (told["leaders"], told["decision"]["candidate"]) == ([chosen.name], chosen.code)


@pytest.fixture
def decided(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation(State.DECIDED)


def test_in_the_blind_phase_one_knows_of_ones_own_progress_only(
    detail_of: Callable, opened: Evaluation, cast: Cast, at: datetime
) -> None:
    check = opened.checks().filter(scale__slug="graded").first()
    said = {"candidate": opened.candidates.get(), "check": check, "at": at}
    rate(rating=Rating(value=60, note="Visto."), by=cast.assessor, **said)

    told = {
        person: {one["name"]: answered(one) for one in detail_of(opened, person)["people"]}
        for person in (cast.owner, cast.assessor, cast.second)
    }

    assert told == {
        cast.owner: {"Owner": 0, "Assessor": 1, "Second": 0, "Procurement": None},
        cast.assessor: {"Owner": None, "Assessor": 1, "Second": None, "Procurement": None},
        cast.second: {"Owner": None, "Assessor": None, "Second": 0, "Procurement": None},
    }


def answered(person: dict) -> int | None:
    return person["progress"] and person["progress"]["answered"]


@pytest.mark.parametrize(
    ("state", "known"),
    [(State.OPEN, ["assessor"]), (State.CLOSED, ["assessor", "owner", "procurement", "second"])],
)
def test_names_of_accounts_are_told_when_ratings_are(
    detail_of: Callable,
    make_evaluation: Callable[..., Evaluation],
    cast: Cast,
    state: State,
    known: list[str],
) -> None:
    people = detail_of(make_evaluation(state), cast.assessor)["people"]

    assert sorted(one["username"] for one in people if one["username"]) == known
