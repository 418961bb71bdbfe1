"""Office files, by real producers and by hand, and zips that lie."""

import io
import stat
import struct
import zipfile

import openpyxl
import xlsxwriter

from .documents import picture

type Parts = dict[str, bytes | str]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

PACKAGE = "http://schemas.openxmlformats.org/package/2006"

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


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


def symbolic_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in docx_parts().items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("word/media/link.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def with_comment(content: bytes, comment: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def zip_in_comment_of(content: bytes) -> bytes:
    """A picture or PDF whose own end lies in the comment of a zip before it."""
    small = zipped({"a.txt": b"x"})
    return with_comment(small, content)
