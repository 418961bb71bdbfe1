"""All the weights of a draft on one page: saved together, or nothing at all."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from scoring.domain.rubric import publish, weights_of
from scoring.models import Check, Competency, LedgerEntry, Rubric

from .pages import form_of

WRONG = [
    *("-1", "-0.001", "NaN", "sNaN", "Infinity", "-inf", "", " "),
    *("9" * 400, "1e400", "10000", "5.0001"),
    *("cinco", "5 %", "0x10", "5;6", "<b>", "\x00"),
]


@pytest.fixture
def address(version2) -> str:
    return reverse("admin:scoring_rubric_weights", args=[version2.pk])


@pytest.fixture
def typed(administrator, address) -> dict[str, str]:
    """What the page's boxes hold, ready to be changed and sent."""
    return form_of(administrator.get(address))


def box(part: Competency | Check) -> str:
    return f"{part._meta.model_name}-{part.pk}"


def check(rubric, code: str) -> Check:
    return Check.objects.get(competency__rubric=rubric, code=code)


def problems(response) -> list[str]:
    form = response.context["form"]
    places = [f"{place.label}: {' '.join(place.errors)}" for place in form.places()]
    return [*form.non_field_errors(), *places]


def test_the_page_shows_every_weight_without_idle_zeros(version2, typed):
    parts = [*version2.competencies.all(), *Check.objects.filter(competency__rubric=version2)]

    assert {name for name in typed if "-" in name} == {box(part) for part in parts}
    assert typed[box(version2.competencies.get(number=2))] == "12"


def test_all_weights_are_saved_together_with_one_entry(
    administrator, version2, address, typed, last_entry
):
    first, second = version2.competencies.order_by("number")[:2]
    typed |= {box(first): "7.5", box(second): "9.5", box(check(version2, "4.5")): "20"}
    entries = LedgerEntry.objects.count()

    response = administrator.post(address, typed)

    assert response["Location"] == reverse("admin:scoring_rubric_change", args=[version2.pk])
    assert LedgerEntry.objects.count() == entries + 1
    assert last_entry() == (
        "rubric.weighed",
        "zimbra-integrator v2",
        {"competencies": {"1": "5.000", "2": "12.000"}, "checks": {"4.5": "18.000"}},
        {"competencies": {"1": "7.500", "2": "9.500"}, "checks": {"4.5": "20.000"}},
    )


def test_the_admins_own_history_tells_it_too(administrator, version2, address, typed):
    typed[box(check(version2, "4.5"))] = "20"

    administrator.post(address, typed)

    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.get_change_message()) == (str(version2), "Changed Weights.")


def test_weights_saved_as_they_were_leave_no_entry(administrator, version2, address, typed):
    entries = LedgerEntry.objects.count()

    response = administrator.post(address, typed)

    assert response.status_code == 302
    assert LedgerEntry.objects.count() == entries


def test_the_published_version_keeps_its_weights(administrator, rubric, version2, address, typed):
    before = weights_of(rubric)
    typed |= {box(one): "100" if one.number == 1 else "0" for one in version2.competencies.all()}

    administrator.post(address, typed)

    assert weights_of(rubric) == before
    assert weights_of(version2)["competencies"]["1"] == "100.000"


@pytest.mark.parametrize(
    ("typed_weight", "message"),
    [
        ("4", "The competencies weigh 99 together, not 100: 1 is missing."),
        ("5.5", "The competencies weigh 100.5 together, not 100: 0.5 too much."),
        ("0", "The competencies weigh 95 together, not 100: 5 is missing."),
        ("4.998", "The competencies weigh 99.998 together, not 100: 0.002 is missing."),
    ],
)
def test_another_total_than_100_is_refused_and_the_difference_named(
    administrator, version2, address, typed, typed_weight, message
):
    typed[box(version2.competencies.get(number=1))] = typed_weight

    response = administrator.post(address, typed)

    assert (response.status_code, problems(response)) == (422, [message])


def test_a_total_a_thousandth_off_is_a_total_of_100(administrator, version2, address, typed):
    typed[box(version2.competencies.get(number=1))] = "4.999"

    assert administrator.post(address, typed).status_code == 302


