"""The life of a version in the admin: drafted, published, or thrown away."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from scoring.domain.rubric import publish, weights_of
from scoring.models import Check, Competency, LedgerEntry, Level, Profile, Rubric, Scale

from .pages import addresses, form_of

READ_ONLY = ["rubric", "competency", "check", "scale", "profile"]


def page(name: str, row) -> str:
    return reverse(f"admin:scoring_rubric_{name}", args=[row.pk])


def test_the_list_says_state_and_use_of_every_version(administrator, version2, opened):
    response = administrator.get(reverse("admin:scoring_rubric_changelist"))

    rows = [
        (row.version, row.is_published, row.used_by) for row in response.context["cl"].result_list
    ]
    assert rows == [(2, False, 0), (1, True, 1)]


def test_a_draft_is_made_of_a_published_rubric(administrator, cast, rubric):
    response = administrator.post(page("draft", rubric))

    draft = Rubric.objects.get(version=2)
    entry = LedgerEntry.objects.first()
    assert response["Location"] == page("change", draft)
    assert (entry.action, entry.actor_id) == ("rubric.drafted", cast.admin.pk)
    assert LogEntry.objects.get().object_repr == str(draft)
    assert weights_of(draft) == weights_of(rubric)


def test_a_second_draft_is_refused_with_a_reason(administrator, rubric, version2):
    response = administrator.post(page("draft", rubric), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "This rubric already has a draft version."
    ]
    assert Rubric.objects.count() == 2


def test_a_published_page_offers_a_draft_or_leads_to_it(administrator, cast, rubric, at):
    before = administrator.get(page("change", rubric)).content.decode()
    administrator.post(page("draft", rubric))
    after = administrator.get(page("change", rubric)).content.decode()

    assert "Make a draft version" in before
    assert "To the draft of version 2" in after
    assert "Make a draft version" not in after


@pytest.mark.parametrize("model", READ_ONLY)
def test_what_is_published_is_shown_with_nothing_to_save(administrator, rubric, model):
    address = addresses(rubric)[f"scoring_{model}_change"]

    text = administrator.get(address).content.decode()

    assert "Published: make a draft to change it." in text
    assert 'name="_save"' not in text
    assert "deletelink" not in text


@pytest.mark.parametrize("model", READ_ONLY)
@pytest.mark.parametrize("verb", ["change", "delete"])
def test_what_is_published_is_not_written(administrator, rubric, model, verb):
    address = addresses(rubric)[f"scoring_{model}_{verb}"]

    response = administrator.post(address, {"post": "yes", "title_es": "Otro", "_save": "1"})

    assert response.status_code == 403


def test_a_draft_is_published_for_good(administrator, cast, version2, last_entry):
    response = administrator.post(page("publish", version2))

    version2.refresh_from_db()
    assert response["Location"] == page("change", version2)
    assert version2.is_published
    assert last_entry() == (
        "rubric.published",
        "zimbra-integrator v2",
        None,
        {"weights": weights_of(version2)},
    )
    assert LogEntry.objects.get().change_message == "Published."


def test_what_keeps_a_draft_from_being_published_is_listed(administrator, version2):
    Competency.objects.filter(rubric=version2, number=1).update(weight=4)
    Check.objects.filter(competency__rubric=version2, competency__number=3).update(weight=0)
    Check.objects.filter(competency__rubric=version2, code="6.9").update(points=[[1, 100]])
    Level.objects.filter(scale__rubric=version2, scale__slug="stage").delete()

    response = administrator.get(page("publish", version2))

    assert response.context["problems"][:3] == [
        "The competencies weigh 99 together, not 100: 1 is missing.",
        "3. Commit to a defined scope: at least one check must weigh more than 0.",
        "6.9 Days to apply a critical patch: give at least two reference points, in order.",
    ]
    assert response.context["problems"][3].endswith("its scale needs at least two levels.")
    assert "Publish version 2" not in response.content.decode()


def test_a_draft_that_is_not_whole_is_not_published(administrator, version2):
    Competency.objects.filter(rubric=version2, number=1).update(weight=4)

    response = administrator.post(page("publish", version2))

    version2.refresh_from_db()
    assert response.status_code == 422
    assert not version2.is_published


def test_a_draft_is_thrown_away_whole_and_on_record(administrator, rubric, version2, last_entry):
    weights = weights_of(version2)
    address = reverse("admin:scoring_rubric_delete", args=[version2.pk])
    question = administrator.get(address)

    response = administrator.post(address, {"post": "yes"})

    assert "Sub-checks: 100" in question.content.decode()
    assert response.status_code == 302
    assert [Rubric.objects.get(), Scale.objects.count(), Profile.objects.count()] == [rubric, 5, 6]
    assert last_entry() == (
        "rubric.discarded",
        "zimbra-integrator v2",
        {"weights": weights},
        None,
    )


def test_a_draft_that_an_evaluation_uses_is_not_thrown_away(administrator, draft, version2):
    draft.rubric = version2
    draft.save()

    response = administrator.post(
        reverse("admin:scoring_rubric_delete", args=[version2.pk]), {"post": "yes"}
    )

    assert "Correo de la empresa" in response.content.decode()
    assert Rubric.objects.filter(pk=version2.pk).exists()


def test_a_rubric_is_written_from_nothing(administrator, cast):
    response = administrator.post(
        reverse("admin:scoring_rubric_add"),
        {
            "slug": "voip",
            "title_es": "Telefonía",
            "title_fr": "Téléphonie",
            "title_en": "Telephony",
        },
    )

    made = Rubric.objects.get(slug="voip")
    entry = LedgerEntry.objects.first()
    assert response["Location"] == page("change", made)
    assert (made.version, made.is_published) == (1, False)
    assert (entry.action, entry.subject, entry.new["title_en"]) == (
        "rubric.started",
        "voip v1",
        "Telephony",
    )


def test_a_rubric_with_a_name_that_is_taken_is_refused(administrator, rubric):
    response = administrator.post(
        reverse("admin:scoring_rubric_add"),
        {"slug": rubric.slug, "title_es": "Otra", "title_fr": "Autre", "title_en": "Other"},
    )

    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert Rubric.objects.count() == 1


def test_the_texts_of_a_draft_change_on_record(administrator, version2, last_entry):
    typed = form_of(administrator.get(page("change", version2)))

    administrator.post(page("change", version2), {**typed, "title_fr": "Douze compétences"})

    assert last_entry() == (
        "rubric.edited",
        "zimbra-integrator v2",
        {"zimbra-integrator v2": {"title_fr": version2.title_fr}},
        {"zimbra-integrator v2": {"title_fr": "Douze compétences"}},
    )


def test_a_draft_published_meanwhile_is_not_written(administrator, cast, at, version2, monkeypatch):
    """The page looked when it was still a draft: the write looks again."""
    address = page("change", version2)
    typed = form_of(administrator.get(address))
    publish(rubric=version2, by=cast.admin, at=at)
    monkeypatch.setattr("scoring.admin.base._is_open", lambda row: True)

    response = administrator.post(address, {**typed, "title_en": "Other"})

    version2.refresh_from_db()
    assert (response.status_code, version2.title_en) == (
        403,
        "The 12 competencies of a Zimbra integrator",
    )
