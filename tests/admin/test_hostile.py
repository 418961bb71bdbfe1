"""Whatever is sent is answered: never a 500."""

import pytest

from tests.pages import form_of

from .pages import addresses

HOSTILE = ["", "\x00", "-1", "9" * 400, "NaN", "[]", "x" * 20_000, "²", "<script>", "' OR 1=1 --"]
FORMS = ["user"]
PARAMETERS = ["q", "o", "p", "all", "e", "_popup", "_to_field", "rubric__id__exact", "competency"]


@pytest.mark.parametrize("page", ["add", "change"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_full_of_anything_is_answered(administrator, name, page):
    address = addresses()[f"scoring_{name}_{page}"]
    typed = form_of(administrator.get(address))

    statuses = {"nothing": administrator.post(address, {}).status_code}
    for value in HOSTILE:
        filled = dict.fromkeys(typed, value)
        statuses[value] = administrator.post(address, filled).status_code

    assert {sent: status for sent, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 400, "²"], ids=range(4))
def test_an_address_with_anything_after_it_is_answered(administrator, version2, opened, value):
    pages = addresses()

    statuses = {
        (name, parameter): administrator.get(pages[name], {parameter: value}).status_code
        for name in pages
        if name.endswith(("_changelist", "_add"))
        for parameter in PARAMETERS
    }

    assert {place: status for place, status in statuses.items() if status >= 500} == {}