def test_what_was_typed_survives_the_refusal_and_nothing_is_written(
    administrator, version2, address, typed
):
    before, entries = weights_of(version2), LedgerEntry.objects.count()
    typed |= {box(version2.competencies.get(number=1)): "4", box(check(version2, "4.5")): "33,3"}

    response = administrator.post(address, typed)

    kept = form_of(response)
    del kept["csrfmiddlewaretoken"], typed["csrfmiddlewaretoken"]
    assert kept == typed
    assert (weights_of(version2), LedgerEntry.objects.count()) == (before, entries)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_comma_is_as_good_as_a_point(administrator, version2, address, typed, language):
    administrator.cookies["django_language"] = language
    first, second = version2.competencies.order_by("number")[:2]
    typed |= {box(first): "7,5", box(second): "9.5"}

    response = administrator.post(address, typed)

    first.refresh_from_db()
    assert (response.status_code, first.weight) == (302, Decimal("7.5"))


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_weight_is_refused_in_every_box_and_each_place_is_named(
    administrator, version2, address, typed, wrong
):
    before = weights_of(version2)
    boxes = [name for name in typed if "-" in name]

    response = administrator.post(address, {**typed, **dict.fromkeys(boxes, wrong)})

    form = response.context["form"]
    assert [place.html_name for place in form.places()] == boxes
    assert response.status_code == 422
    assert weights_of(version2) == before


def test_one_wrong_weight_is_named_alone(administrator, version2, address, typed):
    typed[box(check(version2, "12.11"))] = "-1"

    response = administrator.post(address, typed)

    assert problems(response) == [
        "12.11 On-call team: Ensure this value is greater than or equal to 0."
    ]


def test_a_weight_that_is_not_sent_is_refused(administrator, version2, address, typed):
    del typed[box(check(version2, "4.5"))]

    response = administrator.post(address, typed)

    assert problems(response) == ["4.5 Zero-message-loss commitment: This field is required."]


def test_a_competency_whose_checks_weigh_nothing_is_refused(
    administrator, version2, address, typed
):
    third = version2.competencies.get(number=3)
    typed |= {box(one): "0" for one in third.checks.all()}

    response = administrator.post(address, typed)

    assert problems(response) == [
        "3. Commit to a defined scope: at least one check must weigh more than 0."
    ]


@pytest.mark.parametrize("stray", ["competency-1", "check-1", "check-x", "competency-999999"])
def test_a_weight_of_something_else_is_refused(
    administrator, rubric, version2, address, typed, stray
):
    before = weights_of(rubric), weights_of(version2)

    response = administrator.post(address, {**typed, stray: "50"})

    assert problems(response) == [
        f"These weights belong to nothing in this draft: {stray}.",
    ]
    assert (weights_of(rubric), weights_of(version2)) == before


def test_who_saves_over_somebody_elses_weights_is_told(administrator, version2, address, typed):
    theirs = {**typed, box(check(version2, "4.5")): "20"}
    administrator.post(address, theirs)
    mine = {**typed, box(check(version2, "4.6")): "30"}

    response = administrator.post(address, mine)

    assert problems(response) == [
        "Somebody else changed these weights meanwhile. Nothing was saved."
    ]
    assert weights_of(version2)["checks"]["4.6"] == "14.000"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_published_rubric_has_no_page_of_weights(
    administrator, cast, at, version2, address, typed, method
):
    publish(rubric=version2, by=cast.admin, at=at)
    before = weights_of(version2)
    typed[box(check(version2, "4.5"))] = "20"

    response = getattr(administrator, method)(address, typed)

    assert response.status_code == 403
    assert weights_of(version2) == before


def test_an_empty_draft_says_what_is_missing(administrator, cast, at):
    administrator.post(
        reverse("admin:scoring_rubric_add"),
        {"slug": "nuevo", "title_es": "Nuevo", "title_fr": "Nouveau", "title_en": "New"},
    )
    made = Rubric.objects.get(slug="nuevo")
    address = reverse("admin:scoring_rubric_weights", args=[made.pk])

    response = administrator.post(address, form_of(administrator.get(address)))

    assert problems(response) == ["The competencies weigh 0 together, not 100: 100 is missing."]
