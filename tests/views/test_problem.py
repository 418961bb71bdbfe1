"""Anybody with an account brings a problem; whatever is wrong with it, nothing is written."""

import json
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring.domain.comparison import inputs_digest_of, problem_of
from scoring.models import Evaluation
from tests.engine.problems import random_problem
from tests.security.addresses import one_of_each

ADDRESS = "/evaluations/import/"


def send(client, content: bytes, title: str = "Traída"):
    file = SimpleUploadedFile("problem.json", content, "application/json")
    return client.post(ADDRESS, {"title": title, "file": file})


@pytest.fixture
def visitor(client, django_user_model):
    person = django_user_model.objects.create(username="rosa", email="rosa@empresa.example")
    client.force_login(person)
    return client


@pytest.fixture
def exported(demo) -> bytes:
    return json.dumps(problem_of(demo).to_json()).encode()


def test_what_a_report_exported_comes_back_with_the_same_digest(visitor, demo, exported):
    response = send(visitor, exported)

    made = Evaluation.objects.get(title="Traída")
    assert response.status_code == 302
    assert response["Location"] == made.get_absolute_url()
    assert inputs_digest_of(made) == inputs_digest_of(demo)


PAGES = [
    *("evaluation_detail", "comparison", "moderation", "report", "ledger", "report_xlsx"),
    *("report_csv", "report_problem", "cell_history", "evidence_list", "evaluation_refreeze"),
]


def test_its_pages_answer(visitor, exported):
    send(visitor, exported)
    made = Evaluation.objects.get(title="Traída")

    addresses = one_of_each(made)
    statuses = {name: visitor.get(addresses[name]).status_code for name in PAGES}

    assert statuses == dict.fromkeys(PAGES, 200)


def test_its_rubric_is_nobody_elses_to_read(visitor, client, cast_free_person, exported):
    send(visitor, exported)
    made = Evaluation.objects.get(title="Traída")
    page = reverse("rubric_detail", args=[made.rubric.slug, 1])
    assert visitor.get(page).status_code == 200

    client.force_login(cast_free_person)

    assert client.get(page).status_code == 404
    assert made.rubric.slug not in client.get(reverse("rubric_list")).content.decode()


@pytest.fixture
def cast_free_person(django_user_model):
    return django_user_model.objects.create(username="otto", email="otto@empresa.example")


@pytest.mark.parametrize("seed", range(100))
def test_a_malformed_file_writes_nothing(visitor, everything, seed):
    before = everything()

    response = send(visitor, spoiled(Random(seed)))

    assert response.status_code == 422
    assert response.context["form"].problems
    assert everything() == before


def spoiled(rng: Random) -> bytes:
    """A sound problem with one thing in it that cannot be."""
    problem = random_problem(rng)
    way = rng.choice(["cut", "drop", "odd", "more"])
    text = json.dumps(problem)
    if way == "cut":
        return text[: rng.randrange(1, len(text) - 1)].encode()
    at = rng.choice([problem["competencies"][0], problem["candidates"][0], problem])
    if way == "drop":
        at.pop("code" if "code" in at else "format")
    elif way == "odd":
        at["code" if "code" in at else "format"] = rng.choice([None, 3, [], {}, True, " ", "\x00"])
    else:
        at[rng.choice(["extra", "", "__proto__", "x" * 300])] = 1
    return json.dumps(problem).encode()


def test_a_refusal_keeps_the_title_and_says_where(visitor):
    response = send(visitor, b'{"format": "integrator-eval/problem-1"}', title="Mi título")

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="Mi título"' in html
    assert "<code>línea 1, columna 1</code>" in html


def test_without_a_file_the_form_asks_for_one(visitor):
    response = visitor.post(ADDRESS, {"title": "Traída"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_the_list_of_evaluations_leads_there(visitor):
    assert f'href="{ADDRESS}"' in visitor.get("/").content.decode()


def test_a_new_evaluation_is_not_offered_an_imported_rubric(visitor, exported, rubric):
    send(visitor, exported)

    response = visitor.get(reverse("evaluation_create"))

    assert response.context["rubric"] == rubric
    assert list(response.context["rubrics"]) == [rubric]
