from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scoring.models import Evidence, LedgerEntry

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def address(opened):
    return reverse("evidence_attach", args=[opened.slug, "integrador-a", 6, "6.2"])


@pytest.fixture
def attached(client, cast, address):
    """A file of the assessor's."""
    client.force_login(cast.assessor)
    file = SimpleUploadedFile("../../informe enero.pdf", PDF)
    client.post(address, {"title": "Informe de enero", "file": file})
    return Evidence.objects.get()


def test_a_link_is_attached_to_its_check(client, cast, address):
    client.force_login(cast.assessor)

    client.post(address, {"title": "Página de estado", "url": "https://estado.example/"})

    evidence = Evidence.objects.get()
    assert (evidence.url, evidence.checks.get().code) == ("https://estado.example/", "6.2")


def test_a_file_is_kept_under_a_name_of_our_own(attached):
    assert attached.filename == "informe enero.pdf"
    assert "informe" not in attached.file.name
    with attached.file.open() as file:
        assert file.read() == PDF


def test_the_ledger_knows_the_files_digest(attached):
    entry = LedgerEntry.objects.get(action="evidence.attached")

    assert entry.new["sha256"] == attached.sha256


def test_a_file_is_served_as_a_download_that_nothing_runs(client, attached, opened):
    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_in_the_blind_phase_others_evidence_is_not_found(client, cast, attached, opened):
    client.force_login(cast.second)

    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert response.status_code == 404


def test_evidence_can_be_taken_back_by_who_attached_it(
    client, attached, opened, django_capture_on_commit_callbacks
):
    stored = Path(attached.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("evidence_remove", args=[opened.slug, attached.key]))

    assert not Evidence.objects.exists()
    assert not stored.exists()


def test_the_ledger_remembers_what_was_taken_back(client, attached, opened):
    client.post(reverse("evidence_remove", args=[opened.slug, attached.key]))

    assert LedgerEntry.objects.get(action="evidence.removed").old["title"] == "Informe de enero"


def test_nobody_else_takes_it_back(client, cast, attached, opened):
    client.force_login(cast.owner)

    response = client.post(reverse("evidence_remove", args=[opened.slug, attached.key]))

    assert response.status_code == 404
    assert Evidence.objects.exists()


FILES = {
    "page.html": b"<script>1</script>",
    "logo.svg": b"<svg/>",
    "todo.zip": b"PK\x03\x04",
    "run.exe": b"MZ",
    "none": b"text",
    "false.pdf": b"<html>",
    "false.png": PDF,
    "false.docx": b"not a zip",
    "binary.txt": b"text\0more",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_forbidden_kind_is_refused_and_the_title_stays(client, cast, address, name):
    client.force_login(cast.assessor)

    response = client.post(
        address, {"title": "Lo que escribí", "file": SimpleUploadedFile(name, FILES[name])}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]
    assert "Lo que escribí" in response.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "x" * 121}, ["title"]),
        ({"title": "Ni enlace ni fichero"}, ["__all__"]),
        ({"title": "Guion", "url": "javascript:alert(1)"}, ["url"]),
        ({"title": "Disco", "url": "file:///etc/passwd"}, ["url"]),
        ({"title": "Roto", "url": "http://"}, ["url"]),
        ({"title": "Largo", "url": "https://a.example/" + "x" * 500}, ["url"]),
    ],
)
def test_bad_evidence_names_the_place(client, cast, address, fields, wrong):
    client.force_login(cast.assessor)

    response = client.post(address, fields)

    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)


def test_a_link_and_a_file_at_once_are_too_much(client, cast, address):
    client.force_login(cast.assessor)
    file = SimpleUploadedFile("informe.pdf", PDF)

    response = client.post(address, {"title": "Dos", "url": "https://a.example/", "file": file})

    assert list(response.context["form"].errors) == ["__all__"]
