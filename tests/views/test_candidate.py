import pytest
from django.urls import reverse

from scoring.domain.assessment import Rating, rate
from scoring.models import Candidate


def test_the_owner_adds_a_candidate(client, cast, draft):
    client.force_login(cast.owner)

    client.post(reverse("candidate_create", args=[draft.slug]), {"name": "Correo Sol, S. L."})

    assert draft.candidates.get(name="Correo Sol, S. L.").code == "correo-sol-s-l"


def test_adding_another_leads_back_to_the_empty_form(client, cast, draft):
    address = reverse("candidate_create", args=[draft.slug])
    client.force_login(cast.owner)

    response = client.post(address, {"name": "Correo Sol", "another": "1"})

    assert response.url == address


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Integrador A", "nul\0"])
def test_a_name_that_cannot_be_is_refused_and_what_was_typed_stays(client, cast, draft, name):
    client.force_login(cast.owner)

    response = client.post(
        reverse("candidate_create", args=[draft.slug]), {"name": name, "note": "Mi nota"}
    )

    assert response.status_code == 422
    assert "Mi nota" in response.content.decode()
    assert draft.candidates.count() == 1


def test_a_candidate_is_renamed_and_keeps_its_code(client, cast, draft):
    candidate = draft.candidates.get()
    client.force_login(cast.owner)

    client.post(reverse("candidate_edit", args=[draft.slug, candidate.code]), {"name": "Otro"})

    candidate.refresh_from_db()
    assert (candidate.name, candidate.code) == ("Otro", "integrador-a")


def test_a_candidate_that_nobody_has_scored_can_be_removed(client, cast, draft):
    client.force_login(cast.owner)

    client.post(reverse("candidate_remove", args=[draft.slug, "integrador-a"]))

    assert not Candidate.objects.exists()


def test_a_scored_candidate_stays(client, cast, opened, at):
    check = opened.checks().get(code="6.2")
    candidate = opened.candidates.get()
    rate(candidate=candidate, check=check, rating=Rating(value=50), by=cast.assessor, at=at)
    client.force_login(cast.owner)

    page = client.post(
        reverse("candidate_remove", args=[opened.slug, candidate.code]), follow=True
    ).content.decode()

    assert Candidate.objects.filter(pk=candidate.pk).exists()
    assert "Integrador A ya se ha puntuado" in page


def test_a_candidate_of_another_evaluation_is_not_found(client, cast, make_evaluation):
    mine, other = make_evaluation(), make_evaluation(candidates=2)
    client.force_login(cast.owner)

    response = client.get(reverse("candidate_edit", args=[mine.slug, "integrador-b"]))

    assert other.candidates.filter(code="integrador-b").exists()
    assert response.status_code == 404
