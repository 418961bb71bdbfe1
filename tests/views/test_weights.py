"""All the weights of a draft on one page: saved together, or nothing at all; or asked for."""

from decimal import Decimal

import pytest

from scoring.domain.rubric import publish, weights_of
from scoring.models import Check, LedgerEntry, Rubric
from tests.pages import form_of

WRONG = [
    *("-1", "-0.001", "NaN", "sNaN", "Infinity", "-inf", "", " "),
    *("9" * 400, "1e400", "10000", "5.0001"),
    *("cinco", "5 %", "0x10", "5;6", "<b>", "\x00"),
]


@pytest.fixture
def address(draft_page) -> str:
    return draft_page("weights/")


@pytest.fixture
def typed(administrator, address) -> dict[str, str]:
    """What the page's boxes hold, ready to be changed and sent."""
    return form_of(administrator.get(address))


def problems(response) -> list[str]:
    form = response.context["form"]
    places = [f"{place.label}: {' '.join(place.errors)}" for place in form.places()]
    return [*form.non_field_errors(), *places]


def test_the_page_shows_every_weight_without_idle_zeros(version2, typed):
    parts = [*version2.competencies.all(), *Check.objects.filter(competency__rubric=version2)]

    names = {f"{part._meta.model_name}-{part.code}" for part in parts}
    assert {name for name in typed if "-" in name} == names
    assert typed["competency-2"] == "12"


def test_all_weights_are_saved_together_with_one_entry(administrator, address, typed, last_entry):
    entries = LedgerEntry.objects.count()

    response = administrator.post(
        address, {**typed, "competency-1": "7.5", "competency-2": "9.5", "check-4.5": "20"}
    )

    assert response["Location"] == address
    assert LedgerEntry.objects.count() == entries + 1
    assert last_entry() == (
        "rubric.weighed",
        "zimbra-integrator v2",
        {"competencies": {"1": "5.000", "2": "12.000"}, "checks": {"4.5": "18.000"}},
        {"competencies": {"1": "7.500", "2": "9.500"}, "checks": {"4.5": "20.000"}},
    )


def test_weights_saved_as_they_were_leave_no_entry(administrator, address, typed, everything):
    before = everything()

    assert administrator.post(address, typed).status_code == 302
    assert everything() == before


def test_the_published_version_keeps_its_weights(administrator, rubric, version2, address, typed):
    before = weights_of(rubric)
    weights = {f"competency-{number}": "0" for number in range(2, 13)} | {"competency-1": "100"}

    administrator.post(address, {**typed, **weights})

    assert weights_of(rubric) == before
    assert weights_of(version2)["competencies"]["1"] == "100.000"


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        ("4", "The competencies weigh 99 together, not 100: 1 is missing."),
        ("5.5", "The competencies weigh 100.5 together, not 100: 0.5 too much."),
        ("0", "The competencies weigh 95 together, not 100: 5 is missing."),
        ("4.998", "The competencies weigh 99.998 together, not 100: 0.002 is missing."),
    ],
)
def test_another_total_than_100_is_refused_and_the_difference_named(
    administrator, address, typed, weight, message
):
    response = administrator.post(address, {**typed, "competency-1": weight})

    assert (response.status_code, problems(response)) == (422, [message])


def test_a_total_a_thousandth_off_is_a_total_of_100(administrator, address, typed):
    assert administrator.post(address, {**typed, "competency-1": "4.999"}).status_code == 302


def test_what_was_typed_survives_the_refusal_and_nothing_is_written(
    administrator, address, typed, everything
):
    before, sent = everything(), {**typed, "competency-1": "4", "check-4.5": "33,3"}

    kept = form_of(administrator.post(address, sent))

    del kept["csrfmiddlewaretoken"], sent["csrfmiddlewaretoken"]
    assert kept == sent
    assert everything() == before


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_comma_is_as_good_as_a_point(administrator, version2, address, typed, language):
    administrator.cookies["django_language"] = language

    response = administrator.post(address, {**typed, "competency-1": "7,5", "competency-2": "9.5"})

    assert response.status_code == 302
    assert version2.competencies.get(number=1).weight == Decimal("7.5")


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_weight_is_refused_in_every_box_and_each_place_is_named(
    administrator, version2, address, typed, wrong
):
    before = weights_of(version2)
    boxes = [name for name in typed if "-" in name]

    response = administrator.post(address, {**typed, **dict.fromkeys(boxes, wrong)})

    assert [place.html_name for place in response.context["form"].places()] == boxes
    assert response.status_code == 422
    assert weights_of(version2) == before


def test_a_weight_that_is_not_sent_is_refused(administrator, address, typed):
    del typed["check-4.5"]

    assert problems(administrator.post(address, typed)) == [
        "4.5 Zero-message-loss commitment: This field is required."
    ]


def test_a_competency_whose_checks_weigh_nothing_is_refused(administrator, address, typed):
    response = administrator.post(
        address, {**typed, **dict.fromkeys(("check-3.1", "check-3.2", "check-3.3"), "0")}
    )

    assert problems(response) == [
        "3. Commit to a defined scope: at least one check must weigh more than 0."
    ]


@pytest.mark.parametrize("stray", ["competency-99", "check-1", "check-x"])
def test_a_weight_of_something_else_is_refused(administrator, version2, address, typed, stray):
    before = weights_of(version2)

    response = administrator.post(address, {**typed, stray: "50"})

    assert problems(response) == [f"These weights belong to nothing in this draft: {stray}."]
    assert weights_of(version2) == before


def test_who_saves_over_somebody_elses_weights_sees_both(administrator, version2, address, typed):
    administrator.post(address, {**typed, "check-4.5": "20"})

    response = administrator.post(address, {**typed, "check-4.6": "30"})

    other = {
        row.part.code: row.theirs
        for group in response.context["form"].rows()
        for row in (group, *group.checks)
        if row.theirs is not None
    }
    assert response.status_code == 409
    assert problems(response) == ["Somebody else changed these weights meanwhile."]
    assert other == {"4.5": 20, "4.6": 14}
    assert weights_of(version2)["checks"]["4.6"] == "14.000"


def test_who_has_seen_them_and_saves_again_means_it(administrator, version2, address, typed):
    administrator.post(address, {**typed, "check-4.5": "20"})
    refused = administrator.post(address, {**typed, "check-4.6": "30"})

    administrator.post(address, form_of(refused))

    checks = weights_of(version2)["checks"]
    assert (checks["4.5"], checks["4.6"]) == ("18.000", "30.000")


def test_a_form_sent_after_the_draft_was_published_writes_nothing(
    administrator, cast, at, version2, address, typed
):
    publish(rubric=version2, by=cast.admin, at=at)
    before = weights_of(version2)

    response = administrator.post(address, {**typed, "check-4.5": "20"})

    assert response.status_code == 409
    assert weights_of(version2) == before


def test_an_empty_draft_says_what_is_missing(administrator, db):
    titles = {"title_es": "Nuevo", "title_fr": "Nouveau", "title_en": "New"}
    administrator.post("/rubrics/new/", {"slug": "nuevo", **titles})
    address = f"/rubrics/{Rubric.objects.get(slug='nuevo').slug}/1/weights/"

    response = administrator.post(address, form_of(administrator.get(address)))

    assert problems(response) == ["The competencies weigh 0 together, not 100: 100 is missing."]
