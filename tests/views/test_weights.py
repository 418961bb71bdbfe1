"""All the weights of a draft on one page: saved together, or nothing at all; or asked for."""

from decimal import Decimal

import pytest

from scoring.domain.rubric import publish, weights_of
from scoring.models import Check, Competency, LedgerEntry, Rubric
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


# Asked for

ANSWERS = {
    "points": lambda n: {f"c{i}": str(i) for i in range(1, n + 1)},
    "swing": lambda n: {f"c{i}": "100" if i == 6 else "40" for i in range(1, n + 1)},
    "ranks": lambda n: {f"c{i}": str(i) for i in range(1, n + 1)},
    "pairs": lambda n: {
        f"c{i}-{j}": "1" if i > 1 else "3" for i in range(1, n) for j in range(i + 1, n + 1)
    },
    "best-worst": lambda n: {
        **{f"best_to_others-{i}": "5" if i == 12 else "2" for i in range(2, n + 1)},
        **{f"others_to_worst-{i}": "2" for i in range(2, n)},
    },
}


@pytest.mark.parametrize("method", ANSWERS)
def test_answers_become_weights_that_make_100_with_the_answers_on_record(
    administrator, version2, draft_page, method, last_entry
):
    page = draft_page(f"weights/{method}/") + ("?best=1&worst=12" if method == "best-worst" else "")
    shown = administrator.post(page, ANSWERS[method](12))

    response = administrator.post(page, {**form_of(shown), "adopt": "1"})

    weights = [one.weight for one in version2.competencies.all()]
    _action, _subject, _old, new = last_entry()
    assert response["Location"] == draft_page("weights/")
    assert sum(weights) == 100
    assert set(new) == {"competencies", "method", "answers"}
    assert new["method"] == method


def test_what_answers_weigh_is_shown_before_anything_changes(
    administrator, version2, draft_page, everything
):
    before = everything()

    response = administrator.post(draft_page("weights/swing/"), ANSWERS["swing"](12))

    now, answered = response.context["lines"][5].shares
    assert (now.weight, answered.weight) == ("13%", "18.5%")
    assert everything() == before


def test_answers_to_other_weights_than_there_are_now_are_not_taken(
    administrator, version2, draft_page, address, typed
):
    page = draft_page("weights/points/")
    shown = form_of(administrator.post(page, ANSWERS["points"](12)))
    administrator.post(address, {**typed, "check-4.5": "20"})

    response = administrator.post(page, {**shown, "adopt": "1"})

    assert response.status_code == 409
    assert version2.competencies.get(number=1).weight == 5


@pytest.mark.parametrize("method", ["points", "swing", "ranks", "pairs"])
def test_a_missing_answer_is_told_and_the_others_are_kept(administrator, draft_page, method):
    answers = ANSWERS[method](12)
    gone = next(iter(answers))

    response = administrator.post(draft_page(f"weights/{method}/"), {**answers, gone: ""})

    kept = form_of(response)
    assert response.status_code == 422
    assert {name: kept[name] for name in answers if name != gone} == {
        name: value for name, value in answers.items() if name != gone
    }


def test_best_and_worst_are_asked_first(administrator, draft_page):
    page = draft_page("weights/best-worst/")

    ends = administrator.get(page).content.decode()
    refused = administrator.get(f"{page}?best=1&worst=1")

    assert "Go on to the comparisons" in ends
    assert refused.status_code == 422


@pytest.mark.parametrize("competencies", [0, 1])
def test_a_method_that_compares_is_not_offered_for_one_competency(
    administrator, version2, draft_page, competencies
):
    Check.objects.filter(competency__rubric=version2).delete()
    Competency.objects.filter(rubric=version2, number__gt=competencies).delete()

    statuses = {
        method: administrator.get(draft_page(f"weights/{method}/")).status_code
        for method in ANSWERS
    }

    assert {statuses["pairs"], statuses["best-worst"]} == {404}
