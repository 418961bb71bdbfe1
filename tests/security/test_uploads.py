"""Hostile files through the real form: each is refused in words, and good ones all come in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from scoring.domain import upload
from scoring.models import Evaluation, Evidence
from tests.conftest import Cast

from .uploads import GOOD, HOSTILE


@pytest.fixture
def send(client: Client, cast: Cast, opened: Evaluation) -> Callable[[str, bytes], HttpResponse]:
    """Sends a file through the form, as an assessor's browser does."""
    client.force_login(cast.assessor)
    address = reverse("evidence_attach", args=[opened.slug, "integrador-a", 6, "6.2"])

    def post(name: str, content: bytes) -> HttpResponse:
        fields = {"kind": "file", "title": "Prueba", "level": "1", "checks": ["6.2"]}
        return client.post(address, fields | {"file": SimpleUploadedFile(name, content)})

    return post


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def on_the_disk() -> list[Path]:
    return sorted((settings.MEDIA_ROOT / "evidence").glob("*"))


def complaints(response: HttpResponse) -> list[str]:
    """What is wrong with the answer to a file that must be refused: nothing, if it was refused in
    words and nothing of it was kept."""
    wrong = []
    if response.status_code != 422:
        wrong.append(f"status {response.status_code}")
    if Evidence.objects.exists():
        wrong.append("kept")
    if response.status_code == 422:
        errors = response.context["form"].errors
        if list(errors) != ["file"] or len(errors["file"]) != 1:
            wrong.append(f"errors {errors}")
        elif not (len(errors["file"][0]) > 30 and errors["file"][0].endswith(".")):
            wrong.append(f"unreadable: {errors['file'][0]}")
    return wrong


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 150
    assert len(GOOD) >= 15


@pytest.mark.parametrize("why", HOSTILE)
def test_a_hostile_file_is_refused_in_words(
    why: str, send: Callable[[str, bytes], HttpResponse]
) -> None:
    name, make = HOSTILE[why]
    before = on_the_disk()

    response = send(name, make())

    assert complaints(response) == []
    assert on_the_disk() == before


@pytest.mark.parametrize("why", GOOD)
def test_a_good_file_comes_in_and_goes_out_as_it_was(
    why: str, send: Callable[[str, bytes], HttpResponse], client: Client, opened: Evaluation
) -> None:
    name, make = GOOD[why]
    content = make()

    response = send(name, content)

    assert response.status_code == 302, response.context["form"].errors
    served = client.get(reverse("evidence_file", args=[opened.slug, Evidence.objects.get().key]))
    assert served.content == content


@pytest.mark.parametrize("why", ["pdf: a script at opening", "html called txt", "office: a bomb"])
def test_without_the_inspection_the_judge_would_notice(
    why: str, send: Callable[[str, bytes], HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "inspect", lambda upload: None)
    name, make = HOSTILE[why]

    response = send(name, make())

    assert complaints(response) == ["status 302", "kept"]
