import copy
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from scoring.domain import demo
from scoring.enums import Role, State
from scoring.models import (
    Assessment,
    Consensus,
    Declaration,
    Evaluation,
    Evidence,
    LedgerEntry,
    Rubric,
    User,
)

type Change = Callable[[dict[str, Any]], Any]

SMALL = {
    "people": [
        {"username": "cio", "first_name": "Ana", "email": "cio@demo.example"},
        {"username": "sistemas", "first_name": "Luis", "email": "sistemas@demo.example"},
        {
            "username": "admin",
            "first_name": "Eva",
            "email": "admin@demo.example",
            "is_staff": True,
            "is_superuser": True,
        },
    ],
    "evaluations": [
        {
            "slug": "demo",
            "title": "Demostración",
            "rubric": ["zimbra-integrator", 1],
            "tier": 1,
            "profile": "balanced",
            "reference_budget": "72.00",
            "state": "closed",
            "seats": {"cio": "owner", "sistemas": "assessor"},
            "candidates": [{"code": "ovea", "name": "Ovea", "note": "Del artículo"}],
            "assessments": [
                {
                    "candidate": "ovea",
                    "assessor": "sistemas",
                    "ratings": {
                        "1.3": {"value": 60, "evidence": 1, "note": "Cuestionario"},
                        "2.8": {"measurement": "72.00", "evidence": 2, "note": ""},
                        "1.5": {"abstained": True},
                    },
                }
            ],
            "evidence": [
                {
                    "candidate": "ovea",
                    "added_by": "cio",
                    "title": "Oferta",
                    "url": "https://example.com/",
                    "checks": ["2.8"],
                }
            ],
        }
    ],
}


@pytest.fixture
def data(rubric: Rubric) -> dict[str, Any]:
    return copy.deepcopy(SMALL)


def test_the_demonstration_is_what_the_file_says(data: dict[str, Any], at: datetime) -> None:
    people = demo.load(data=data, at=at)

    made = Evaluation.objects.get(slug="demo")
    assert [person.username for person in people] == ["cio", "sistemas", "admin"]
    assert (made.state, made.title, made.tier) == (State.CLOSED, "Demostración", 1)
    assert list(made.seats.values_list("user__username", "role")) == [
        ("cio", Role.OWNER),
        ("sistemas", Role.ASSESSOR),
    ]
    said = Assessment.objects.order_by("rubric_check__position", "rubric_check__code")
    assert list(said.values_list("rubric_check__code", "value", "abstained", "evidence")) == [
        ("1.3", 60, False, 1),
        ("1.5", None, True, 0),
        ("2.8", 50, False, 2),
    ]
    assert made.candidates.get().evidence.get().url == "https://example.com/"


def test_a_proof_of_the_file_has_its_level_and_its_dates(
    data: dict[str, Any], at: datetime
) -> None:
    [said] = data["evaluations"][0]["evidence"]
    said |= {"level": 2, "scope": "Un año", "dated": "2026-01-31", "valid_until": "2027-01-31"}

    demo.load(data=data, at=at)

    proof = Evidence.objects.get()
    assert (proof.level, proof.scope) == (2, "Un año")
    assert (proof.dated, proof.valid_until) == (date(2026, 1, 31), date(2027, 1, 31))


def test_the_ledger_tells_the_whole_demonstration(data: dict[str, Any], at: datetime) -> None:
    demo.load(data=data, at=at)

    told = LedgerEntry.objects.order_by("pk").values_list("actor", "action")
    assert list(told) == [
        ("Ana", "person.added"),
        ("Luis", "person.added"),
        ("Eva", "person.added"),
        ("Ana", "evaluation.created"),
        ("Ana", "seat.granted"),
        ("Ana", "candidate.added"),
        ("Ana", "evaluation.opened"),
        ("Ana", "interest.declared"),
        ("Luis", "interest.declared"),
        *[("Luis", "assessment.saved")] * 3,
        ("Ana", "evidence.attached"),
        ("Ana", "evaluation.moderated"),
        ("Ana", "evaluation.closed"),
    ]


def moderated(data: dict[str, Any]) -> dict[str, Any]:
    """In moderation: somebody has declared an interest, and a cell is settled."""
    data["evaluations"][0] |= {
        "state": "moderation",
        "left_out": {"6.4": "No usamos correo externo."},
        "reason_for_extremes": False,
        "declarations": [
            {"person": "sistemas", "candidate": "ovea", "statement": "Fui cliente suyo."}
        ],
        "consensus": [
            {
                "candidate": "ovea",
                "check": "1.3",
                "value": 80,
                "evidence": 1,
                "reason": "Contestó por escrito.",
            }
        ],
    }
    return data


def test_a_demonstration_in_moderation_has_declarations_scope_and_consensus(
    data: dict[str, Any], at: datetime
) -> None:
    demo.load(data=moderated(data), at=at)

    made = Evaluation.objects.get(slug="demo")
    assert (made.state, made.reason_for_extremes) == (State.MODERATION, False)
    assert made.exclusions.get().reason == "No usamos correo externo."
    [said] = Declaration.objects.exclude(statement="")
    assert (said.seat.user.username, said.recused) == ("sistemas", False)
    settled = Consensus.objects.get()
    assert (settled.value, settled.reason) == (80, "Contestó por escrito.")


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        (
            "consensus",
            {"check": "9.9"},
            "evaluations[0].consensus[0]: there is no '9.9'",
        ),
        (
            "consensus",
            {"reason": ""},
            "evaluations[0].consensus[0]: ['Say why: a consensus without a reason is none.']",
        ),
        (
            "declarations",
            {"recused": True, "statement": ""},
            "evaluations[0].declarations[0]: ['Ovea: say why you recuse yourself.']",
        ),
    ],
)
def test_what_is_wrong_in_moderation_is_told_too(
    part: str, change: dict[str, Any], message: str, data: dict[str, Any], at: datetime
) -> None:
    moderated(data)["evaluations"][0][part][0].update(change)

    with pytest.raises(demo.DemoError) as error, translation.override("en"):
        demo.load(data=data, at=at)

    assert str(error.value) == message


