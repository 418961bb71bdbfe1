"""PDFs as others write them: rewritten by a tool, with other tables, filters and maps."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfWriter

from scoring import verifier
from scoring.verifier import ATTACHED, Budget, Font, Lexer, Pdf, Printed, Unreadable, verify

from .enclosed import Enclosed, enclosed
from .printed import page_of, pdf_of, small_report
from .test_hostile import file_of, stream, with_page
from .test_pages import problem


@pytest.fixture(scope="module")
def parts() -> Enclosed:
    return enclosed(problem())


@pytest.fixture(scope="module")
def report(parts: Enclosed) -> bytes:
    return small_report(parts)


def rewritten(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_report_that_another_tool_saved_anew_is_read(report: bytes) -> None:
    """Without object streams, and with a plain table of where objects are."""
    anew = rewritten(PdfWriter(clone_from=BytesIO(report)))

    assert b"\nxref\n" in anew
    assert b"/ObjStm" in report
    assert verify(anew).differences == []


def test_a_report_that_was_added_to_is_read_as_it_stands_now(report: bytes) -> None:
    """What is appended has the last word, and may say something else."""
    writer = PdfWriter(BytesIO(report), incremental=True)
    writer.add_metadata({"/Title": "Another"})

    assert verify(rewritten(writer)).differences == []


def test_an_attachment_that_stands_twice_is_refused_unless_it_is_the_same(
    report: bytes, parts: Enclosed
) -> None:
    same, other = (PdfWriter(clone_from=BytesIO(report)) for _ in range(2))
    same.add_attachment("record.json", Pdf(report).attachments()["record.json"])
    other.add_attachment("record.json", b"{}")

    assert verify(rewritten(same)).differences == []
    with pytest.raises(Unreadable, match="attached_twice"):
        verify(rewritten(other))


def test_attachments_that_are_none_of_its_business_are_left_alone(parts: Enclosed) -> None:
    html = page_of(parts["comparison.json"], parts["record.json"], "en")

    pdf = pdf_of(html, {**parts, "notes.json": "{"})

    assert set(Pdf(pdf).attachments()) == set(ATTACHED)
    assert verify(pdf).differences == []


def test_rows_of_every_png_predictor_are_undone() -> None:
    """Held against a picture that Pillow wrote: its rows are told in the same way."""
    picture = Image.effect_noise((64, 64), 40).convert("RGB")
    picture.paste(Image.linear_gradient("L").resize((64, 32)).convert("RGB"), (0, 0))
    out = BytesIO()
    picture.save(out, "PNG")
    rows, width, kinds = _rows_of_png(out.getvalue()), 64 * 3, set()

    above, undone = bytes(width), b""
    for at in range(0, len(rows), width + 1):
        row = bytearray(rows[at + 1 : at + 1 + width])
        verifier._undo(rows[at], row, above, 3)
        kinds.add(rows[at])
        above = bytes(row)
        undone += above

    assert undone == picture.tobytes()
    assert len(kinds) >= 3


def _rows_of_png(data: bytes) -> bytes:
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + length
    return zlib.decompress(packed)


def test_a_table_told_by_differences_is_read() -> None:
    """As qpdf writes it: a cross-reference stream with the predictor “up”."""
    head = b"%PDF-1.7\n"
    root = b"1 0 obj\n<</Pages <</Kids []>>>>\nendobj\n"
    at = len(head + root)
    rows = [(0, 0, 0), (1, len(head), 0), (1, at, 0)]
    plain = [bytes([kind]) + place.to_bytes(2, "big") + bytes([last]) for kind, place, last in rows]
    above, told = bytes(4), b""
    for row in plain:
        told += b"\2" + bytes((one - other) & 255 for one, other in zip(row, above, strict=True))
        above = row
    entries = b" /Type /XRef /W [1 2 1] /Size 3 /Root 1 0 R /Filter /FlateDecode"
    entries += b" /DecodeParms <</Predictor 12 /Columns 4>>"
    data = head + root + b"2 0 obj\n" + stream(zlib.compress(told), entries) + b"\nendobj\n"

    pdf = Pdf(data + b"startxref\n%d\n%%%%EOF" % at)

    assert pdf.root == {"Pages": {"Kids": []}}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"(a\(b\)(c)\101\n\\)", b"a(b)(c)A\n\\"),
        (b"(a\\\nb)", b"ab"),
        (b"<48 65 6C6c6F>", b"Hello"),
        (b"<4>", b"@"),
        (b"/A#20B", "A B"),
        (b"[1 -2.5 +3 .5 true null]", [1, -2.5, 3, 0.5, True, None]),
        (b"<</A 1 /B [2 0 R]>>", {"A": 1, "B": [(2,)]}),
        (b"% a comment\n7", 7),
    ],
)
def test_objects_are_read_as_the_standard_writes_them(written: bytes, read: object) -> None:
    assert Lexer(written, 0, Budget()).read() == read


@pytest.mark.parametrize(
    ("lines", "letters"),
    [
        (b"1 beginbfchar <0041> <00660069> endbfchar", "fi"),
        (b"1 beginbfrange <0040> <0042> <0061> endbfrange", "b"),
        (b"1 beginbfrange <0040> <0042> [<0061> <00E9> <0063>] endbfrange", "é"),
        (b"1 beginbfchar <0041> <D83DDE00> endbfchar", "😀"),
        (b"1 beginbfchar <0042> <0061> endbfchar", "�"),
    ],
)
def test_letters_come_from_the_map_of_the_font(lines: bytes, letters: str) -> None:
    space = b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
    pdf = Pdf(file_of(b"<</Pages 1 0 R>>", stream(space + lines)))

    font = Font(pdf, {"Subtype": verifier.Name("Type0"), "ToUnicode": verifier.Ref(2)})

    assert font.text(b"\0A") == letters


def test_text_in_forms_and_in_marks_is_read_where_it_stands() -> None:
    """A mark is a part of the tree; what stands in none is loose, and a picture says nothing."""
    content = (
        b"/F 9 Tf BT /Span <</MCID 0>> BDC (one) Tj [(t) -3 (wo)] TJ EMC (loose) Tj ET "
        b"BI /W 1 ID (no) Tj EI q 3 Tr (unseen) Tj Q (!) Tj"
    )
    resources = b"<</Font <</F <</Subtype /Type1>>>>>>"

    printed = Printed(Pdf(with_page(content, resources=resources)))

    assert printed.marked == {(2, 0): ["one", "two"]}
    assert printed.loose == {2: ["loose", "!", "one", "two"]}
