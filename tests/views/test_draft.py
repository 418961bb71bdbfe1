"""The life of a version: drafted, edited, published or thrown away; and who did it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain.rubric import make_draft, publish, weights_of
from scoring.models import Check, Competency, LedgerEntry, Level, Profile, Rubric, Scale
from tests.pages import form_of


def versions(slug: str = "zimbra-integrator") -> str:
    return reverse("rubric_versions", args=[slug])


# Made, published, thrown away


def test_a_draft_is_made_of_a_published_version(administrator, cast, rubric):
    response = administrator.post(f"/rubrics/{rubric.slug}/1/draft/")

    draft = Rubric.objects.get(version=2)
    entry = LedgerEntry.objects.first()
    assert response["Location"] == reverse("rubric_edit", args=[draft.slug, 2])
    assert (entry.action, entry.actor_id) == ("rubric.drafted", cast.admin.pk)
    assert weights_of(draft) == weights_of(rubric)


def test_a_second_draft_is_refused_with_a_reason(administrator, rubric, version2):
    response = administrator.post(f"/rubrics/{rubric.slug}/1/draft/", follow=True)

    assert "This rubric already has a draft version." in response.content.decode()
    assert Rubric.objects.count() == 2


def test_a_published_page_offers_a_draft_or_leads_to_it(administrator, rubric):
    page = f"/rubrics/{rubric.slug}/1/"
    before = administrator.get(page).content.decode()
    administrator.post(f"{page}draft/")
    after = administrator.get(page).content.decode()

    assert "Make a draft of version 1" in before
    assert "To the draft of version 2" in after
    assert "Make a draft of version 1" not in after


def test_a_draft_is_published_for_good(administrator, version2, draft_page, last_entry):
    response = administrator.post(draft_page("publish/"))

    version2.refresh_from_db()
    assert response["Location"] == draft_page("")
    assert version2.is_published
    assert last_entry() == (
        "rubric.published",
        "zimbra-integrator v2",
        None,
        {"weights": weights_of(version2)},
    )


def test_what_keeps_a_draft_from_being_published_is_listed(administrator, version2, draft_page):
    Competency.objects.filter(rubric=version2, number=1).update(weight=4)
    Check.objects.filter(competency__rubric=version2, competency__number=3).update(weight=0)
    Check.objects.filter(competency__rubric=version2, code="6.9").update(points=[[1, 100]])
    Level.objects.filter(scale__rubric=version2, scale__slug="stage").delete()

    response = administrator.get(draft_page("publish/"))

    assert response.context["problems"][:3] == [
        "The competencies weigh 99 together, not 100: 1 is missing.",
        "3. Commit to a defined scope: at least one check must weigh more than 0.",
        "6.9 Days to apply a critical patch: give at least two reference points, in order.",
    ]
    assert "Publish version 2" not in response.content.decode()


def test_a_draft_that_is_not_whole_is_not_published(administrator, version2, draft_page):
    Competency.objects.filter(rubric=version2, number=1).update(weight=4)

    response = administrator.post(draft_page("publish/"))

    version2.refresh_from_db()
    assert response.status_code == 422
    assert "1 is missing" in response.content.decode()
    assert not version2.is_published


def test_a_draft_is_thrown_away_whole_and_on_record(
    administrator, rubric, version2, draft_page, last_entry
):
    weights = weights_of(version2)

    response = administrator.post(draft_page("discard/"))

    assert response["Location"] == versions()
    assert [Rubric.objects.get(), Scale.objects.count(), Profile.objects.count()] == [rubric, 5, 6]
    assert last_entry() == ("rubric.discarded", "zimbra-integrator v2", {"weights": weights}, None)


def test_a_draft_that_an_evaluation_uses_is_not_thrown_away(
    administrator, draft, version2, draft_page
):
    draft.rubric = version2
    draft.save()

    response = administrator.post(draft_page("discard/"))

    assert response.status_code == 422
    assert "An evaluation uses this version." in response.content.decode()


def test_a_rubric_is_written_from_nothing(administrator, db):
    titles = {"title_es": "Telefonía", "title_fr": "Téléphonie", "title_en": "Telephony"}

    response = administrator.post("/rubrics/new/", {"slug": "voip", **titles})

    made = Rubric.objects.get(slug="voip")
    entry = LedgerEntry.objects.first()
    assert response["Location"] == "/rubrics/voip/1/edit/"
    assert (made.version, made.is_published) == (1, False)
    assert (entry.action, entry.subject, entry.new["title_en"]) == (
        "rubric.started",
        "voip v1",
        "Telephony",
    )


@pytest.mark.parametrize("slug", ["zimbra-integrator", "new", "import", "a b", ""])
def test_a_rubric_with_a_name_that_cannot_be_is_refused(administrator, rubric, slug):
    titles = {"title_es": "Otra", "title_fr": "Autre", "title_en": "Other"}

    response = administrator.post("/rubrics/new/", {"slug": slug, **titles})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"slug"}
    assert form_of(response)["title_en"] == "Other"


def test_the_texts_of_a_draft_change_on_record(save, version2, last_entry):
    save("edit/about/", title_fr="Douze compétences")

    assert last_entry() == (
        "rubric.edited",
        "zimbra-integrator v2",
        {"zimbra-integrator v2": {"title_fr": version2.title_fr}},
        {"zimbra-integrator v2": {"title_fr": "Douze compétences"}},
    )


def test_a_form_sent_after_the_draft_was_published_is_refused_and_kept(
    administrator, cast, at, version2, draft_page
):
    typed = form_of(administrator.get(draft_page("edit/about/")))
    publish(rubric=version2, by=cast.admin, at=at)

    response = administrator.post(draft_page("edit/about/"), {**typed, "title_en": "Mine"})

    version2.refresh_from_db()
    assert (response.status_code, form_of(response)["title_en"]) == (409, "Mine")
    assert "published meanwhile" in response.content.decode()
    assert version2.title_en != "Mine"


# Versions


def test_the_versions_say_who_made_changed_and_published_them(
    administrator, cast, save, draft_page
):
    save("edit/about/", title_fr="Douze")
    save("edit/about/", title_fr="Douze compétences")
    administrator.post(draft_page("publish/"))

    second, first = administrator.get(versions()).context["lives"]

    assert (second.made.actor, second.changes, second.published.actor) == ("Admin", 2, "Admin")
    assert (first.made, first.changed, first.published.actor) == (None, None, "")


def test_a_draft_made_again_does_not_inherit_the_deeds_of_the_one_before(
    administrator, save, draft_page
):
    save("edit/about/", title_fr="Douze")
    administrator.post(draft_page("discard/"))
    administrator.post("/rubrics/zimbra-integrator/1/draft/")

    second, _first = administrator.get(versions()).context["lives"]

    assert (second.made.actor, second.changes) == ("Admin", 0)


def test_a_rubric_that_is_not_there_has_no_versions(administrator, db):
    assert administrator.get(versions("none")).status_code == 404


def test_the_versions_cost_the_same_for_one_and_for_three(
    administrator, cast, rubric, at, django_assert_num_queries
):
    administrator.get(versions())
    with CaptureQueriesContext(connection) as before:
        administrator.get(versions())
    second = make_draft(rubric=rubric, by=cast.admin, at=at)
    publish(rubric=second, by=cast.admin, at=at)
    make_draft(rubric=second, by=cast.admin, at=at)

    with django_assert_num_queries(len(before)):
        administrator.get(versions())
