"""One cell by itself, as the page saves it while one goes on."""

import pytest
from django.test import Client
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.domain.transition import moderate
from scoring.enums import State
from scoring.models import Assessment, LedgerEntry

from .test_assessment import typed

HTMX = {"HX-Request": "true"}


@pytest.fixture
def address(opened):
    return reverse("score_check", args=[opened.slug, "integrador-a", "6.2"])


@pytest.fixture
def save(client, cast, address):
    """Saves check 6.2 for the only candidate as the assessor's page does."""
    client.force_login(cast.assessor)

    def post(to: str = address, code: str = "6.2", **fields: object):
        who = {"person": cast.assessor.pk, "direction": "candidate"}
        return client.post(to, who | typed(code, **fields), headers=HTMX)

    return post


def test_one_card_is_saved_and_the_answer_holds_its_new_version(save):
    response = save(answer="50", evidence="3", note="Lo vimos.")

    saved = Assessment.objects.get()
    assert (saved.value, saved.evidence, saved.note) == (50, 3, "Lo vimos.")
    assert 'name="integrador-a-6-2-version" value="1"' in response.content.decode()


def test_a_card_without_anything_said_is_in_order(save):
    response = save(answer="")

    assert response.status_code == 200
    assert not Assessment.objects.exists()


def test_the_answer_counts_anew(save, opened):
    page = save(answer="50", note="Lo vimos.").content.decode()

    total = opened.checks().filter(competency__number=6).count()
    assert f'id="here-count" hx-swap-oob="true">1 de {total}</span>' in page


def test_saving_the_same_again_changes_nothing(save):
    save(answer="50")

    save(answer="50", version=1)

    assert Assessment.objects.get().version == 1
    assert LedgerEntry.objects.filter(action="assessment.saved").count() == 1


def test_a_rating_that_asks_for_its_reason_is_saved_and_says_so(save):
    response = save(answer="100")

    assert 'data-state="why"' in response.content.decode()
    assert Assessment.objects.get().value == 100


def test_an_outdated_card_is_refused_with_both_answers(save):
    save(answer="50", note="La primera ventana")

    response = save(answer="0", note="La segunda ventana")

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera ventana" in page
    assert "La segunda ventana" in page
    assert Assessment.objects.get().value == 50


def test_an_outdated_card_stays_outdated_until_one_chooses(save):
    save(answer="50")

    page = save(answer="0").content.decode()

    assert '<input type="hidden" name="integrador-a-6-2-version" value="0">' in page


@pytest.mark.parametrize(
    ("code", "fields", "place"),
    [
        ("6.2", {"note": "x" * 5001}, "note"),
        ("6.2", {"answer": "75"}, "answer"),
        ("6.9", {"measurement": "abc"}, "measurement"),
    ],
)
def test_bad_input_is_told_at_its_field_and_not_saved(save, opened, code, fields, place):
    to = reverse("score_check", args=[opened.slug, "integrador-a", code])

    response = save(to, code, **fields)

    told = f'id="integrador-a-{code.replace(".", "-")}-{place}-errors" hx-swap-oob="true"><p>'
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_save_without_its_card_is_refused(client, cast, address):
    client.force_login(cast.assessor)

    response = client.post(address, {"person": cast.assessor.pk}, headers=HTMX)

    assert response.status_code == 422


def test_a_script_whose_session_is_over_is_told_so(client, address):
    response = client.post(address, typed("6.2", answer="50"), headers=HTMX)

    assert (response.status_code, response["HX-Trigger"]) == (401, "signed-out")


def test_a_page_of_one_person_saves_nothing_as_another(client, cast, address):
    client.force_login(cast.second)
    sent = {"person": cast.assessor.pk} | typed("6.2", answer="50")

    response = client.post(address, sent, headers=HTMX)

    assert response.status_code == 401
    assert not Assessment.objects.exists()


