"""One file that is PDF/A-3a and PDF/UA-1, with what it was made from inside."""

import json
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from zoneinfo import ZoneInfo

import page
import pikepdf
import pydyf
import pytest
from django.utils.translation import get_language
from pikepdf import Dictionary, Name, Pdf
from pypdf import PdfReader

from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.engine.canonical import canonical_json
from scoring.reports import enclosures
from scoring.reports.archive import LINE_END, Settled
from scoring.reports.enclosures import enclosures_of
from scoring.reports.pdf import make_report

AT = datetime(2026, 11, 23, 17, 30, 59, 123456, tzinfo=UTC)
PROFILES = [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1]


def findings(pdf: bytes, profile: page.ValidationProfile) -> list[str]:
    return [
        f"{one.rule_id}: {one.message}"
        for one in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def broken(pdf: bytes, how: Callable[[Pdf], None]) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        how(opened)
        opened.save(written)
    return written.getvalue()


@pytest.mark.parametrize("language", ["es", "fr", "en"])
def test_the_demonstration_has_no_finding_in_either_profile(demo, language):
    edition = Edition(language=language)
    pdf = make_report(dossier_of(demo), edition=edition, at=AT, by=demo.created_by)

    assert {profile.name: findings(pdf, profile) for profile in PROFILES} == {
        "PDF_A_3A": [],
        "PDF_UA_1": [],
    }


def forget_the_words(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") == Name.Figure:
            del one.Alt


def forget_the_headers(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") in (Name.TH, Name.TD):
            del one.A


def forget_the_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def take_out_the_fonts(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/FontFile2" in one:
            del one.FontFile2


def forget_what_the_enclosed_is(pdf: Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/AFRelationship" in one:
            del one.AFRelationship


def say_nothing_of_it(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@pytest.mark.parametrize(
    ("profile", "how"),
    [
        ("ua1", forget_the_words),
        ("ua1", forget_the_headers),
        ("ua1", forget_the_language),
        ("ua1", say_nothing_of_it),
        ("3a", take_out_the_fonts),
        ("3a", forget_what_the_enclosed_is),
        ("3a", say_nothing_of_it),
    ],
)
def test_what_is_broken_is_found(printed, profile, how):
    profile = page.ValidationProfile(profile)
    untouched = broken(printed, lambda _pdf: None)

    assert findings(untouched, profile) == []
    assert findings(broken(printed, how), profile) != []


def test_the_metadata_can_be_read_without_knowing_pdf(printed):
    (told,) = re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", printed, re.DOTALL)

    with pikepdf.open(BytesIO(printed)) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Correo de la empresa"
    assert told.count(b"Correo de la empresa") == 1


def test_the_problem_the_comparison_and_the_record_are_inside(printed, dossier):
    files = PdfReader(BytesIO(printed)).attachments

    assert files["problem.json"] == [canonical_json(dossier.problem.to_json())]
    assert files["comparison.json"] == [canonical_json(dossier.comparison.to_json())]
    assert json.loads(files["record.json"][0]) == {
        "format": "integrator-eval/record-1",
        "evaluation": dossier.evaluation.slug,
        "language": "en",
        "made_at": "2026-11-23T17:30:59+00:00",
        "ledger": {
            "number": dossier.provenance.head.number,
            "digest": dossier.provenance.head.digest,
        },
        "frozen_fingerprint": dossier.evaluation.frozen_fingerprint,
        "inputs_digest": dossier.comparison.inputs_digest,
        "engine": dossier.comparison.engine,
    }
    assert list(files) == ["comparison.json", "problem.json", "record.json"]


def test_each_says_what_it_is_to_the_pages_and_when_it_was_made(printed):
    with pikepdf.open(BytesIO(printed)) as pdf:
        enclosed = [
            (str(one.UF), str(one.AFRelationship), str(one.Desc), str(one.EF.F.Params.ModDate))
            for one in pdf.Root.AF
        ]
        kinds = {str(one.EF.F.Subtype) for one in pdf.Root.AF}

    at = "D:20261123173059Z"
    assert enclosed == [
        ("comparison.json", "/Data", "The whole result, unrounded", at),
        ("problem.json", "/Source", "All that the result is worked out from", at),
        ("record.json", "/Supplement", "Where the result stands in the ledger", at),
    ]
    assert kinds == {"/application/json"}


def test_a_letter_to_a_candidate_has_nothing_inside(dossier):
    edition = Edition(language="es", candidate=dossier.comparison.candidates[0].code)

    assert enclosures_of(dossier, edition=edition, at=AT) == ()


def test_without_names_only_the_record_is_inside(dossier):
    edition = Edition(language="es", anonymous=True)

    (record,) = enclosures_of(dossier, edition=edition, at=AT)

    assert record.name == "record.json"
    assert [seat.user.username for seat in dossier.seats if seat.user.username in record.text] == []


def test_what_they_are_is_said_in_the_language_of_the_report(dossier, monkeypatch):
    monkeypatch.setattr(enclosures, "_", lambda words: get_language())

    said = [
        one.description for one in enclosures_of(dossier, edition=Edition(language="fr"), at=AT)
    ]

    assert said == ["fr", "fr", "fr"]


def test_the_same_moment_in_another_zone_is_the_same_record(dossier):
    edition = Edition(language="es")
    tokyo = AT.astimezone(ZoneInfo("Asia/Tokyo"))

    there = enclosures_of(dossier, edition=edition, at=tokyo)
    here = enclosures_of(dossier, edition=edition, at=AT)
    later = enclosures_of(dossier, edition=edition, at=AT.replace(year=2027))

    assert there == here
    assert later != here


def test_a_packed_stream_that_ends_like_a_line_stays_unpacked():
    content = next(
        one for one in map(b"%d".__mod__, count()) if zlib.compress(one, 9)[-1:] == b"\r"
    )
    stream = pydyf.Stream([content], compress=True)
    assert stream.data.endswith(LINE_END)

    settled = Settled(stream).data

    assert settled.endswith(content + b"\nendstream")
