"""What an administrator may see of evaluations and of the ledger, and may not touch."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from scoring.admin import site
from scoring.domain import draft
from scoring.models import LedgerEntry

EVALUATIONS = "/admin/scoring/evaluation/"
LEDGER = "/admin/scoring/ledgerentry/"


def test_the_admin_knows_only_what_it_is_for():
    assert {model.__name__ for model in site._registry} == {
        *("User", "Evaluation", "LedgerEntry"),
    }


@pytest.mark.parametrize(
    "model", ["Assessment", "Seat", "Candidate", "Evidence", "Weight", "Rubric", "Check"]
)
def test_no_page_leads_into_scores(administrator, opened, model):
    name = apps.get_model("scoring", model)._meta.model_name

    statuses = [
        administrator.get(f"/admin/scoring/{name}/{page}").status_code
        for page in ("", "add/", "1/change/", "1/delete/")
    ]

    assert statuses == [404] * 4


def test_evaluations_are_listed_with_owner_and_rubric(administrator, opened):
    text = administrator.get(EVALUATIONS).content.decode()

    for fact in ("Correo de la empresa", "Scoring open", "Owner", str(opened.rubric)):
        assert fact in text


@pytest.mark.parametrize("page", ["add/", "{}/", "{}/change/", "{}/delete/", "{}/history/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_evaluation_has_no_page_of_its_own(administrator, opened, page, method):
    response = getattr(administrator, method)(EVALUATIONS + page.format(opened.pk))

    assert response.status_code == 404


def test_the_list_offers_nothing_to_do_with_evaluations(administrator, opened):
    response = administrator.post(
        EVALUATIONS, {"action": "delete_selected", "_selected_action": [opened.pk], "post": "yes"}
    )

    opened.refresh_from_db()
    assert response.status_code == 200
    with pytest.raises(NoReverseMatch):
        reverse("admin:scoring_evaluation_change", args=[opened.pk])


@pytest.mark.parametrize("name", ["user"])
def test_no_list_deletes_by_the_dozen(administrator, version2, name):
    model = apps.get_model("scoring", name)
    before = model.objects.count()

    administrator.post(
        f"/admin/scoring/{name}/",
        {"action": "delete_selected", "select_across": "1", "post": "yes"}
        | {"_selected_action": list(model.objects.values_list("pk", flat=True))},
    )

    assert model.objects.count() == before


def test_the_list_costs_the_same_for_one_evaluation_and_for_three(
    administrator, make_evaluation, django_assert_num_queries
):
    make_evaluation()
    with CaptureQueriesContext(connection) as one:
        administrator.get(EVALUATIONS)
    make_evaluation()
    make_evaluation()

    with django_assert_num_queries(len(one)):
        administrator.get(EVALUATIONS)


def test_the_ledger_tells_of_rubrics_and_not_of_anybodys_scores(administrator, version2, closed):
    shown = administrator.get(LEDGER).context["cl"].result_list

    assert [entry.action for entry in shown] == ["rubric.drafted"]
    assert LedgerEntry.objects.exclude(evaluation_id=None).exists()


@pytest.mark.parametrize(
    ("action", "found"),
    [("rubric.drafted", 1), ("person.added", 0), ("evaluation.opened", 0), ("x", 0)],
)
def test_the_ledger_is_filtered_by_action(administrator, version2, opened, action, found):
    response = administrator.get(LEDGER, {"action": action})

    assert response.context["cl"].result_count == found


def test_an_entry_of_an_evaluation_cannot_be_asked_for(administrator, opened):
    entry = LedgerEntry.objects.filter(evaluation_id=opened.pk).first()

    response = administrator.get(f"{LEDGER}{entry.pk}/change/", follow=True)

    assert response.redirect_chain[0][0] == "/admin/"
    assert entry.action not in response.content.decode()


def test_an_entry_shows_before_and_after_place_by_place(administrator, cast, version2, at):
    check = version2.competencies.get(number=4).checks.get(code="4.5")
    check.title_en = "No message lost"
    draft.edit(saved=[check], by=cast.admin, at=at)
    entry = LedgerEntry.objects.first()

    text = administrator.get(f"{LEDGER}{entry.pk}/change/").content.decode()

    row = '<th scope="row">check 4.5 › title_en</th><td>Zero-message-loss commitment</td>'
    assert f"{row}<td>No message lost</td>" in text


@pytest.mark.parametrize("page", ["change", "delete"])
def test_the_ledger_is_not_written(administrator, version2, page):
    entry = LedgerEntry.objects.first()

    response = administrator.post(f"{LEDGER}{entry.pk}/{page}/", {"actor": "X", "post": "yes"})

    assert response.status_code == 403
    assert LedgerEntry.objects.get(pk=entry.pk).actor == entry.actor
