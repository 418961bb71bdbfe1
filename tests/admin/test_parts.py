"""The parts of a draft: each edit through the domain, with what was and what is on record."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from scoring.models import Check, LedgerEntry, ProfileWeight, Rubric

from .pages import form_of


def page(name: str, *args) -> str:
    return reverse(f"admin:scoring_{name}", args=[arg.pk for arg in args])


def errors(response) -> dict[str, list[str]]:
    form = response.context["adminform"].form
    return {name: list(found) for name, found in form.errors.items()}


@pytest.fixture
def check(version2) -> Check:
    return Check.objects.get(competency__rubric=version2, code="4.5")


@pytest.fixture
def measure(version2) -> Check:
    return Check.objects.get(competency__rubric=version2, code="11.4")


@pytest.fixture
def save(administrator):
    """Open a row's page, change some boxes, and save."""

    def post(row, **changes):
        address = page(f"{row._meta.model_name}_change", row)
        return administrator.post(address, {**form_of(administrator.get(address)), **changes})

    return post


def test_a_page_saved_as_it_was_changes_nothing(save, version2, check, measure):
    before = [Check.objects.filter(pk=row.pk).values().get() for row in (check, measure)]
    entries = LedgerEntry.objects.count()
    rows = [check, measure, version2.competencies.first(), version2.scales.first()]

    statuses = [save(row).status_code for row in [*rows, version2.profiles.first(), version2]]

    assert set(statuses) == {302}
    assert LedgerEntry.objects.count() == entries
    assert [Check.objects.filter(pk=row.pk).values().get() for row in (check, measure)] == before


def test_a_changed_check_tells_what_changed_and_nothing_else(save, check, last_entry):
    response = save(check, title_en="No message lost", must="", minimum="")

    assert response["Location"].endswith(f"#check-{check.pk}")
    assert last_entry() == (
        "rubric.edited",
        "zimbra-integrator v2",
        {"check 4.5": {"title_en": check.title_en, "must": True, "minimum": "50.00"}},
        {"check 4.5": {"title_en": "No message lost", "must": False, "minimum": None}},
    )
    assert LogEntry.objects.get().get_change_message() == (
        "Changed Knock-out, Minimum and Title [en]."
    )


def test_a_renamed_check_is_told_under_the_name_it_had(save, check, last_entry):
    save(check, code="4.51")

    _action, _subject, old, new = last_entry()
    assert (old, new) == ({"check 4.5": {"code": "4.5"}}, {"check 4.5": {"code": "4.51"}})


def test_the_same_check_of_the_published_version_stays(save, rubric, check):
    save(check, title_en="No message lost")

    published = Check.objects.get(competency__rubric=rubric, code="4.5")
    assert published.title_en == "Zero-message-loss commitment"


@pytest.mark.parametrize(("language", "half"), [("en", "0.5"), ("es", "0,5"), ("fr", "0,5")])
def test_points_are_written_one_a_line(administrator, save, measure, language, half):
    administrator.cookies["django_language"] = language

    save(measure, points=f"{half} 100\r\n 4  85\r\n\r\n48 0 ")

    measure.refresh_from_db()
    shown = form_of(administrator.get(page("check_change", measure)))["points"]
    assert measure.points == [[0.5, 100], [4, 85], [48, 0]]
    assert shown == f"{half} 100\n4 85\n48 0"


@pytest.mark.parametrize(
    "line", ["24", "1 2 3", "a b", "1,000 5", "nan 3", "1 inf", "1e300 5", "<b> 1"]
)
def test_what_is_no_point_is_refused_and_kept(administrator, save, measure, line):
    response = save(measure, points=f"1 100\n{line}")

    assert errors(response) == {
        "points": [f"“{line}” is no point: write the measurement, a space, and its value."]
    }
    assert form_of(response)["points"] == f"1 100\n{line}"


def test_kinds_of_proof_are_written_one_a_line(save, check):
    save(check, proof_examples="document\r\n\r\n  test \r\n")

    check.refresh_from_db()
    assert check.proof_examples == ["document", "test"]


@pytest.mark.parametrize(
    ("boxes", "place", "message"),
    [
        ({"title_fr": ""}, "title_fr", "This field is required."),
        ({"code": "1.1"}, "code", "This rubric already has a check with that code."),
        ({"proof": "9"}, "proof", "Select a valid choice. 9 is not one of the available choices."),
        (
            {"minimum": ""},
            "__all__",
            "A knock-out check, and only that, has a minimum between 0 and 100.",
        ),
        (
            {"minimum": "101"},
            "__all__",
            "A knock-out check, and only that, has a minimum between 0 and 100.",
        ),
    ],
)
def test_a_wrong_check_is_refused_with_a_reason(save, check, boxes, place, message):
    response = save(check, **boxes)

    assert errors(response) == {place: [message]}


@pytest.mark.parametrize("name", ["competency", "scale"])
def test_nothing_of_another_version_can_be_chosen(save, rubric, check, name):
    other = rubric.competencies.first() if name == "competency" else rubric.scales.first()

    response = save(check, **{name: other.pk})

    assert errors(response) == {
        name: ["Select a valid choice. That choice is not one of the available choices."]
    }


