"""DOCX and XLSX that must not come in."""

from .archives import (
    DOCX_TYPE,
    XLSX_TYPE,
    W,
    docx,
    docx_parts,
    docx_with,
    encrypted_flag,
    overlapping,
    patched,
    relation,
    relations,
    symbolic_link,
    types_of,
    with_comment,
    xlsx_parts,
    xlsx_with,
    zipped,
)
from .samples import EXE, HTML, OUTSIDE, XML, Make

GROWING = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

LAUGHS = (
    f'<!DOCTYPE w:document [<!ENTITY a "ja">{GROWING}]><w:document xmlns:w="{W}">&i;</w:document>'
)

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"

VBA = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'

OLE = (
    '<Default Extension="bin" '
    'ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
)

MAIN = "[Content_Types].xml"

RELS = "word/_rels/document.xml.rels"

OFFICE_CASES: dict[str, tuple[str, Make]] = {
    f"office: {why}": (f"oferta.{ending}", make)
    for why, ending, make in [
        ("a plain zip", "docx", lambda: zipped({"a.txt": "hola"})),
        ("an empty zip", "docx", lambda: zipped({})),
        ("no content types", "docx", lambda: zipped({"word/document.xml": "<a/>"})),
        ("no main part", "docx", lambda: zipped({MAIN: types_of(DOCX_TYPE)})),
        ("a workbook's type", "docx", lambda: docx_with(MAIN, types_of(XLSX_TYPE))),
        ("a document's type", "xlsx", lambda: xlsx_with(MAIN, types_of(DOCX_TYPE))),
        ("macros by type", "docx", lambda: docx_with(MAIN, types_of(MACROS))),
        (
            "a part with macros by type",
            "docx",
            lambda: docx_with(MAIN, types_of(DOCX_TYPE, more=VBA)),
        ),
        (
            "an embedded object by type",
            "docx",
            lambda: docx_with(MAIN, types_of(DOCX_TYPE, more=OLE)),
        ),
        ("macros by name", "docx", lambda: docx_with("word/vbaProject.bin")),
        ("macros by name in capitals", "xlsx", lambda: xlsx_with("xl/VBAPROJECT.BIN")),
        ("an old macro sheet", "xlsx", lambda: xlsx_with("xl/macrosheets/sheet1.xml")),
        ("a control", "docx", lambda: docx_with("word/activeX/activeX1.xml", "<a/>")),
        ("an object", "docx", lambda: docx_with("word/embeddings/oleObject1.bin")),
        ("a programme", "docx", lambda: docx_with("word/media/setup.exe", EXE)),
        ("a page", "docx", lambda: docx_with("word/afchunk.html", HTML)),
        ("a script", "xlsx", lambda: xlsx_with("xl/run.js")),
        ("a shortcut", "xlsx", lambda: xlsx_with("xl/media/offer.lnk")),
        ("a zip in its embeddings", "docx", lambda: docx_with("word/embeddings/a.zip")),
        (
            "a document with macros in a document",
            "docx",
            lambda: docx_with("word/embeddings/a.docx", docx_with("word/vbaProject.bin")),
        ),
        (
            "a document in a document in a document",
            "docx",
            lambda: docx_with(
                "word/embeddings/a.docx", docx_with("word/embeddings/b.docx", docx())
            ),
        ),
        ("a part above", "docx", lambda: docx_with("../../etc/cron.d/x")),
        ("a part at the root", "docx", lambda: docx_with("/etc/passwd")),
        ("a part on a drive", "docx", lambda: docx_with("C:/windows/x")),
        ("a part with backslashes", "docx", lambda: docx_with("word\\..\\..\\x")),
        ("a part with a control in its name", "docx", lambda: docx_with("word/a\x07b.xml")),
        (
            "a part with NUL in its name",
            "docx",
            lambda: docx_with("word/aXb.xml").replace(b"aXb", b"a\0b"),
        ),
        ("a part twice", "docx", lambda: docx_with("WORD/document.xml", "<a/>")),
        ("a symbolic link", "docx", symbolic_link),
        ("an encrypted part", "docx", lambda: encrypted_flag(docx())),
        ("encrypted whole", "xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a bomb", "docx", lambda: docx_with("word/media/a.png", bytes(99 * 2**20))),
        (
            "a bomb in parts",
            "xlsx",
            lambda: zipped({**xlsx_parts(), **{f"xl/{n}.png": bytes(2**20) for n in range(120)}}),
        ),
        (
            "3 000 parts",
            "docx",
            lambda: zipped({**docx_parts(), **{f"word/{n}.xml": "<a/>" for n in range(3000)}}),
        ),
        ("parts that overlap", "docx", overlapping),
        (
            "sizes that lie",
            "docx",
            lambda: patched(docx(), b"PK\x01\x02", 24, (10).to_bytes(4, "little")),
        ),
        (
            "huge claims",
            "docx",
            lambda: patched(docx(), b"PK\x01\x02", 24, b"\xfe\xff\xff\xff"),
        ),
        (
            "a directory elsewhere",
            "docx",
            lambda: patched(docx(), b"PK\x05\x06", 16, b"\x00\x00\x00\x00"),
        ),
        ("more disks", "docx", lambda: patched(docx(), b"PK\x05\x06", 4, b"\x01\x00")),
        ("a comment", "docx", lambda: with_comment(docx(), b"hola")),
        ("a page in its comment", "docx", lambda: with_comment(docx(), HTML)),
        ("a programme before it", "docx", lambda: EXE + docx()),
        (
            "an unknown method",
            "docx",
            lambda: patched(docx(), b"PK\x01\x02", 10, b"\x63\x00"),
        ),
        ("lzma", "docx", lambda: zipped(docx_parts(), 14)),
        (
            "a wrong checksum",
            "docx",
            lambda: patched(docx(), b"PK\x01\x02", 16, b"\x01\x02\x03\x04"),
        ),
        ("entities that grow", "docx", lambda: docx_with("word/document.xml", LAUGHS)),
        ("an entity from the disk", "docx", lambda: docx_with("word/styles.xml", XML)),
        (
            "an entity in UTF-16",
            "docx",
            lambda: docx_with("word/styles.xml", XML.decode().encode("utf-16")),
        ),
        ("an entity in the types", "docx", lambda: docx_with(MAIN, XML)),
        ("a main part of HTML", "docx", lambda: docx_with("word/document.xml", "<html/>")),
        ("a broken main part", "docx", lambda: docx_with("word/document.xml", "<w:a")),
        ("broken types", "xlsx", lambda: xlsx_with(MAIN, "<Types")),
        (
            "a template from elsewhere",
            "docx",
            lambda: docx_with(RELS, relations(relation("attachedTemplate", OUTSIDE, outside=True))),
        ),
        (
            "an object from elsewhere",
            "docx",
            lambda: docx_with(RELS, relations(relation("oleObject", OUTSIDE, outside=True))),
        ),
        (
            "a picture from elsewhere",
            "docx",
            lambda: docx_with(RELS, relations(relation("image", OUTSIDE, outside=True))),
        ),
        (
            "a page as a part",
            "docx",
            lambda: docx_with(RELS, relations(relation("aFChunk", "a.mht"))),
        ),
        (
            "figures from another workbook",
            "xlsx",
            lambda: xlsx_with(
                "xl/externalLinks/_rels/externalLink1.xml.rels",
                relations(relation("externalLinkPath", "file:///x.xlsx", outside=True)),
            ),
        ),
    ]
}
