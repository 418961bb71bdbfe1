import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain.rubric import make_draft
from scoring.enums import State
from scoring.models import Competency, Rubric
from tests.conftest import end
from tests.domain.rubrics import change, small_rubric
from tests.domain.rubrics import scored as scored_with
from tests.reports.factory import score


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.stranger)
    client.cookies["django_language"] = "en"
    return client


def review_of(rubric: Rubric) -> str:
    return reverse("rubric_lint", args=[rubric.slug, rubric.version])


@pytest.mark.parametrize("role", ["owner", "assessor", "procurement", "stranger", "admin"])
def test_everybody_who_signs_in_reads_the_review(client, cast, rubric, role):
    client.force_login(getattr(cast, role))

    assert client.get(review_of(rubric)).status_code == 200


def test_who_has_not_signed_in_is_asked_to(client, rubric):
    address = review_of(rubric)

    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("address", ["/rubrics/none/1/review/", "/rubrics/small/9/review/"])
def test_a_version_that_is_not_there_is_not_found(reader, db, address):
    small_rubric()

    assert reader.get(address).status_code == 404


def test_the_page_only_reads(reader, rubric):
    assert reader.post(review_of(rubric)).status_code == 405


def test_a_rubric_leads_to_its_review(reader, rubric):
    page = reader.get(reverse("rubric_detail", args=[rubric.slug, rubric.version]))

    assert f'href="{review_of(rubric)}"' in page.content.decode()


def test_every_finding_leads_to_its_place(reader, db):
    small = small_rubric()
    change(small, "1.1", topic="backups", minimum=90)
    change(small, "2.1", topic="backups")
    Competency.objects.filter(rubric=small, number=2).update(minimum=99)

    page = reader.get(review_of(small)).content.decode()

    anchors = re.findall(r'href="/rubrics/small/1/#([\w.-]+)"', page)
    assert anchors == ["check-1.1", "competency-2", "check-1.1", "check-2.1"]
    assert "It demands 90, and its scale ends at 80: nobody can pass." in page
    assert "2 errors · 1 warning" in page


def test_a_rubric_without_fault_says_so(reader, db):
    page = reader.get(review_of(small_rubric())).content.decode()

    assert "Nothing to look at" in page
    assert "findings" not in page


def test_text_from_the_rubric_is_only_text(reader, db):
    small = small_rubric()
    change(small, "1.1", minimum=90, title_en="<script>alert(1)</script>")

    page = reader.get(review_of(small)).content.decode()

    assert "<script>alert" not in page
    assert "1.1 &lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_it_costs_the_same_for_a_small_rubric_and_a_large_one(
    reader, cast, rubric, at, django_assert_num_queries
):
    small = small_rubric()
    with CaptureQueriesContext(connection) as before:
        reader.get(review_of(small))
    draft = make_draft(rubric=rubric, by=cast.admin, at=at)

    with django_assert_num_queries(len(before)):
        reader.get(review_of(draft))


# The weights of an evaluation, on the page that compares


def compare(evaluation) -> str:
    return reverse("comparison", args=[evaluation.slug])


def weighing_in(response) -> str:
    """The page's part about weights."""
    return (
        response.content.decode()
        .split('<details class="panel fold weighing">')[1]
        .split("</details>")[0]
    )


@pytest.fixture
def scored(make_evaluation, cast, at):
    """Two candidates, the better one first, scored by the owner; still open."""
    made = make_evaluation(State.OPEN, candidates=2)
    first, second = made.candidates.all()
    score(first, by=cast.owner, at=at, quality=1)
    score(second, by=cast.owner, at=at, quality=0.5, without=frozenset({"6.4"}))
    return made


def test_every_competency_stands_there_with_both_weights(client, cast, scored, at):
    end(evaluation=scored, by=cast.owner, at=at)
    client.force_login(cast.owner)

    response = client.get(compare(scored))

    page = weighing_in(response)
    rows = response.context["weighing"].rows
    assert [row.number for row in rows] == [str(number) for number in range(1, 13)]
    assert page.count('<th scope="row">') == 12
    for row in rows:
        assert f'<td class="end">{row.nominal}</td>' in page
        assert f">{row.effective}</td>" in page


def test_what_decides_nothing_leads_to_the_rubric(client, cast, make_evaluation, at):
    """Both are rated alike."""
    made = make_evaluation(State.OPEN, candidates=2, alone=True)
    for one in made.candidates.all():
        score(one, by=cast.owner, at=at)
    client.force_login(cast.owner)

    page = client.get(compare(made)).content.decode()

    anchors = re.findall(r'href="/rubrics/zimbra-integrator/1/#competency-(\d+)"', page)
    assert anchors == [str(number) for number in range(1, 13)]


def test_weights_that_do_what_they_say_are_told_too(client, cast, at, db):
    """Each competency spreads its candidates by 30 points."""
    ratings = {"1.1": (80, 50), "1.2": (80, 50), "2.1": (80, 50), "2.2": (1, 7.9)}
    made = scored_with(small_rubric(), ratings, owner=cast.owner, at=at).evaluation
    client.force_login(cast.owner)
    client.cookies["django_language"] = "en"

    page = client.get(compare(made)).content.decode()

    assert "No weight is far from what it decides." in page
    assert "findings" not in page


def test_one_candidate_is_not_enough(client, cast, make_evaluation, at):
    alone = make_evaluation(State.OPEN, alone=True)
    score(alone.candidates.get(), by=cast.owner, at=at)
    client.force_login(cast.owner)
    client.cookies["django_language"] = "en"

    page = weighing_in(client.get(compare(alone)))

    assert "This takes two candidates in the ranking at least." in page
    assert "<table" not in page