def test_a_check_is_added_under_its_competency(administrator, version2, last_entry):
    competency = version2.competencies.get(number=3)
    address = page("check_add") + f"?competency={competency.pk}"
    typed = form_of(administrator.get(address))
    texts = {
        f"{field}_{language}": f"{field} {language}"
        for field in ("title", "question")
        for language in ("es", "fr", "en")
    }
    boxes = {"code": "3.4", "position": "4", "weight": "12.5", "tier": "2", "proof": "1"}
    scale = version2.scales.get(slug="compliance")

    response = administrator.post(address, {**typed, **texts, **boxes, "scale": scale.pk})

    _action, _subject, old, new = last_entry()
    assert response.status_code == 302
    assert old == {}
    assert (new["check 3.4"]["weight"], new["check 3.4"]["competency"]) == (
        "12.500",
        "competency 3",
    )


def test_competency_and_scale_of_two_drafts_do_not_go_together(administrator, version2):
    administrator.post(
        page("rubric_add"), {"slug": "voip", "title_es": "V", "title_fr": "V", "title_en": "V"}
    )
    other = Rubric.objects.get(slug="voip")
    administrator.post(
        page("scale_add"),
        {"rubric": other.pk, "slug": "s", "kind": "levels"}
        | {"levels-TOTAL_FORMS": "0", "levels-INITIAL_FORMS": "0"},
    )
    competency = version2.competencies.first()

    response = administrator.post(
        page("check_add"),
        {"competency": competency.pk, "scale": other.scales.get().pk, "code": "9.99"},
    )

    assert errors(response)["scale"] == ["The scale belongs to another rubric."]


def test_a_new_competency_gets_a_place_in_every_profile(administrator, version2):
    texts = {
        f"{field}_{language}": field
        for field in ("title", "short_title")
        for language in ("es", "fr", "en")
    }
    boxes = {"rubric": version2.pk, "number": "13", "slug": "extra", "weight": "5"}

    administrator.post(page("competency_add"), {**boxes, **texts})

    added = version2.competencies.get(number=13)
    values = ProfileWeight.objects.filter(competency=added).values_list("value", flat=True)
    assert list(values) == [0] * 6


def test_a_new_profile_starts_from_the_rubrics_weights(administrator, version2):
    texts = {
        f"{field}_{language}": field
        for field in ("title", "rationale")
        for language in ("es", "fr", "en")
    }

    administrator.post(
        page("profile_add"), {"rubric": version2.pk, "slug": "own", "position": "7", **texts}
    )

    weights = version2.profiles.get(slug="own").weights.select_related("competency")
    assert [weight.value for weight in weights] == [weight.competency.weight for weight in weights]
    assert len(weights) == 12


def test_the_weights_of_a_profile_change_together_with_one_entry(save, version2, last_entry):
    profile = version2.profiles.get(slug="security-first")
    entries = LedgerEntry.objects.count()

    save(profile, **{"weights-0-value": "6.5", "weights-1-value": "4.5"})

    assert LedgerEntry.objects.count() == entries + 1
    assert last_entry() == (
        "rubric.edited",
        "zimbra-integrator v2",
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
def test_a_wrong_weight_in_a_profile_is_refused(save, version2, wrong):
    profile = version2.profiles.get(slug="security-first")
    before = list(profile.weights.values_list("value", flat=True))

    response = save(profile, **{"weights-3-value": wrong})

    assert response.status_code == 200
    assert response.context["errors"]
    assert list(profile.weights.values_list("value", flat=True)) == before


def test_a_profile_that_weighs_nothing_is_refused(save, version2):
    profile = version2.profiles.first()

    response = save(profile, **{f"weights-{row}-value": "0" for row in range(12)})

    assert response.context["errors"] == ["At least one weight must be more than 0."]


def test_levels_are_changed_added_and_removed_in_one_entry(save, version2, last_entry):
    scale = version2.scales.get(slug="compliance")
    labels = {f"levels-3-label_{language}": "Más" for language in ("es", "fr", "en")}

    response = save(
        scale,
        **{"levels-TOTAL_FORMS": "4", "levels-0-DELETE": "on", "levels-1-value": "40"},
        **{"levels-3-value": "10", **labels},
    )

    _action, _subject, old, new = last_entry()
    assert response.status_code == 302
    assert old["level compliance/50.00"] == {"value": "50.00"}
    assert new["level compliance/50.00"] == {"value": "40.00"}
    assert old["level compliance/0.00"]["label_en"] == "Not met"
    assert new["level compliance/10"]["label_en"] == "Más"


@pytest.mark.parametrize("wrong", ["-1", "101", "NaN", "", "50"])
def test_a_wrong_level_is_refused(save, version2, wrong):
    response = save(version2.scales.get(slug="compliance"), **{"levels-0-value": wrong})

    assert response.status_code == 200
    assert response.context["errors"]


def test_a_removed_competency_takes_its_checks_and_tells_so(administrator, version2, last_entry):
    third = version2.competencies.get(number=3)

    administrator.post(page("competency_delete", third), {"post": "yes"})

    _action, _subject, old, new = last_entry()
    assert set(old) == {"competency 3", "check 3.1", "check 3.2", "check 3.3"}
    assert (old["check 3.1"]["weight"], new) == ("50.000", {})
    assert version2.competencies.count() == 11


def test_a_scale_in_use_is_not_removed(administrator, version2):
    scale = version2.scales.get(slug="stage")

    response = administrator.post(page("scale_delete", scale), {"post": "yes"})

    assert "It cannot be deleted while these use it:" in response.content.decode()
    assert version2.scales.filter(pk=scale.pk).exists()
