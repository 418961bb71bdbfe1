"""Files that are no report: each ends in a sentence, soon, and never in a traceback."""

import random
import time
import zlib
from contextlib import suppress

import pytest

from scoring import verifier
from scoring.verifier import TEXTS, Unreadable, refusal, verify

from .enclosed import Enclosed, enclosed
from .printed import small_report
from .test_answer import simple

SOON = 20  # seconds of this process
BOMB = zlib.compress(bytes(100 * 2**20), 9)


def file_of(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a table of where they are."""
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, rows)
    return data + table + b"trailer\n<<%b>>\nstartxref\n%d\n%%%%EOF" % (trailer, len(data))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def with_attachment(content: bytes, entries: bytes) -> bytes:
    names = b"<</Names <</EmbeddedFiles <</Names [(x) 2 0 R]>>>> /Pages 4 0 R>>"
    return file_of(
        names,
        b"<</F (record.json) /EF <</F 3 0 R>>>>",
        stream(content, entries),
        b"<</Kids []>>",
    )


def with_page(content: bytes, entries: bytes = b"", resources: bytes = b"<<>>") -> bytes:
    page = b"<</Contents 3 0 R /Resources %b>>" % resources
    return file_of(
        b"<</Pages <</Kids [2 0 R]>>>>", page, stream(content, entries), stream(b"/x Do", FORM)
    )


FLATE = b" /Filter /FlateDecode"
FORM = b" /Subtype /Form /Resources <</XObject <</x 4 0 R>>>>"
CASES = {
    "nothing": (b"", "not_pdf"),
    "text": (b"Hello", "not_pdf"),
    "only a head": (b"%PDF-1.7\n", "damaged"),
    "a start that is nowhere": (b"%PDF-1.7\nstartxref\n99999\n%%EOF", "damaged"),
    "a table that is its own past": (
        b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF",
        "damaged",
    ),
    "a table of a billion": (
        b"%PDF-1.7\nxref\n0 1000000000\ntrailer\n<<>>\nstartxref\n9\n%%EOF",
        "damaged",
    ),
    "an object that is itself": (file_of(b"1 0 R"), "damaged"),
    "a length that is its own": (
        file_of(b"<</Length 1 0 R>>\nstream\nx\nendstream"),
        "damaged",
    ),
    "a password": (file_of(b"<</Pages 1 0 R>>", trailer=b"/Root 1 0 R/Encrypt 1 0 R"), "encrypted"),
    "a bomb": (with_attachment(BOMB, FLATE), "too_large"),
    "a bomb in a bomb": (
        with_attachment(zlib.compress(BOMB), b" /Filter [/FlateDecode /FlateDecode]"),
        "too_large",
    ),
    "a filter of another kind": (with_attachment(b"x", b" /Filter /LZWDecode"), "damaged"),
    "half a stream": (with_attachment(zlib.compress(b"x" * 999)[:-9], FLATE), "damaged"),
    "a predictor from nowhere": (
        with_attachment(
            zlib.compress(b"\x09abc"), FLATE + b" /DecodeParms <</Predictor 12 /Columns 3>>"
        ),
        "damaged",
    ),
    "brackets without an end": (file_of(b"[" * 100_000), "damaged"),
    "dictionaries without an end": (file_of(b"<</a" * 100_000), "damaged"),
    "a text without an end": (file_of(b"(" * 1_000_000), "damaged"),
    "a comment without an end": (file_of(b"%" * 1_000_000), "damaged"),
    "a number without an end": (file_of(b"9" * 1_000_000), "damaged"),
    "pages that are their own": (file_of(b"<</Pages 2 0 R>>", b"<</Kids [2 0 R]>>"), "damaged"),
    "pages that multiply": (
        file_of(
            b"<</Pages 2 0 R>>",
            *(b"<</Kids [%b]>>" % (b"%d 0 R " % (n + 3) * 40) for n in range(20)),
        ),
        "too_large",
    ),
    "names that are their own": (
        file_of(b"<</Names <</EmbeddedFiles 2 0 R>> /Pages <<>>>>", b"<</Kids [2 0 R 2 0 R]>>"),
        "too_large",
    ),
    "forms that are their own": (
        with_page(b"/x Do " * 9, resources=b"<</XObject <</x 4 0 R>>>>"),
        "not_attached",
    ),
    "a picture without an end": (with_page(b"BI ID " + b"x" * 1_000_000), "not_attached"),
    "a structure that is its own": (
        file_of(b"<</Pages <<>> /StructTreeRoot 2 0 R>>", b"<</S /Table /K [2 0 R 2 0 R]>>"),
        "not_attached",
    ),
    "a structure that goes deep": (
        file_of(b"<</Pages <<>> /StructTreeRoot " + b"<</K " * 90 + b"0" + b">>" * 90 + b">>"),
        "not_attached",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_report_is_refused_soon_with_a_reason(name: str) -> None:
    data, key = CASES[name]
    start = time.process_time()

    with pytest.raises(Unreadable) as refused:
        verify(data)

    assert refused.value.key == key
    assert time.process_time() - start < SOON


@pytest.mark.parametrize("most", [100_000, pytest.param(6_000_000, marks=pytest.mark.long)])
def test_a_page_without_an_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(verifier, "MOST_TOKENS", most)
    page = with_page(zlib.compress(b"q " * 2**23, 9), FLATE)
    start = time.process_time()

    with pytest.raises(Unreadable, match="too_large"):
        verify(page)

    assert time.process_time() - start < SOON


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier, "MOST_BYTES", 100)

    with pytest.raises(Unreadable, match="too_large"):
        verify(b"%PDF-1.7" + bytes(100))


@pytest.fixture(scope="module")
def parts() -> Enclosed:
    return enclosed(simple())


@pytest.fixture(scope="module")
def report(parts: Enclosed) -> bytes:
    return small_report(parts)


def test_a_report_with_bytes_that_were_lost_is_refused_or_still_right(report: bytes) -> None:
    """Half of it, a byte of it turned, a part of it gone: no traceback, whatever it is."""
    draw = random.Random(1)
    for _ in range(100):
        data = bytearray(report)
        for _ in range(draw.choice([1, 1, 5])):
            data[draw.randrange(len(data))] = draw.randrange(256)
        if draw.random() < 0.3:
            start = draw.randrange(len(data))
            del data[start : start + draw.randrange(500)]
        with suppress(Unreadable):  # and nothing else
            verify(bytes(data)).lines()


@pytest.mark.parametrize("language", TEXTS)
def test_every_reason_is_a_sentence_in_each_language(language: str) -> None:
    about = {"name": "record.json", "format": "x", "path": "cells[0]"}
    reasons = [key for key in TEXTS["en"] if key in REASONS]

    said = [refusal(Unreadable(key, **about), language) for key in reasons]

    assert len(set(said)) == len(REASONS)
    assert {one[-1] for one in said} == {"."}


REASONS = {
    *("not_pdf", "damaged", "encrypted", "too_large", "not_attached", "attached_twice"),
    *("not_json", "not_format", "not_allowed", "no_ranking", "not_head", "no_file", "nameless"),
}
