"""A check of a draft: each save one entry, with what was and what is; nobody overwritten unseen."""

import re

import pytest
from django.urls import reverse

from scoring.models import Check, LedgerEntry
from tests.pages import form_of

PAGE = "edit/checks/4.5/"
MEASURE = "edit/checks/11.4/"


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_a_page_saved_as_it_was_changes_nothing(save, everything, version2):
    before = everything()

    statuses = [save(page).status_code for page in (PAGE, MEASURE)]

    assert statuses == [302, 302]
    assert everything() == before


def test_a_changed_check_tells_what_changed_and_nothing_else(save, check_of, last_entry):
    check = check_of("4.5")

    response = save(PAGE, title_en="No message lost", must="", minimum="")

    assert response["Location"].endswith("/edit/checks/4.5/")
    assert last_entry() == (
        "rubric.edited",
        "zimbra-integrator v2",
        {"check 4.5": {"title_en": check.title_en, "must": True, "minimum": "50.00"}},
        {"check 4.5": {"title_en": "No message lost", "must": False, "minimum": None}},
    )


def test_a_renamed_check_is_told_under_the_name_it_had(save, last_entry):
    response = save(PAGE, code="4.51")

    _action, _subject, old, new = last_entry()
    assert response["Location"].endswith("/edit/checks/4.51/")
    assert (old, new) == ({"check 4.5": {"code": "4.5"}}, {"check 4.5": {"code": "4.51"}})


def test_the_same_check_of_the_published_version_stays(save, rubric):
    save(PAGE, title_en="No message lost")

    published = Check.objects.get(competency__rubric=rubric, code="4.5")
    assert published.title_en == "Zero-message-loss commitment"


def test_saving_can_lead_to_the_next_check(save):
    assert save(PAGE, next="1")["Location"].endswith("/edit/checks/4.6/")


@pytest.mark.parametrize(("language", "half"), [("en", "0.5"), ("es", "0,5"), ("fr", "0,5")])
def test_points_are_written_one_a_line(administrator, save, check_of, draft_page, language, half):
    administrator.cookies["django_language"] = language

    save(MEASURE, points=f"{half} 100\r\n 4  85\r\n\r\n48 0 ")

    shown = form_of(administrator.get(draft_page(MEASURE)))["points"]
    assert check_of("11.4").points == [[0.5, 100], [4, 85], [48, 0]]
    assert shown == f"{half} 100\n4 85\n48 0"


@pytest.mark.parametrize(
    "line", ["24", "1 2 3", "a b", "1,000 5", "nan 3", "1 inf", "1e300 5", "<b> 1"]
)
def test_what_is_no_point_is_refused_and_kept(save, line):
    response = save(MEASURE, points=f"1 100\n{line}")

    assert response.status_code == 422
    assert errors(response) == {
        "points": [f"“{line}” is no point: write the measurement, a space, and its value."]
    }
    assert form_of(response)["points"] == f"1 100\n{line}"


def test_kinds_of_proof_are_written_one_a_line(save, check_of):
    save(PAGE, proof_examples="document\r\n\r\n  test \r\n")

    assert check_of("4.5").proof_examples == ["document", "test"]


@pytest.mark.parametrize(
    ("boxes", "place", "message"),
    [
        ({"title_fr": ""}, "title_fr", "This field is required."),
        ({"code": "1.1"}, "code", "This rubric already has a check with that code."),
        ({"code": "4/5"}, "code", "A code is letters, digits, dots and hyphens."),
        ({"proof": "9"}, "proof", "Select a valid choice. 9 is not one of the available choices."),
        (
            {"minimum": ""},
            "minimum",
            "A knock-out check, and only that, has a minimum between 0 and 100.",
        ),
        ({"minimum": "101"}, "minimum", "Ensure this value is less than or equal to 100."),
        ({"weight": "-1"}, "weight", "Ensure this value is greater than or equal to 0."),
        ({"weight": "NaN"}, "weight", "Enter a number."),
        ({"tier": ""}, "tier", "This field is required."),
    ],
)
def test_a_wrong_check_is_refused_with_a_reason(save, version2, everything, boxes, place, message):
    before = everything()

    response = save(PAGE, **boxes)

    assert (response.status_code, errors(response)) == (422, {place: [message]})
    assert everything() == before


def test_what_was_typed_survives_a_refusal(save):
    boxes = {"title_en": "Mine", "weight": "x", "guidance_fr": "Bon : ceci.", "minimum": "1,5"}

    response = save(PAGE, **boxes, title_fr="")

    assert {name: form_of(response)[name] for name in boxes} == boxes


@pytest.mark.parametrize("name", ["competency", "scale"])
def test_nothing_of_another_version_can_be_chosen(save, rubric, name):
    other = rubric.competencies.first() if name == "competency" else rubric.scales.first()

    assert errors(save(PAGE, **{name: other.pk})) == {
        name: ["Select a valid choice. That choice is not one of the available choices."]
    }


def test_a_check_is_added_at_the_end_of_its_competency(save, version2, last_entry):
    texts = {
        f"{field}_{language}": f"{field} {language}"
        for field in ("title", "question")
        for language in ("es", "fr", "en")
    }
    scale = version2.scales.get(slug="compliance")

    response = save("edit/competencies/3/checks/new/", **texts, weight="12.5", scale=scale.pk)

    _action, _subject, old, new = last_entry()
    assert response["Location"].endswith("/edit/checks/3.4/")
    assert old == {}
    assert (new["check 3.4"]["weight"], new["check 3.4"]["position"]) == ("12.500", 4)


