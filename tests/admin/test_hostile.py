"""Whatever is sent is answered: never a 500, and nothing of a published rubric moves."""

import pytest
from django.urls import reverse

from scoring.domain.rubric import weights_of

from .pages import addresses, form_of

HOSTILE = ["", "\x00", "-1", "9" * 400, "NaN", "[]", "x" * 20_000, "²", "<script>", "' OR 1=1 --"]
FORMS = ["rubric", "competency", "check", "scale", "profile", "user"]
PARAMETERS = ["q", "o", "p", "all", "e", "_popup", "_to_field", "rubric__id__exact", "competency"]


@pytest.mark.parametrize("page", ["add", "change"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_full_of_anything_is_answered(administrator, rubric, version2, name, page):
    address = addresses(version2)[f"scoring_{name}_{page}"]
    typed, before = form_of(administrator.get(address)), weights_of(rubric)
    kept = {box: typed[box] for box in typed if box.endswith(("_FORMS", "-id"))}

    statuses = {"nothing": administrator.post(address, {}).status_code}
    for value in HOSTILE:
        filled = dict.fromkeys(typed, value)
        statuses[value] = administrator.post(address, filled).status_code
        statuses[value, "in order"] = administrator.post(address, filled | kept).status_code

    assert {sent: status for sent, status in statuses.items() if status >= 500} == {}
    assert weights_of(rubric) == before


@pytest.mark.parametrize("part", ["levels", "weights"])
@pytest.mark.parametrize("initial", ["0", "1", "500"])
@pytest.mark.parametrize("total", ["0", "1", "40"])
def test_a_table_of_the_wrong_length_is_answered(administrator, version2, part, initial, total):
    name = {"levels": "scale", "weights": "profile"}[part]
    address = addresses(version2)[f"scoring_{name}_change"]
    typed = form_of(administrator.get(address))
    sizes = {f"{part}-INITIAL_FORMS": initial, f"{part}-TOTAL_FORMS": total}
    before = [profile.weights.count() for profile in version2.profiles.all()]

    response = administrator.post(address, {**typed, **sizes})

    assert response.status_code < 500
    assert [profile.weights.count() for profile in version2.profiles.all()] == before


def test_a_row_of_another_profile_is_not_changed_through_this_one(administrator, version2):
    mine, other = version2.profiles.all()[:2]
    address = reverse("admin:scoring_profile_change", args=[mine.pk])
    theirs = other.weights.first()
    typed = form_of(administrator.get(address))

    administrator.post(address, {**typed, "weights-0-id": theirs.pk, "weights-0-value": "77"})

    theirs.refresh_from_db()
    assert theirs.value != 77


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 400, "²"], ids=range(4))
def test_an_address_with_anything_after_it_is_answered(administrator, version2, opened, value):
    pages = addresses(version2)

    statuses = {
        (name, parameter): administrator.get(pages[name], {parameter: value}).status_code
        for name in pages
        if name.endswith(("_changelist", "_add"))
        for parameter in PARAMETERS
    }

    assert {place: status for place, status in statuses.items() if status >= 500} == {}
