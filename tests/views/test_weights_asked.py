"""Weights of a draft from answers: shown first, taken with the answers on record."""

import pytest

from scoring.models import Check, Competency
from tests.pages import form_of

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


@pytest.fixture
def address(draft_page) -> str:
    return draft_page("weights/")


@pytest.fixture
def typed(administrator, address) -> dict[str, str]:
    """What the page's boxes hold, ready to be changed and sent."""
    return form_of(administrator.get(address))


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