# Two at once


def test_who_saves_over_somebody_elses_change_sees_both(administrator, save, check_of, draft_page):
    typed = form_of(administrator.get(draft_page(PAGE)))
    save(PAGE, title_en="Theirs", guidance_fr="La leur")

    response = administrator.post(draft_page(PAGE), {**typed, "title_en": "Mine"})

    clashes = {one.label: (one.theirs, one.mine) for one in response.context["clashes"]}
    assert response.status_code == 409
    assert clashes["Title (en)"] == ("Theirs", "Mine")
    assert clashes["Guidance (fr)"] == ("La leur", typed["guidance_fr"])
    assert form_of(response)["title_en"] == "Mine"
    assert check_of("4.5").title_en == "Theirs"


def test_who_has_seen_the_other_change_and_saves_again_means_it(
    administrator, save, check_of, draft_page
):
    typed = form_of(administrator.get(draft_page(PAGE)))
    save(PAGE, title_en="Theirs")
    refused = administrator.post(draft_page(PAGE), {**typed, "title_en": "Mine"})

    response = administrator.post(draft_page(PAGE), form_of(refused))

    assert response.status_code == 302
    assert check_of("4.5").title_en == "Mine"


def test_an_error_in_between_does_not_hide_that_somebody_was_faster(
    administrator, save, check_of, draft_page
):
    typed = form_of(administrator.get(draft_page(PAGE)))
    save(PAGE, title_en="Theirs")
    wrong = administrator.post(draft_page(PAGE), {**typed, "title_en": "Mine", "weight": "x"})

    response = administrator.post(draft_page(PAGE), {**form_of(wrong), "weight": "18"})

    assert response.status_code == 409
    assert check_of("4.5").title_en == "Theirs"


@pytest.mark.parametrize("seen", ["", "x", None])
def test_a_form_that_does_not_say_what_it_saw_writes_nothing(
    administrator, draft_page, check_of, seen
):
    typed = form_of(administrator.get(draft_page(PAGE))) | {"title_en": "Mine", "seen": seen}
    if seen is None:
        del typed["seen"]

    assert administrator.post(draft_page(PAGE), typed).status_code == 409
    assert check_of("4.5").title_en != "Mine"


# Beside it


def test_the_page_shows_what_to_look_at_in_this_check_and_in_no_other(
    administrator, save, draft_page
):
    save(PAGE, guidance_fr="")

    own = administrator.get(draft_page(PAGE)).context["review"]
    other = administrator.get(draft_page("edit/checks/4.4/")).context["review"]

    says = [line.says for group in own.groups for line in group.lines]
    assert "A text is missing: guidance (French)." in says
    assert other.groups == ()


def test_a_finding_leads_to_the_page_where_it_is_put_right(administrator, draft_page):
    text = administrator.get(draft_page("edit/")).content.decode()

    pages = set(re.findall(r'<span class="places"><a href="([^"]+)"', text))
    assert draft_page("edit/checks/1.7/") in pages
    assert {administrator.get(page).status_code for page in pages} == {200}


# Its place


@pytest.mark.parametrize(
    ("code", "direction", "line"),
    [
        ("3.2", "up", ["3.2", "3.1", "3.3"]),
        ("3.2", "down", ["3.1", "3.3", "3.2"]),
        ("3.1", "up", ["3.1", "3.2", "3.3"]),
        ("3.3", "down", ["3.1", "3.2", "3.3"]),
    ],
)
def test_a_check_moves_one_place_within_its_competency(
    administrator, version2, draft_page, code, direction, line
):
    administrator.post(draft_page(f"edit/checks/{code}/move/"), {"direction": direction})

    checks = version2.competencies.get(number=3).checks.order_by("position")
    assert [check.code for check in checks] == line


def test_a_check_is_removed_with_what_it_said_on_record(administrator, save, version2, last_entry):
    question = administrator.get(
        reverse("check_remove", args=[version2.slug, version2.version, "4.5"])
    )

    response = save("edit/checks/4.5/remove/")

    _action, _subject, old, new = last_entry()
    assert "Remove “4.5 Zero-message-loss commitment”?" in question.content.decode()
    assert response["Location"].endswith("/edit/")
    assert (set(old), new) == ({"check 4.5"}, {})
    assert not Check.objects.filter(competency__rubric=version2, code="4.5").exists()


def test_a_check_that_somebody_changed_is_not_removed(administrator, save, check_of, draft_page):
    seen = form_of(administrator.get(draft_page("edit/checks/4.5/remove/")))
    save(PAGE, title_en="Theirs")
    entries = LedgerEntry.objects.count()

    response = administrator.post(draft_page("edit/checks/4.5/remove/"), seen)

    assert response.status_code == 409
    assert (check_of("4.5").title_en, LedgerEntry.objects.count()) == ("Theirs", entries)


def test_text_from_a_check_is_only_text(administrator, save, draft_page):
    save(PAGE, title_en="<script>alert(1)</script>", topic="mark")

    pages = [administrator.get(draft_page(page)).content.decode() for page in (PAGE, "edit/")]

    assert not any("<script>alert" in page for page in pages)
