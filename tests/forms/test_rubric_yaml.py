"""A rubric from YAML: what is wrong is told with its line and column, and nothing is written."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from scoring.domain.contents import contents_of
from scoring.forms.rubric_problem import Problem, Unreadable
from scoring.forms.rubric_yaml import read_yaml
from scoring.reports.rubric_yaml import as_yaml
from tests.domain.rubrics import small_rubric

FAULTS = json.loads((Path(__file__).parent / "data" / "yaml_faults.json").read_bytes())
NO_UTF8 = "no UTF-8"


@pytest.fixture
def text(db) -> str:
    small = small_rubric()
    return as_yaml(small, contents_of(small))


def spoiled(text: str, fault: dict) -> bytes:
    """The file with the fault: a passage replaced, or another file altogether."""
    if fault["fault"] == NO_UTF8:
        return text.encode().replace(b"Small", b"Sm\xe1ll", 1)
    if not fault["old"]:
        return fault["new"].encode()
    assert fault["old"] in text
    return text.replace(fault["old"], fault["new"], 1).encode()


def problems(content: bytes) -> list[Problem]:
    with translation.override("en"), pytest.raises(Unreadable) as refused:
        read_yaml(content)
    return refused.value.problems


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_a_fault_is_told_with_its_place_and_reason(text, fault):
    first = problems(spoiled(text, fault))[0]

    assert (first.place, first.path, first.says) == (fault["place"], fault["path"], fault["says"])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["fault"])
def test_a_file_with_a_fault_changes_nothing(text, fault, client, cast, everything):
    client.force_login(cast.admin)
    client.cookies["django_language"] = "en"
    before = everything()

    response = client.post(
        reverse("rubric_import"), {"file": SimpleUploadedFile("r.yaml", spoiled(text, fault))}
    )

    assert response.status_code == 422
    assert everything() == before


def test_there_are_faults_enough():
    assert len({fault["fault"] for fault in FAULTS}) >= 50


def test_every_fault_of_a_file_is_told_at_once(text):
    content = text.replace("weight: 60", "weight: sixty").replace("kind: levels", "kind: stars")

    assert [one.path for one in problems(content.encode())] == [
        "scales[0].kind",
        "competencies[0].weight",
    ]


def test_what_is_empty_may_be_left_out(text):
    assert "topic" not in text
    assert read_yaml(text.encode()).tables["checks"][0]["topic"] == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [("'1.10'", "1.10"), ("1.10", "1.10"), ("no", "no"), ("0x1F", "0x1F"), ("2026-01-31",) * 2],
)
def test_a_plain_word_is_what_its_column_makes_of_it(text, written, code):
    contents = read_yaml(text.replace("code: '1.1'", f"code: {written}").encode())

    assert contents.tables["checks"][0]["code"] == code


@pytest.mark.parametrize("word", ["express", "Express", "EXPRESS", "1", "Exprés"])
def test_a_choice_goes_by_its_name_its_number_or_its_words_in_any_language(text, word):
    contents = read_yaml(text.replace("tier: express", f"tier: {word}", 1).encode())

    assert contents.tables["checks"][0]["tier"] == 1


@pytest.mark.parametrize(
    ("written", "said"), [("yes", True), ("sí", True), ("oui", True), ("no", False)]
)
def test_yes_and_no_are_understood_in_every_language(text, written, said):
    added = f"must: true\n    judged: {written}"

    contents = read_yaml(text.replace("must: true", added, 1).encode())

    assert contents.tables["checks"][0]["judged"] is said


def test_a_byte_order_mark_is_no_fault(text):
    assert read_yaml(b"\xef\xbb\xbf" + text.encode()) == read_yaml(text.encode())


def test_windows_line_ends_are_no_fault(text):
    assert read_yaml(text.replace("\n", "\r\n").encode()) == read_yaml(text.encode())
