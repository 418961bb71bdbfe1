import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain.rubric import make_draft
from scoring.models import Check, Competency, ProfileWeight, Rubric

LIST = reverse("rubric_list")
ROLES = ["owner", "assessor", "procurement", "stranger", "admin"]


def page(rubric: Rubric) -> str:
    return reverse("rubric_detail", args=[rubric.slug, rubric.version])


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.stranger)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize("role", ROLES)
def test_everybody_who_signs_in_reads_rubrics(client, cast, rubric, role):
    client.force_login(getattr(cast, role))

    assert [client.get(address).status_code for address in (LIST, page(rubric))] == [200, 200]


def test_who_has_not_signed_in_is_asked_to(client, rubric):
    for address in (LIST, page(rubric)):
        assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("address", ["/rubrics/no-such/1/", "/rubrics/zimbra-integrator/9/"])
def test_a_version_that_is_not_there_is_not_found(reader, rubric, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_pages_only_read(reader, rubric, method):
    statuses = [getattr(reader, method)(address).status_code for address in (LIST, page(rubric))]

    assert statuses == [405, 405]


def test_the_list_says_of_each_version_its_state_size_and_use(
    reader, cast, rubric, at, make_evaluation
):
    make_draft(rubric=rubric, by=cast.admin, at=at)
    make_evaluation()
    make_evaluation()

    versions = reader.get(LIST).context["versions"]

    assert [
        (one.rubric.version, one.rubric.is_published, one.rubric.parts, one.rubric.used_by)
        for one in versions
    ] == [(2, False, 12, 0), (1, True, 12, 2)]
    assert [count for _tier, count in versions[0].depths] == [38, 75, 100]


def test_the_list_does_not_name_evaluations(reader, opened):
    text = reader.get(LIST).content.decode()

    assert "used by 1 evaluation" in text
    assert opened.title not in text


def test_without_a_rubric_the_list_says_who_can_make_one(reader, rubric):
    Check.objects.all().delete()
    Rubric.objects.all().delete()

    assert "There is no rubric yet" in reader.get(LIST).content.decode()


def test_a_rubric_shows_every_check_of_every_competency_in_order(reader, rubric):
    text = reader.get(page(rubric)).content.decode()

    codes = re.findall(r'id="check-([\d.]+)"', text)
    assert codes == [check.code for one in rubric.competencies.all() for check in one.checks.all()]
    assert len(codes) == 100


def test_shares_are_of_the_whole_and_of_the_competency(reader, rubric):
    sections = reader.get(page(rubric)).context["sections"]

    assert sum(section.share for section in sections) == pytest.approx(1)
    assert sections[1].share == pytest.approx(0.12)
    first = {check.code: share for check, share in sections[0].checks}
    assert first["1.3"] == pytest.approx(15 / 130)
    assert sum(first.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "fact",
    [
        "Knock-out below 50",
        "Committed in contract",
        '<q lang="es">Pérdida Cero de Mensajes</q>',
        "<summary>What to ask, and how to verify it</summary>",
        "<li><strong>50</strong> Partly met</li>",
        "A stage does not pass 50 while an earlier stage",
        "Las 12 habilidades que necesita de su integrador de Zimbra</cite>, Grégory Coste",
        "<td>0.6</td><td>1</td><td>1.2</td>",
        "as shares of the reference budget",
    ],
)
def test_a_check_says_what_it_asks_and_what_an_answer_is_worth(reader, rubric, fact):
    assert fact in reader.get(page(rubric)).content.decode()


def test_the_profiles_stand_side_by_side_with_their_reasons(reader, rubric):
    response = reader.get(page(rubric))

    rows = response.context["profile_rows"]
    assert (len(rows), {len(shares) for _competency, shares in rows}) == (12, {6})
    assert [sum(shares[i] for _one, shares in rows) for i in range(6)] == pytest.approx([1] * 6)
    assert rows[0][1][5] == pytest.approx(1 / 12)
    for profile in rubric.profiles.all():
        assert profile.rationale_en in response.content.decode()


@pytest.mark.parametrize("language", ["es", "fr", "en"])
def test_a_rubric_is_read_in_the_readers_language(reader, rubric, language):
    reader.cookies["django_language"] = language

    text = reader.get(page(rubric)).content.decode()

    assert getattr(rubric, f"title_{language}").replace("'", "&#x27;") in text


def test_only_administrators_are_offered_to_change_something(client, cast, rubric):
    client.force_login(cast.stranger)
    others = client.get(page(rubric)).content.decode()
    client.force_login(cast.admin)
    administrators = client.get(page(rubric)).content.decode()

    address = reverse("rubric_draft", args=[rubric.slug, rubric.version])
    assert address not in others
    assert address in administrators


def test_a_draft_that_is_hardly_begun_can_be_read(reader, rubric, cast, at):
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)
    ProfileWeight.objects.filter(profile__rubric=draft).update(value=0)
    ProfileWeight.objects.filter(profile__rubric=draft, competency__number=3).delete()
    Competency.objects.filter(rubric=draft).update(weight=0, minimum=40)
    draft.competencies.get(number=1).checks.all().delete()
    empty = Rubric.objects.create(slug="empty", version=1, title_en="Empty")

    assert [reader.get(page(one)).status_code for one in (draft, empty)] == [200, 200]


@pytest.mark.parametrize("address", [LIST, "/rubrics/zimbra-integrator/1/"])
def test_pages_cost_the_same_with_more_versions(
    reader, cast, rubric, at, address, make_evaluation, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as before:
        reader.get(address)
    make_draft(rubric=rubric, by=cast.admin, at=at)
    make_evaluation()

    with django_assert_num_queries(len(before)):
        reader.get(address)


def test_text_from_the_rubric_is_only_text(reader, cast, rubric, at):
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)
    first = draft.competencies.get(number=1)
    first.title_en = first.summary_en = "<script>alert(1)</script>"
    first.save()

    text = reader.get(page(draft)).content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
