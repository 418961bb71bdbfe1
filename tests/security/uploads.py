"""Files for the upload's tests: good ones by real producers, and hostile ones made by hand."""

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from scoring.reports.printer import print_pdf

type Parts = dict[str, bytes | str]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


# Office files


def types_of(main: str, part: str = "/word/document.xml", more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    )


def relations(*rows: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{len(target)}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def docx_parts() -> Parts:
    body = "<w:p><w:r><w:t>Acta de la demostración</w:t></w:r></w:p>"
    return {
        "[Content_Types].xml": types_of(DOCX_TYPE),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(
            relation("hyperlink", "https://empresa.example/", outside=True)
        ),
    }


def xlsx_parts() -> Parts:
    return {
        "[Content_Types].xml": types_of(XLSX_TYPE, "/xl/workbook.xml"),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{S}"><sheets/></workbook>',
    }


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(**more: bytes | str) -> bytes:
    return zipped(docx_parts() | more)


def docx_with(name: str, content: bytes | str = b"x") -> bytes:
    return zipped({**docx_parts(), name: content})


def xlsx_with(name: str, content: bytes | str = b"x") -> bytes:
    return zipped({**xlsx_parts(), name: content})


def workbook(rows: int = 20, *, chart: bool = False, constant: bool = False) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Precios")
        sheet.write_url("A1", "https://empresa.example/", string="Oferta")
        for row in range(1, rows):
            sheet.write_row(row, 0, [f"Partida {row}", row * 1.21, "€"])
        if constant:
            sheet.write_column(0, 5, [0] * 50_000)
        if chart:
            drawn = book.add_chart({"type": "column"})
            drawn.add_series({"values": "=Precios!$B$2:$B$10"})
            sheet.insert_chart("E2", drawn)
        sheet.insert_image("E20", "logo.png", {"image_data": io.BytesIO(picture("PNG"))})
    return buffer.getvalue()


def openpyxl_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Partida", 1.21])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# Pictures and PDFs


def picture(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object
) -> bytes:
    image = Image.effect_noise(size, 40).convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">L", len(content))
        + kind
        + content
        + struct.pack(">L", zlib.crc32(kind + content))
    )


def packed(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG that says it is so large."""
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels, 9))
        + chunk(b"IEND", b"")
    )


def printed(text: str = "Oferta") -> bytes:
    style = "@font-face { font-family: Inter; src: url(font:inter) } p { font-family: Inter }"
    html = f'<html lang="es"><title>Oferta</title><style>{style}</style><p>{text}</p>'
    return print_pdf(html, identifier=b"upload")


def written(change: Callable[[PdfWriter], object] = lambda writer: None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def rewritten(content: bytes) -> bytes:
    buffer = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(content))).write(buffer)
    return buffer.getvalue()


def opening(action: dict[str, str]) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        entries = {NameObject(k): TextStringObject(v) for k, v in action.items() if k != "/S"}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject(action["/S"]), **entries}
        )

    return change


def raw_pdf(*objects: str, root: int = 1, trailer: str = "") -> bytes:
    """A PDF from the bodies of its objects, numbered from 1, with a right table of places."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R {trailer}>>\n".encode()
    return out + f"startxref\n{table}\n%%EOF\n".encode()


CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def deep_pages(depth: int) -> bytes:
    nodes = [f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 >>" for n in range(2, depth + 2)]
    return raw_pdf(CATALOGUE, *nodes, PAGE)


def object_stream_bomb(size: int) -> bytes:
    """The catalogue lies in a stream that unpacks to `size` bytes of blanks."""
    inside = b"1 0 " + b" " * size + CATALOGUE.encode()
    packed = zlib.compress(inside, 9)
    out = b"%PDF-1.7\n"
    at = len(out)
    out += (
        (
            f"4 0 obj\n<< /Type /ObjStm /N 1 /First {4 + size} /Filter /FlateDecode "
            f"/Length {len(packed)} >>\nstream\n"
        ).encode()
        + packed
        + b"\nendstream\nendobj\n"
    )
    table = len(out)
    rows = struct.pack(">BLH", 2, 4, 0) + struct.pack(">BLH", 1, at, 0)
    rows += struct.pack(">BLH", 1, table, 0)
    out += (
        (
            f"5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 4 2] /Index [1 1 4 2] "
            f"/Length {len(rows)} >>\nstream\n"
        ).encode()
        + rows
        + b"\nendstream\nendobj\n"
    )
    return out + f"startxref\n{table}\n%%EOF\n".encode()


# Zips that lie


def patched(content: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """`value` written at `offset` behind each `signature`."""
    out, at = bytearray(content), 0
    while (at := out.find(signature, at)) >= 0:
        out[at + offset : at + offset + len(value)] = value
        at += 4
    return bytes(out)


def encrypted_flag(content: bytes) -> bytes:
    return patched(content, b"PK\x01\x02", 8, b"\x01\x00")


def overlapping() -> bytes:
    """Many names for the same bytes."""
    content = bytearray(zipped(docx_parts() | {f"word/media/{n}.png": b"x" * 999 for n in "abc"}))
    places = []
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        places.append(at)
        at += 4
    content[places[-1] + 42 : places[-1] + 46] = content[places[-2] + 42 : places[-2] + 46]
    return bytes(content)


def with_comment(content: bytes, comment: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def symbolic_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in docx_parts().items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("word/media/link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def zip_in_comment_of(content: bytes) -> bytes:
    """A picture or PDF whose own end lies in the comment of a zip before it."""
    small = zipped({"a.txt": b"x"})
    return with_comment(small, content)


def several_pictures() -> bytes:
    """As telephones save them: one file, a second picture behind the first."""
    image = Image.effect_noise((64, 48), 40).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "MPO", save_all=True, append_images=[image.rotate(90)])
    return buffer.getvalue()


def jpeg_of_size(width: int, height: int) -> bytes:
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_with_segment(marker: int, content: bytes) -> bytes:
    plain = picture("JPEG")
    return (
        plain[:2]
        + bytes([0xFF, marker])
        + struct.pack(">H", len(content) + 2)
        + content
        + plain[2:]
    )


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def shuffled(content: bytes, seed: int) -> bytes:
    """The first bytes stay, the rest comes in another order."""
    rest = list(content[16:])
    random.Random(seed).shuffle(rest)
    return content[:16] + bytes(rest)
