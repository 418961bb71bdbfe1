"""A rubric leaves as a file and comes back as a draft, after a look at what it would change."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.domain.contents import contents_of
from scoring.forms import rubric_file
from scoring.models import Check, LedgerEntry, Rubric
from tests.pages import form_of

EXPORT = "/rubrics/zimbra-integrator/1/export."
IMPORT, TAKE = "/rubrics/import/", "/rubrics/import/take/"


def upload(client, content: bytes, name: str = "r.yaml"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_an_export_is_a_download_and_the_same_every_time(client, cast, rubric, ending):
    client.force_login(cast.stranger)

    first, second = client.get(EXPORT + ending), client.get(EXPORT + ending)

    name = f'attachment; filename="zimbra-integrator-v1.{ending}"'
    assert first["Content-Disposition"] == name
    assert first.content == second.content


def test_a_text_that_fits_no_cell_is_told_and_yaml_has_it(administrator, version2, check_of):
    Check.objects.filter(pk=check_of("1.1").pk).update(guidance_en="x" * 40_000)

    refused = administrator.get("/rubrics/zimbra-integrator/2/export.xlsx", follow=True)
    exported = administrator.get("/rubrics/zimbra-integrator/2/export.yaml")

    assert "Checks!V2 does not fit into a workbook" in refused.content.decode()
    assert "x" * 40_000 in exported.content.decode()


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_what_was_exported_comes_back_as_a_draft(administrator, rubric, ending):
    content = administrator.get(EXPORT + ending).content
    preview = upload(administrator, content, f"a.{ending}")

    response = administrator.post(TAKE, form_of(preview))

    draft = Rubric.objects.get(version=2)
    assert preview.context["difference"].is_empty
    assert response["Location"] == "/rubrics/zimbra-integrator/2/edit/"
    assert contents_of(draft).as_json() == contents_of(rubric).as_json()


def test_a_look_shows_what_would_change_and_changes_nothing(administrator, rubric, everything):
    content = administrator.get(EXPORT + "yaml").content.replace(
        b"Zero-message-loss commitment", b"Nothing disappears"
    )
    before = everything()

    preview = upload(administrator, content)

    assert "<ins>Nothing disappears</ins>" in preview.content.decode()
    assert preview.context["difference"].counts == {"added": 0, "removed": 0, "changed": 1}
    assert everything() == before


def test_a_file_with_another_name_becomes_a_new_rubric(administrator, rubric):
    content = administrator.get(EXPORT + "yaml").content.replace(
        b"slug: zimbra-integrator", b"slug: other", 1
    )

    administrator.post(TAKE, form_of(upload(administrator, content)))

    made = Rubric.objects.get(slug="other")
    actions = list(LedgerEntry.objects.values_list("action", flat=True)[:2])
    assert (made.version, made.is_published) == (1, False)
    assert actions == ["rubric.edited", "rubric.started"]


def test_what_changed_since_the_look_is_shown_and_not_overwritten(administrator, version2, save):
    preview = upload(administrator, administrator.get(EXPORT + "yaml").content)
    save("edit/about/", title_en="Theirs")

    response = administrator.post(TAKE, form_of(preview))

    version2.refresh_from_db()
    assert response.status_code == 409
    assert version2.title_en == "Theirs"
    assert response.context["difference"].counts["changed"] == 1


def test_after_a_second_look_it_is_taken(administrator, version2, save):
    preview = upload(administrator, administrator.get(EXPORT + "yaml").content)
    save("edit/about/", title_en="Theirs")
    second = administrator.post(TAKE, form_of(preview))

    administrator.post(TAKE, form_of(second))

    version2.refresh_from_db()
    assert version2.title_en == "The 12 competencies of a Zimbra integrator"


@pytest.mark.parametrize("part", ["contents", "seen", "source"])
@pytest.mark.parametrize("value", ["", "x", "x:y:z", "\x00"])
def test_a_look_that_somebody_tampered_with_is_not_taken(
    administrator, rubric, everything, part, value
):
    typed = form_of(upload(administrator, administrator.get(EXPORT + "yaml").content))
    before = everything()

    response = administrator.post(TAKE, {**typed, part: value})

    taken = part == "source" and value in {"x", "x:y:z"}
    assert response.status_code in {302, 409}
    assert (everything() == before) is not taken


def test_a_look_of_yesterday_is_not_taken(administrator, rubric, everything, monkeypatch):
    typed = form_of(upload(administrator, administrator.get(EXPORT + "yaml").content))
    before = everything()
    monkeypatch.setattr(rubric_file, "KEPT_FOR", -1)

    response = administrator.post(TAKE, typed, follow=True)

    assert "This preview is too old" in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The submitted file is empty."),
        (b"#" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
        (b"\xd0\xcf\x11\xe0", "Nothing was imported: see what is wrong in the file."),
    ],
)
def test_a_file_that_is_none_is_refused(administrator, everything, content, says):
    before = everything()

    response = upload(administrator, content)

    assert (response.status_code, response.context["form"].errors) == (422, {"file": [says]})
    assert everything() == before


def test_no_file_is_refused(administrator, db):
    response = administrator.post(IMPORT)

    assert response.context["form"].errors == {"file": ["This field is required."]}


def test_the_first_hundred_faults_are_shown_and_the_others_counted(administrator, db):
    rows = b"".join(b"- {position: x, says: a}\n" for _ in range(130))
    content = b"format: 1\nslug: s\ntitle: {es: a, fr: a, en: a}\nstatements:\n" + rows

    response = upload(administrator, content)

    form = response.context["form"]
    assert (len(form.problems), form.more) == (100, 30)
    assert "And 30 more." in response.content.decode()


def test_more_than_a_form_may_carry_is_refused(administrator, rubric, monkeypatch):
    monkeypatch.setattr(rubric_file, "MOST_SIGNED", 1000)

    response = upload(administrator, administrator.get(EXPORT + "yaml").content)

    assert response.context["form"].errors == {"file": ["The file says more than any rubric."]}
