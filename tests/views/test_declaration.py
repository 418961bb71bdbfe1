"""How people stand to the candidates: asked first, and shown to whom it concerns."""

import pytest
from django.urls import reverse

from scoring.enums import State
from scoring.models import Declaration


def address(evaluation) -> str:
    return reverse("declaration", args=[evaluation.slug])


def said(evaluation, choice="none", statement="") -> dict:
    told = {}
    for one in evaluation.candidates.all():
        told |= {f"interest_{one.pk}": choice, f"statement_{one.pk}": statement}
    return told


@pytest.fixture
def undeclared(make_evaluation):
    return make_evaluation(State.OPEN, candidates=2, declared=False)


@pytest.mark.parametrize("page", ["evaluation_detail", "score_start", "elicitation_list"])
def test_an_assessor_is_asked_before_anything_is_shown(client, cast, undeclared, page):
    client.force_login(cast.assessor)

    response = client.get(reverse(page, args=[undeclared.slug]))

    assert (response.status_code, response.url) == (302, address(undeclared))


def test_nothing_is_chosen_for_anybody(client, cast, undeclared):
    client.force_login(cast.assessor)

    response = client.get(address(undeclared))

    assert " checked" not in response.content.decode()


def test_who_has_declared_goes_on(client, cast, undeclared):
    client.force_login(cast.assessor)

    client.post(address(undeclared), said(undeclared))

    assert client.get(undeclared.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("choice", ["known", "recused"])
def test_an_interest_is_said_in_a_sentence(client, cast, undeclared, choice):
    client.force_login(cast.assessor)

    response = client.post(address(undeclared), said(undeclared, choice))

    assert response.status_code == 422
    statements = [f"statement_{one.pk}" for one in undeclared.candidates.all()]
    assert sorted(response.context["form"].errors) == sorted(statements)
    assert not Declaration.objects.exists()


def test_every_candidate_is_declared_on(client, cast, undeclared):
    first, second = undeclared.candidates.all()
    client.force_login(cast.assessor)

    response = client.post(address(undeclared), {f"interest_{first.pk}": "none"})

    assert list(response.context["form"].errors) == [f"interest_{second.pk}"]


def test_a_declaration_may_be_changed_while_scoring_is_open(client, cast, opened):
    client.force_login(cast.assessor)

    client.post(address(opened), said(opened, "recused", "Trabajé allí."))

    own = Declaration.objects.get(seat__user=cast.assessor)
    assert (own.recused, own.statement) == (True, "Trabajé allí.")


def test_a_statement_beside_no_interest_is_dropped(client, cast, opened):
    client.force_login(cast.assessor)

    client.post(address(opened), said(opened, "none", "Trabajé allí."))

    assert Declaration.objects.get(seat__user=cast.assessor).statement == ""


@pytest.mark.parametrize("state", [State.MODERATION, State.CLOSED, State.DECIDED])
def test_once_scoring_is_over_nobody_declares(client, cast, make_evaluation, state):
    evaluation = make_evaluation(state)
    client.force_login(cast.assessor)

    assert client.post(address(evaluation), said(evaluation)).status_code == 403


@pytest.mark.parametrize(("person", "reads"), [("owner", 1), ("second", 0), ("procurement", 0)])
def test_in_the_blind_phase_others_declarations_are_the_owners_to_read(
    client, cast, opened, person, reads
):
    client.force_login(cast.assessor)
    client.post(address(opened), said(opened, "recused", "Trabajé allí."))
    client.force_login(getattr(cast, person))

    page = client.get(opened.get_absolute_url()).content.decode()

    assert page.count("Trabajé allí.") == reads


@pytest.mark.parametrize("person", ["owner", "second", "procurement"])
def test_afterwards_everybody_with_a_seat_reads_them(client, cast, opened, person):
    client.force_login(cast.assessor)
    client.post(address(opened), said(opened, "recused", "Trabajé allí."))
    client.force_login(cast.owner)
    client.post(reverse("evaluation_moderate", args=[opened.slug]))
    client.force_login(getattr(cast, person))

    page = client.get(opened.get_absolute_url()).content.decode()

    assert page.count("Trabajé allí.") == 1
