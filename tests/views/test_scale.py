"""A scale of a draft and its levels: one form, one entry."""

import pytest

from scoring.models import LedgerEntry
from tests.pages import form_of

PAGE = "edit/scales/compliance/"
LABELS = {f"levels-3-label_{language}": "Más" for language in ("es", "fr", "en")}


def test_levels_are_changed_added_and_removed_in_one_entry(save, version2, last_entry):
    entries = LedgerEntry.objects.count()

    response = save(
        PAGE,
        **{"levels-0-DELETE": "on", "levels-1-value": "40", "levels-3-value": "10", **LABELS},
    )

    _action, _subject, old, new = last_entry()
    assert response.status_code == 302
    assert LedgerEntry.objects.count() == entries + 1
    assert old["level compliance/50.00"] == {"value": "50.00"}
    assert new["level compliance/50.00"] == {"value": "40.00"}
    assert old["level compliance/0.00"]["label_en"] == "Not met"
    assert new["level compliance/10"]["label_en"] == "Más"


@pytest.mark.parametrize("wrong", ["-1", "101", "NaN", "", "50"])
def test_a_wrong_level_is_refused_and_nothing_is_written(save, version2, everything, wrong):
    before = everything()

    response = save(PAGE, **{"levels-0-value": wrong})

    assert response.status_code == 422
    assert form_of(response)["levels-0-value"] == wrong
    assert everything() == before


@pytest.mark.parametrize("initial", ["0", "1", "500", "x"])
@pytest.mark.parametrize("total", ["0", "1", "40", "x"])
def test_a_table_of_the_wrong_length_is_answered(save, initial, total):
    sizes = {"levels-INITIAL_FORMS": initial, "levels-TOTAL_FORMS": total}

    assert save(PAGE, **sizes).status_code < 500


def test_a_level_of_another_scale_is_not_changed_through_this_one(save, version2):
    theirs = version2.scales.get(slug="graded").levels.first()

    save(PAGE, **{"levels-0-id": str(theirs.pk), "levels-0-value": "77"})

    theirs.refresh_from_db()
    assert theirs.value != 77


def test_who_saves_over_somebody_elses_level_sees_both(administrator, save, draft_page):
    typed = form_of(administrator.get(draft_page(PAGE)))
    save(PAGE, **{"levels-1-value": "40"})

    response = administrator.post(draft_page(PAGE), {**typed, "levels-1-value": "60"})

    assert response.status_code == 409
    assert [(one.label, one.theirs, one.mine) for one in response.context["clashes"]] == [
        ("compliance/40.00 · Value", "40", "60")
    ]


def test_a_scale_is_added_with_its_levels(save, version2):
    save(
        "edit/scales/new/",
        **{"slug": "coin", "levels-0-value": "0", "levels-1-value": "100"},
        **{f"levels-{n}-label_{code}": "x" for n in (0, 1) for code in ("es", "fr", "en")},
    )

    assert version2.scales.get(slug="coin").levels.count() == 2


def test_a_slug_that_is_taken_is_refused(save):
    response = save(PAGE, slug="graded")

    assert response.context["form"].errors == {
        "slug": ["This rubric already has a scale with that slug."]
    }


def test_a_scale_in_use_is_not_removed(administrator, save, version2, draft_page):
    question = administrator.get(draft_page("edit/scales/stage/remove/")).content.decode()

    response = save("edit/scales/stage/remove/")

    assert "It cannot be removed while these use it:" in question
    assert response.status_code == 409
    assert version2.scales.filter(slug="stage").exists()


def test_the_scale_shows_which_level_lacks_a_text(administrator, version2, draft_page):
    version2.scales.get(slug="compliance").levels.filter(value=50).update(label_fr="")

    review = administrator.get(draft_page(PAGE)).context["review"]

    assert [line.says for group in review.groups for line in group.lines] == [
        "A text is missing: label (French)."
    ]
