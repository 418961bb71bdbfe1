"""A weight profile of a draft."""

import pytest

from scoring.models import LedgerEntry

PAGE = "edit/profiles/security-first/"
TEXTS = {
    f"{field}_{language}": field
    for field in ("title", "rationale")
    for language in ("es", "fr", "en")
}


def test_the_weights_of_a_profile_change_together_with_one_entry(save, version2, last_entry):
    entries = LedgerEntry.objects.count()

    save(PAGE, **{"weight-1": "6.5", "weight-2": "4.5"})

    assert LedgerEntry.objects.count() == entries + 1
    assert last_entry()[2:] == (
        {
            "profileweight security-first/1": {"value": "4.000"},
            "profileweight security-first/2": {"value": "7.000"},
        },
        {
            "profileweight security-first/1": {"value": "6.500"},
            "profileweight security-first/2": {"value": "4.500"},
        },
    )


@pytest.mark.parametrize("wrong", ["-1", "NaN", "Infinity", "", "cinco", "10000", "1e400"])
def test_a_wrong_weight_is_refused_at_its_box(save, version2, everything, wrong):
    before = everything()

    response = save(PAGE, **{"weight-4": wrong})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"weight-4"}
    assert everything() == before


def test_a_profile_that_weighs_nothing_is_refused(save):
    response = save(PAGE, **{f"weight-{number}": "0" for number in range(1, 13)})

    errors = response.context["form"].non_field_errors()
    assert errors == ["At least one weight must be more than 0."]


def test_a_new_profile_starts_from_the_rubrics_weights(save, version2):
    save("edit/profiles/new/", slug="own", **TEXTS)

    made = version2.profiles.get(slug="own")
    weights = made.weights.select_related("competency")
    assert made.position == 7
    assert [weight.value for weight in weights] == [weight.competency.weight for weight in weights]
    assert len(weights) == 12


def test_a_profile_is_removed_with_its_weights_on_record(save, version2, last_entry):
    save(f"{PAGE}remove/")

    _action, _subject, old, _new = last_entry()
    assert len(old) == 1 + 12
    assert not version2.profiles.filter(slug="security-first").exists()