def test_who_cannot_be_chosen_is_not_chosen_in_a_demonstration_either(
    data: dict[str, Any], at: datetime
) -> None:
    data["evaluations"][0] |= {
        "state": "decided",
        "decision": {"candidate": "ovea", "reason": "Es la única.", "signature": "Ana"},
    }

    with pytest.raises(demo.DemoError) as error, translation.override("en"):
        demo.load(data=data, at=at)

    assert str(error.value).startswith("evaluations[0].decision: ['Ovea ")
    assert not Evaluation.objects.exists()


def test_loading_twice_changes_nothing(
    data: dict[str, Any], everything: Callable[[], Any], at: datetime
) -> None:
    people = demo.load(data=data, at=at)
    demo.give_password(people=people, password="one for all")
    before = everything()

    again = demo.load(data=data, at=at)
    demo.give_password(people=again, password="one for all")

    assert everything() == before


def test_nobody_can_sign_in_until_there_is_a_password(data: dict[str, Any], at: datetime) -> None:
    people = demo.load(data=data, at=at)

    assert [person.has_usable_password() for person in people] == [False] * 3

    demo.give_password(people=people, password="one for all")

    stored = User.objects.order_by("pk")
    assert [person.check_password("one for all") for person in stored] == [True] * 3


def test_a_new_password_replaces_the_old_one(data: dict[str, Any], at: datetime) -> None:
    demo.give_password(people=demo.load(data=data, at=at), password="old")

    demo.give_password(people=demo.load(data=data, at=at), password="new")

    assert [person.check_password("new") for person in User.objects.all()] == [True] * 3


def test_somebody_else_of_the_same_name_is_left_alone(data: dict[str, Any], at: datetime) -> None:
    User.objects.create_user("sistemas", "luis@empresa.example", "their own")

    with pytest.raises(demo.DemoError) as error:
        demo.load(data=data, at=at)

    assert str(error.value).startswith("people[1]: ")
    assert User.objects.get().check_password("their own")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda it: it["people"][1].pop("username"), "people[1]: there is no 'username'"),
        (
            lambda it: it["people"][1].update(age=40),
            "people[1]: User() got unexpected keyword arguments: 'age'",
        ),
        (
            lambda it: it["people"][1].pop("email"),
            "people[1]: {'email': ['This field cannot be blank.']}",
        ),
        (lambda it: it["evaluations"][0].pop("slug"), "evaluations[0]: there is no 'slug'"),
        (
            lambda it: it["evaluations"][0].update(rubric=["zimbra-integrator", 9]),
            "evaluations[0]: Rubric matching query does not exist.",
        ),
        (
            lambda it: it["evaluations"][0]["seats"].update(nobody="assessor"),
            "evaluations[0].seats.nobody: there is no 'nobody'",
        ),
        (
            lambda it: it["evaluations"][0]["seats"].update(sistemas="guest"),
            "evaluations[0].seats.sistemas: 'guest' is not a valid Role",
        ),
        (
            lambda it: it["evaluations"][0]["seats"].pop("cio"),
            "evaluations[0].seats: nobody is owner",
        ),
        (
            lambda it: it["evaluations"][0].update(state="lost"),
            "evaluations[0]: 'lost' is not a valid State",
        ),
        (
            lambda it: it["evaluations"][0]["candidates"][0].pop("name"),
            "evaluations[0].candidates[0]: add() missing 1 required keyword-only argument: 'name'",
        ),
        (
            lambda it: it["evaluations"][0]["assessments"][0].update(candidate="nobody"),
            "evaluations[0].assessments[0]: there is no 'nobody'",
        ),
        (
            lambda it: it["evaluations"][0]["assessments"][0]["ratings"].update({"9.9": {}}),
            "evaluations[0].assessments[0].ratings.9.9: there is no '9.9'",
        ),
        (
            lambda it: it["evaluations"][0]["assessments"][0]["ratings"]["2.8"].update(
                measurement="much"
            ),
            "evaluations[0].assessments[0].ratings.2.8: 'much' is not a number",
        ),
        (
            lambda it: it["evaluations"][0]["assessments"][0]["ratings"]["1.3"].update(evidence=9),
            "evaluations[0].assessments[0]: 9 is not a valid EvidenceLevel",
        ),
        (
            lambda it: it["evaluations"][0]["evidence"][0].update(checks=["9.9"]),
            "evaluations[0].evidence[0]: there is no '9.9'",
        ),
    ],
)
def test_a_wrong_file_is_told_where_it_is_wrong_and_writes_nothing(
    spoil: Change,
    message: str,
    data: dict[str, Any],
    everything: Callable[[], Any],
    at: datetime,
) -> None:
    before = everything()
    spoil(data)

    with pytest.raises(demo.DemoError) as error, translation.override("en"):
        demo.load(data=data, at=at)

    assert str(error.value) == message
    assert everything() == before