def test_after_signing_in_anew_the_token_of_the_cookie_is_enough(cast, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.assessor)
    client.get(reverse("account_change_password"))
    token = client.cookies["csrftoken"].value
    sent = {"person": cast.assessor.pk} | typed("6.2", answer="50")

    response = client.post(address, sent, headers=HTMX | {"X-CSRFToken": token})

    assert response.status_code == 200


def test_a_save_after_the_end_of_scoring_is_refused(save, opened, cast, at):
    moderate(evaluation=opened, by=cast.owner, at=at)

    response = save(answer="50")

    assert response.status_code == 403
    assert not Assessment.objects.exists()


def test_strangers_do_not_find_the_card(client, cast, address):
    client.force_login(cast.stranger)

    response = client.post(address, typed("6.2", answer="50"), headers=HTMX)

    assert response.status_code == 404


@pytest.mark.parametrize("place", [("integrador-z", "6.2"), ("integrador-a", "99.9")])
def test_a_cell_that_is_not_there_is_not_found(save, opened, place):
    response = save(reverse("score_check", args=[opened.slug, *place]))

    assert response.status_code == 404


def test_the_card_is_handed_out_as_it_is_stored(client, save, address):
    save(answer="50", note="Lo guardado")

    card = client.get(address, headers=HTMX).content.decode()

    assert card.count("<article") == 1
    assert "Lo guardado" in card


def test_opened_by_itself_the_card_leads_to_its_page(client, cast, opened, address):
    client.force_login(cast.assessor)

    response = client.get(address)

    page = reverse("score", args=[opened.slug, "integrador-a", 6])
    assert response.url == f"{page}#check-6.2"


def test_others_answers_do_not_show_in_the_card(client, cast, opened, address, at):
    check = opened.checks().get(code="6.2")
    rating = Rating(value=100, evidence=4, note="Nota de la otra persona")
    rate(candidate=opened.candidates.get(), check=check, rating=rating, by=cast.second, at=at)
    client.force_login(cast.assessor)

    card = client.get(address, headers=HTMX).content.decode()

    assert "Nota de la otra persona" not in card


def test_a_save_costs_the_same_queries_whatever_there_is(
    client, cast, make_evaluation, django_assert_max_num_queries
):
    one, three = make_evaluation(State.OPEN), make_evaluation(State.OPEN, candidates=3)
    client.force_login(cast.assessor)
    sent = {"person": cast.assessor.pk} | typed("6.2", answer="50")
    client.post(cell(one), sent, headers=HTMX)
    again = sent | typed("6.2", answer="100", version=1)
    with django_assert_max_num_queries(45) as queries:
        client.post(cell(one), again, headers=HTMX)
        most = len(queries)
    client.post(cell(three), sent, headers=HTMX)

    with django_assert_max_num_queries(most):
        client.post(cell(three), again, headers=HTMX)


def cell(evaluation) -> str:
    return reverse("score_check", args=[evaluation.slug, "integrador-a", "6.2"])


@pytest.mark.parametrize(
    ("measurement", "says"),
    [("2,5", "vale 88,8 de 100"), ("31", "vale 0,0 de 100"), ("dos", "no es un número"), ("", "")],
)
def test_a_measure_tells_its_value_while_one_types(client, cast, opened, measurement, says):
    client.force_login(cast.assessor)
    address = reverse("measure_value", args=[opened.slug, "integrador-a", 6, "6.9"])

    answer = client.get(address, typed("6.9", measurement=measurement)).content.decode()

    assert says in answer
    assert bool(says) == bool(answer.strip())


def test_a_price_is_valued_against_the_reference_budget(client, cast, opened):
    client.force_login(cast.assessor)
    address = reverse("measure_value", args=[opened.slug, "integrador-a", 2, "2.8"])

    answer = client.get(address, typed("2.8", measurement="27")).content.decode()

    assert "vale 62,5 de 100" in answer  # 27 of 30 EUR is a ratio of 0.9
