from django.urls import reverse


def test_the_owner_reads_who_did_what(client, cast, closed):
    client.force_login(cast.owner)

    entries = client.get(reverse("ledger", args=[closed.slug])).context["page"].object_list

    assert [entry.action for entry in entries][:2] == ["evaluation.closed", "evaluation.opened"]


def test_another_evaluations_entries_are_not_in_it(client, cast, make_evaluation):
    mine, other = make_evaluation("closed"), make_evaluation("closed")
    client.force_login(cast.owner)

    entries = client.get(reverse("ledger", args=[mine.slug])).context["page"].object_list

    assert {entry.evaluation_id for entry in entries} == {mine.pk}
    assert mine.pk != other.pk


def test_a_page_that_is_not_there_is_the_last_one(client, cast, closed):
    client.force_login(cast.owner)

    response = client.get(reverse("ledger", args=[closed.slug]), {"page": "99999"})

    assert response.status_code == 200
