"""The review of a draft, beside its weights."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain.lint import findings_of
from scoring.models import Level, Rubric
from scoring.reports.lint import review_of
from tests.domain.rubrics import change, small_rubric

PAGES = ["change", "weights"]


def page(name: str, rubric: Rubric) -> str:
    return reverse(f"admin:scoring_rubric_{name}", args=[rubric.pk])


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_shows_what_to_look_at(administrator, version2, name):
    response = administrator.get(page(name, version2))

    review = response.context["review"]
    assert review == review_of(findings_of(version2))
    assert review.summary == "7 warnings · 8 notes"
    assert response.content.decode().count(review.summary) == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_finding_leads_to_the_page_of_its_row(administrator, db, name):
    """A level is changed on the page of its scale."""
    small = small_rubric()
    Level.objects.filter(scale__rubric=small, value=80).update(label_fr="")
    change(small, "1.1", minimum=90)

    text = administrator.get(page(name, small)).content.decode()

    places = re.findall(r'<span class="places"><a href="([^"]+)"', text)
    check = small.competencies.get(number=1).checks.get(code="1.1")
    assert places == [
        reverse("admin:scoring_check_change", args=[check.pk]),
        reverse("admin:scoring_scale_change", args=[small.scales.get(slug="levels").pk]),
    ]
    assert [administrator.get(place).status_code for place in places] == [200, 200]


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_without_fault_has_no_review(administrator, db, name):
    text = administrator.get(page(name, small_rubric())).content.decode()

    assert 'class="findings"' not in text


def test_what_is_published_can_no_longer_be_put_right(administrator, rubric):
    response = administrator.get(page("change", rubric))

    assert "review" not in response.context
    assert 'class="findings"' not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_finding_more_costs_no_query(administrator, db, django_assert_num_queries, name):
    small = small_rubric()
    change(small, "1.1", minimum=90)
    administrator.get(page(name, small))
    with CaptureQueriesContext(connection) as before:
        administrator.get(page(name, small))
    change(small, "1.2", title_fr="", topic="backups")
    change(small, "2.1", title_fr="", topic="backups")

    with django_assert_num_queries(len(before)):
        administrator.get(page(name, small))
