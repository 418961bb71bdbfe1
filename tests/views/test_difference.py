"""Two versions side by side, and everybody who signs in may look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.models import Check, Competency

PAGE = "/rubrics/zimbra-integrator/1/diff/2/"


@pytest.fixture
def reader(client, cast):
    client.force_login(cast.stranger)
    client.cookies["django_language"] = "en"
    return client


def test_two_versions_that_say_the_same_say_so(reader, version2):
    assert "They say the same, to the last word." in reader.get(PAGE).content.decode()


def test_words_that_went_and_came_are_marked(reader, version2):
    Check.objects.filter(competency__rubric=version2, code="4.5").update(
        title_en="Zero-message-loss promise"
    )

    text = reader.get(PAGE).content.decode()

    assert "Zero-message-loss <del>commitment</del>" in text
    assert "Zero-message-loss <ins>promise</ins>" in text


def test_weights_stand_there_with_both_shares(reader, version2):
    Competency.objects.filter(rubric=version2, number=1).update(weight=7)
    Competency.objects.filter(rubric=version2, number=2).update(weight=10)

    difference = reader.get(PAGE).context["difference"]

    assert [
        (one.name, one.old, one.new, one.change) for one in difference.competencies if one.is_other
    ] == [
        ("1. Analyse before proposing", "5%", "7%", "+2.0"),
        ("2. Stay within budget", "12%", "10%", "−2.0"),
    ]


def test_the_other_way_round_what_was_added_was_removed(reader, version2):
    Check.objects.filter(competency__rubric=version2, code="4.10").delete()

    there = reader.get(PAGE).context["difference"].counts
    back = reader.get("/rubrics/zimbra-integrator/2/diff/1/").context["difference"].counts

    assert (there["removed"], back["added"]) == (1, 1)


def test_text_from_a_rubric_is_only_text(reader, version2):
    Check.objects.filter(competency__rubric=version2, code="4.5").update(
        title_en="<script>alert(1)</script>"
    )

    assert "<script>alert" not in reader.get(PAGE).content.decode()


def test_a_version_that_is_not_there_is_not_found(reader, version2):
    pages = ["/rubrics/zimbra-integrator/1/diff/9/", "/rubrics/none/1/diff/2/"]

    assert [reader.get(page).status_code for page in pages] == [404, 404]


def test_it_costs_the_same_however_much_differs(reader, version2, django_assert_num_queries):
    reader.get(PAGE)
    with CaptureQueriesContext(connection) as before:
        reader.get(PAGE)
    Check.objects.filter(competency__rubric=version2, competency__number__lt=6).delete()
    version2.profiles.all().delete()

    with django_assert_num_queries(len(before)):
        reader.get(PAGE)
