"""The page on which the owner decides, and where the decision is read."""

import pytest
from django.urls import reverse

from scoring.domain.ledger import head_of
from scoring.enums import State
from scoring.models import Decision
from tests.conftest import end, rate_perfectly
from tests.reports.factory import score


@pytest.fixture
def closed(make_evaluation, cast, at):
    """A leads, B may be chosen, C is excluded."""
    made = make_evaluation(State.OPEN, candidates=3)
    a, b, c = made.candidates.all()
    rate_perfectly(a, by=cast.owner, at=at)
    score(b, by=cast.owner, at=at, quality=0.9)
    score(c, by=cast.owner, at=at, quality=0)
    end(evaluation=made, by=cast.owner, at=at)
    return made


def address(evaluation) -> str:
    return reverse("evaluation_decide", args=[evaluation.slug])


def said(evaluation, name, **changed) -> dict:
    chosen = evaluation.candidates.get(name=f"Integrador {name}")
    told = {"reason": "Lo muestra todo.", "signature": "Elena Ruiz"}
    return {"candidate": chosen.pk, "head": str(head_of(evaluation))} | told | changed


@pytest.mark.parametrize("person", ["assessor", "procurement"])
def test_only_the_owner_decides(client, cast, closed, person):
    client.force_login(getattr(cast, person))

    assert client.get(address(closed)).status_code == 403


@pytest.mark.parametrize("state", [one for one in State if one != State.CLOSED])
def test_a_decision_is_taken_once_the_result_is_final(client, cast, make_evaluation, state):
    client.force_login(cast.owner)

    assert client.get(address(make_evaluation(state))).status_code == 403


def test_the_page_shows_all_that_is_signed(client, cast, closed):
    client.force_login(cast.owner)

    page = client.get(address(closed)).content.decode()

    assert closed.frozen_fingerprint in page
    assert head_of(closed).digest in page


def test_who_cannot_be_chosen_is_shown_with_the_reason_and_cannot_be_ticked(client, cast, closed):
    client.force_login(cast.owner)

    response = client.get(address(closed))

    hindered = [one for one in response.context["choices"] if one.hindrance]
    assert [one.candidate.name for one in hindered] == ["Integrador C"]
    page = response.content.decode()
    assert hindered[0].hindrance.messages[0] in page
    assert page.count(" disabled") == 1


def test_the_decision_is_signed(client, cast, closed):
    client.force_login(cast.owner)

    response = client.post(address(closed), said(closed, "A"))

    closed.refresh_from_db()
    assert response.url == closed.get_absolute_url()
    assert closed.is_decided
    made = Decision.objects.get()
    assert (made.candidate.name, made.signature) == ("Integrador A", "Elena Ruiz")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"candidate": ""}, "candidate"),
        ({"candidate": "x"}, "candidate"),
        ({"reason": " "}, "reason"),
        ({"signature": ""}, "signature"),
        ({"head": "1:abc"}, "__all__"),
        ({"head": "nonsense"}, "__all__"),
        ({"head": ""}, "head"),
    ],
)
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(
    client, cast, closed, changed, field
):
    client.force_login(cast.owner)

    response = client.post(address(closed), said(closed, "A", **changed))

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form["signature"].value() == changed.get("signature", "Elena Ruiz")
    assert not Decision.objects.exists()


def test_who_is_excluded_cannot_be_sent_either(client, cast, closed):
    client.force_login(cast.owner)

    response = client.post(address(closed), said(closed, "C"))

    assert list(response.context["form"].errors) == ["candidate"]


@pytest.mark.parametrize("page", ["evaluation_detail", "comparison"])
@pytest.mark.parametrize(("name", "first"), [("A", True), ("B", False)])
def test_everybody_with_a_seat_reads_who_was_chosen_and_whether_it_leads(
    client, cast, closed, page, name, first
):
    client.force_login(cast.owner)
    client.post(address(closed), said(closed, name))
    client.force_login(cast.procurement)

    response = client.get(reverse(page, args=[closed.slug]))

    assert response.context["decision"].is_first is first
    assert str(response.context["decision"].sentence) in response.content.decode()


def test_the_card_of_a_decided_evaluation_names_the_chosen(client, cast, closed):
    client.force_login(cast.owner)
    client.post(address(closed), said(closed, "B"))

    [card] = client.get("/").context["cards"]

    assert card.chosen == "Integrador B"
