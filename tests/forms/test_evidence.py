from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from scoring.domain import evidence as domain
from scoring.domain.evidence import Item
from scoring.domain.upload import checked
from scoring.enums import Tier
from scoring.forms.evidence import EvidenceForm

TODAY = date(2026, 3, 2)
SAID = {"title": "Oferta", "level": "1", "checks": ["6.2"]}
CSV = b"a;b\n"


@pytest.fixture
def checks(draft):
    return list(draft.checks().select_related("competency"))


@pytest.fixture
def fill(checks):
    """The form as it was filled in on the second of March."""

    def form(fields, **files):
        return EvidenceForm(SAID | fields, files or None, checks=checks, today=TODAY)

    return form


def test_a_link_becomes_an_item(fill, checks):
    said = {"kind": "link", "url": "https://empresa.example/", "scope": "Un centro", "level": "4"}
    form = fill(said | {"dated": "2026-03-02", "valid_until": "2026-03-02"})

    assert form.is_valid(), form.errors
    assert form.item() == Item(
        title="Oferta",
        url="https://empresa.example/",
        level=4,
        scope="Un centro",
        dated=TODAY,
        valid_until=TODAY,
    )
    assert form.chosen() == [check for check in checks if check.code == "6.2"]


def test_a_file_becomes_an_item_that_was_inspected(fill):
    form = fill({"kind": "file"}, file=SimpleUploadedFile("precios.csv", CSV))

    assert form.is_valid(), form.errors
    assert form.item() == Item(
        title="Oferta", upload=checked(ContentFile(CSV, name="precios.csv")), level=1
    )


@pytest.mark.parametrize("kind", ["link", "note", ""])
def test_a_file_of_another_kind_of_evidence_is_not_read(fill, kind, monkeypatch):
    def refuse(file):
        raise AssertionError("was read")

    monkeypatch.setattr("scoring.forms.evidence.checked", refuse)

    form = fill({"kind": kind}, file=SimpleUploadedFile("precios.csv", CSV))

    assert "file" not in form.errors


def test_a_date_is_read_as_people_write_it_where_the_browser_has_no_calendar(fill):
    form = fill({"kind": "note", "text": "Sí", "dated": "31/01/2026"})

    assert form.is_valid(), form.errors
    assert form.item().dated == date(2026, 1, 31)


def test_today_is_no_date_to_come_and_tomorrow_is(fill):
    note = {"kind": "note", "text": "Sí"}

    assert "dated" not in fill(note | {"dated": "2026-03-02"}).errors
    assert "dated" in fill(note | {"dated": "2026-03-03"}).errors


def test_a_proof_may_have_expired_already(fill):
    form = fill({"kind": "note", "text": "Sí", "valid_until": "2020-01-01"})

    assert form.is_valid(), form.errors


def test_the_picker_has_every_check_under_its_competency(make_evaluation):
    made = make_evaluation(tier=Tier.FULL)
    checks = list(made.checks().select_related("competency"))

    groups = EvidenceForm(checks=checks, today=TODAY).groups

    assert [group["competency"].number for group in groups] == list(range(1, 13))
    assert [o["check"] for group in groups for o in group["options"]] == checks
    assert not any(group["open"] for group in groups)


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        (Item(title="Oferta", url="https://empresa.example/"), {"url"}),
        (Item(title="Llamada", text="Sí"), {"text"}),
        (Item(title="Precios", upload=checked(ContentFile(CSV, name="p.csv"))), set()),
    ],
    ids=["link", "note", "file"],
)
def test_an_edit_asks_for_what_its_kind_says_and_for_no_other(opened, cast, at, item, asked):
    checks = list(opened.checks().select_related("competency"))
    made = domain.attach(
        candidate=opened.candidates.get(), checks=checks[:2], item=item, by=cast.owner, at=at
    )

    form = EvidenceForm(checks=checks, today=TODAY, evidence=made)

    assert form.fields.keys() & {"kind", "file", "url", "text"} == asked
    assert form["checks"].value() == [check.code for check in checks[:2]]
