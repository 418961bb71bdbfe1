"""A competency of a draft: its texts, its place, and what goes with it."""

import pytest

from scoring.models import Check, Competency, ProfileWeight
from tests.pages import form_of

PAGE = "edit/competencies/3/"
TEXTS = {
    f"{field}_{language}": field
    for field in ("title", "short_title")
    for language in ("es", "fr", "en")
}


def test_a_changed_competency_tells_what_changed_and_nothing_else(save, last_entry):
    response = save(PAGE, summary_en="What is bought.", minimum="40")

    _action, _subject, old, new = last_entry()
    assert response["Location"].endswith("/edit/competencies/3/")
    assert set(old["competency 3"]) == {"summary_en", "minimum"}
    assert new == {"competency 3": {"summary_en": "What is bought.", "minimum": "40.00"}}


@pytest.mark.parametrize(
    ("boxes", "place"),
    [({"minimum": "101"}, "minimum"), ({"slug": "budget"}, "slug"), ({"title_es": ""}, "title_es")],
)
def test_a_wrong_competency_is_refused(save, boxes, place):
    response = save(PAGE, **boxes)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {place}


def test_a_new_competency_is_the_last_and_gets_a_place_in_every_profile(save, version2):
    save("edit/competencies/new/", slug="extra", weight="5", **TEXTS)

    added = version2.competencies.get(slug="extra")
    values = ProfileWeight.objects.filter(competency=added).values_list("value", flat=True)
    assert (added.number, list(values)) == (13, [0] * 6)


def test_who_saves_over_somebody_elses_change_sees_both(administrator, save, draft_page):
    typed = form_of(administrator.get(draft_page(PAGE)))
    save(PAGE, title_en="Theirs")

    response = administrator.post(draft_page(PAGE), {**typed, "title_en": "Mine"})

    assert response.status_code == 409
    assert [(one.label, one.theirs, one.mine) for one in response.context["clashes"]] == [
        ("Title (en)", "Theirs", "Mine")
    ]


@pytest.mark.parametrize(("direction", "number"), [("up", 2), ("down", 4)])
def test_a_competency_changes_places_with_its_neighbour(
    administrator, version2, draft_page, direction, number
):
    neighbour = version2.competencies.get(number=number)

    administrator.post(draft_page(f"{PAGE}move/"), {"direction": direction})

    moved = version2.competencies.get(slug="scope")
    codes = [check.code for check in moved.checks.all()]
    neighbour.refresh_from_db()
    assert (moved.number, neighbour.number) == (number, 3)
    assert codes == [f"{number}.1", f"{number}.2", f"{number}.3"]


def test_a_move_is_one_entry_with_the_numbers_and_codes(administrator, draft_page, last_entry):
    administrator.post(draft_page(f"{PAGE}move/"), {"direction": "down"})

    _action, _subject, old, new = last_entry()
    assert (old["competency 3"], new["competency 3"]) == ({"number": 3}, {"number": 4})
    assert (old["check 3.1"], new["check 3.1"]) == ({"code": "3.1"}, {"code": "4.1"})
    assert len(old) == 2 + 3 + 10


@pytest.mark.parametrize(("number", "direction"), [(1, "up"), (12, "down")])
def test_at_the_end_of_the_line_nothing_happens(
    administrator, version2, draft_page, everything, number, direction
):
    before = everything()

    administrator.post(draft_page(f"edit/competencies/{number}/move/"), {"direction": direction})

    assert everything() == before


def test_a_move_that_would_give_two_checks_one_code_is_refused(administrator, version2, draft_page):
    """A check of competency 1 is called 3.1 against the custom; 2.1 would become 3.1 as well."""
    Check.objects.filter(competency__rubric=version2, code="3.1").update(code="0.1")
    Check.objects.filter(competency__rubric=version2, code="1.1").update(code="3.1")

    response = administrator.post(draft_page(f"{PAGE}move/"), {"direction": "up"}, follow=True)

    assert "Two checks would have the code 3.1" in response.content.decode()
    assert version2.competencies.get(slug="scope").number == 3


def test_a_removed_competency_takes_its_checks_and_tells_so(
    administrator, save, version2, draft_page, last_entry
):
    question = administrator.get(draft_page(f"{PAGE}remove/")).content.decode()

    save(f"{PAGE}remove/")

    _action, _subject, old, new = last_entry()
    assert "3.1 Written, contractual scope" in question
    assert set(old) == {"competency 3", "check 3.1", "check 3.2", "check 3.3"}
    assert (old["check 3.1"]["weight"], new) == ("50.000", {})
    assert not Competency.objects.filter(rubric=version2, number=3).exists()
