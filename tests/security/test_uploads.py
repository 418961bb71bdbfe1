"""Hostile files through the real form: each is refused in words, and good ones all come in."""

import base64
import gzip
import io
import tarfile
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
from tests.security import uploads as made

type Make = Callable[[], bytes]

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ja">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + f']><w:document xmlns:w="{made.W}">&i;</w:document>'
)
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
EICAR_LIKE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$\x00"


def one_of_each() -> dict[str, bytes]:
    return {
        "pdf": made.written(),
        "png": made.picture("PNG"),
        "jpg": made.picture("JPEG"),
        "docx": made.docx(),
        "xlsx": made.workbook(),
    }


EACH = one_of_each()
OTHERS = {"html": HTML, "svg": SVG, "exe": EXE, "elf": ELF, "gif": GIF}


# By what is wrong: the name that is sent, and how the content is made.

FORBIDDEN_ENDINGS = """
    html htm xhtml svg svgz xml zip jar rar 7z tar gz exe dll bat cmd com scr msi ps1 sh py php js
    vbs hta lnk iso doc xls ppt pptx docm xlsm dotm xltm xlsb odt ods rtf eml mht gif webp tif bmp
    ico mp4 json url apk swf class
""".split()
STRANGE_NAMES = {
    "without an ending": "oferta",
    "nothing but an ending": ".pdf",
    "two endings": "oferta.pdf.exe",
    "a dot behind the ending": "oferta.pdf.",
    "a stream behind the ending": "oferta.exe::$DATA",
    "a name turned around": "oferta\u202efdp.exe",
    "a tabulator in the ending": "oferta.ex\te",
    "a look-alike ending": "oferta.рdf",  # a Cyrillic р
    "a path": "../../../etc/passwd",
}

FORBIDDEN: dict[str, tuple[str, Make]] = {
    **{f"ending {one}": (f"oferta.{one}", lambda: EACH["pdf"]) for one in FORBIDDEN_ENDINGS},
    **{f"name: {why}": (name, lambda: EACH["pdf"]) for why, name in STRANGE_NAMES.items()},
    **{
        f"{kind} called {ending}": (f"oferta.{ending}", lambda content=content: content)
        for kind, content in (EACH | OTHERS).items()
        for ending in ("pdf", "png", "jpg", "docx", "xlsx", "txt", "csv")
        if kind != ending
    },
    **{
        f"half of a {kind}": (
            f"oferta.{kind}",
            lambda content=content: made.half(content),
        )
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} without its last bytes": (
            f"oferta.{kind}",
            lambda content=content: content[:-12],
        )
        for kind, content in EACH.items()
    },
    **{
        f"a shuffled {kind}": (f"o.{kind}", lambda content=content: made.shuffled(content, 7))
        for kind, content in EACH.items()
    },
    **{
        f"nothing but the signature of a {kind}": (
            f"oferta.{kind}",
            lambda kind=kind: upload.SIGNATURES[kind],
        )
        for kind in EACH
    },
    **{
        f"a {kind} behind a blank": (f"oferta.{kind}", lambda content=content: b"\n" + content)
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} with a zip behind it": (
            f"oferta.{kind}",
            lambda content=content: content + made.zipped({"a.html": HTML}),
        )
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} in the comment of a zip": (
            f"oferta.{kind}",
            lambda content=content: made.zip_in_comment_of(content),
        )
        for kind, content in EACH.items()
    },
    **{f"an empty {one}": (f"oferta.{one}", bytes) for one in upload.SIGNATURES},
    **{
        f"a {one} too large": (
            f"oferta.{one}",
            lambda one=one: upload.SIGNATURES[one].ljust(upload.LARGEST + 1, b" "),
        )
        for one in ("pdf", "png", "docx", "csv")
    },
}

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
VBA = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
OLE = (
    '<Default Extension="bin" '
    'ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
)
MAIN = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"
OUTSIDE = "https://malo.example/x"
OFFICE: dict[str, tuple[str, Make]] = {
    f"office: {why}": (f"oferta.{ending}", make)
    for why, ending, make in [
        ("a plain zip", "docx", lambda: made.zipped({"a.txt": "hola"})),
        ("an empty zip", "docx", lambda: made.zipped({})),
        ("no content types", "docx", lambda: made.zipped({"word/document.xml": "<a/>"})),
        ("no main part", "docx", lambda: made.zipped({MAIN: made.types_of(made.DOCX_TYPE)})),
        ("a workbook's type", "docx", lambda: made.docx_with(MAIN, made.types_of(made.XLSX_TYPE))),
        ("a document's type", "xlsx", lambda: made.xlsx_with(MAIN, made.types_of(made.DOCX_TYPE))),
        ("macros by type", "docx", lambda: made.docx_with(MAIN, made.types_of(MACROS))),
        (
            "a part with macros by type",
            "docx",
            lambda: made.docx_with(MAIN, made.types_of(made.DOCX_TYPE, more=VBA)),
        ),
        (
            "an embedded object by type",
            "docx",
            lambda: made.docx_with(MAIN, made.types_of(made.DOCX_TYPE, more=OLE)),
        ),
        ("macros by name", "docx", lambda: made.docx_with("word/vbaProject.bin")),
        ("macros by name in capitals", "xlsx", lambda: made.xlsx_with("xl/VBAPROJECT.BIN")),
        ("an old macro sheet", "xlsx", lambda: made.xlsx_with("xl/macrosheets/sheet1.xml")),
        ("a control", "docx", lambda: made.docx_with("word/activeX/activeX1.xml", "<a/>")),
        ("an object", "docx", lambda: made.docx_with("word/embeddings/oleObject1.bin")),
        ("a programme", "docx", lambda: made.docx_with("word/media/setup.exe", EXE)),
        ("a page", "docx", lambda: made.docx_with("word/afchunk.html", HTML)),
        ("a script", "xlsx", lambda: made.xlsx_with("xl/run.js")),
        ("a shortcut", "xlsx", lambda: made.xlsx_with("xl/media/offer.lnk")),
        ("a zip in its embeddings", "docx", lambda: made.docx_with("word/embeddings/a.zip")),
        (
            "a document with macros in a document",
            "docx",
            lambda: made.docx_with("word/embeddings/a.docx", made.docx_with("word/vbaProject.bin")),
        ),
        (
            "a document in a document in a document",
            "docx",
            lambda: made.docx_with(
                "word/embeddings/a.docx", made.docx_with("word/embeddings/b.docx", made.docx())
            ),
        ),
        ("a part above", "docx", lambda: made.docx_with("../../etc/cron.d/x")),
        ("a part at the root", "docx", lambda: made.docx_with("/etc/passwd")),
        ("a part on a drive", "docx", lambda: made.docx_with("C:/windows/x")),
        ("a part with backslashes", "docx", lambda: made.docx_with("word\\..\\..\\x")),
        ("a part with a control in its name", "docx", lambda: made.docx_with("word/a\x07b.xml")),
        (
            "a part with NUL in its name",
            "docx",
            lambda: made.docx_with("word/aXb.xml").replace(b"aXb", b"a\0b"),
        ),
        ("a part twice", "docx", lambda: made.docx_with("WORD/document.xml", "<a/>")),
        ("a symbolic link", "docx", made.symbolic_link),
        ("an encrypted part", "docx", lambda: made.encrypted_flag(made.docx())),
        ("encrypted whole", "xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a bomb", "docx", lambda: made.docx_with("word/media/a.png", bytes(99 * 2**20))),
        (
            "a bomb in parts",
            "xlsx",
            lambda: made.zipped(
                {**made.xlsx_parts(), **{f"xl/{n}.png": bytes(2**20) for n in range(120)}}
            ),
        ),
        (
            "3 000 parts",
            "docx",
            lambda: made.zipped(
                {**made.docx_parts(), **{f"word/{n}.xml": "<a/>" for n in range(3000)}}
            ),
        ),
        ("parts that overlap", "docx", made.overlapping),
        (
            "sizes that lie",
            "docx",
            lambda: made.patched(made.docx(), b"PK\x01\x02", 24, (10).to_bytes(4, "little")),
        ),
        (
            "huge claims",
            "docx",
            lambda: made.patched(made.docx(), b"PK\x01\x02", 24, b"\xfe\xff\xff\xff"),
        ),
        (
            "a directory elsewhere",
            "docx",
            lambda: made.patched(made.docx(), b"PK\x05\x06", 16, b"\x00\x00\x00\x00"),
        ),
        ("more disks", "docx", lambda: made.patched(made.docx(), b"PK\x05\x06", 4, b"\x01\x00")),
        ("a comment", "docx", lambda: made.with_comment(made.docx(), b"hola")),
        ("a page in its comment", "docx", lambda: made.with_comment(made.docx(), HTML)),
        ("a programme before it", "docx", lambda: EXE + made.docx()),
        (
            "an unknown method",
            "docx",
            lambda: made.patched(made.docx(), b"PK\x01\x02", 10, b"\x63\x00"),
        ),
        ("lzma", "docx", lambda: made.zipped(made.docx_parts(), 14)),
        (
            "a wrong checksum",
            "docx",
            lambda: made.patched(made.docx(), b"PK\x01\x02", 16, b"\x01\x02\x03\x04"),
        ),
        ("entities that grow", "docx", lambda: made.docx_with("word/document.xml", LAUGHS)),
        ("an entity from the disk", "docx", lambda: made.docx_with("word/styles.xml", XML)),
        (
            "an entity in UTF-16",
            "docx",
            lambda: made.docx_with("word/styles.xml", XML.decode().encode("utf-16")),
        ),
        ("an entity in the types", "docx", lambda: made.docx_with(MAIN, XML)),
        ("a main part of HTML", "docx", lambda: made.docx_with("word/document.xml", "<html/>")),
        ("a broken main part", "docx", lambda: made.docx_with("word/document.xml", "<w:a")),
        ("broken types", "xlsx", lambda: made.xlsx_with(MAIN, "<Types")),
        (
            "a template from elsewhere",
            "docx",
            lambda: made.docx_with(
                RELS, made.relations(made.relation("attachedTemplate", OUTSIDE, outside=True))
            ),
        ),
        (
            "an object from elsewhere",
            "docx",
            lambda: made.docx_with(
                RELS, made.relations(made.relation("oleObject", OUTSIDE, outside=True))
            ),
        ),
        (
            "a picture from elsewhere",
            "docx",
            lambda: made.docx_with(
                RELS, made.relations(made.relation("image", OUTSIDE, outside=True))
            ),
        ),
        (
            "a page as a part",
            "docx",
            lambda: made.docx_with(RELS, made.relations(made.relation("aFChunk", "a.mht"))),
        ),
        (
            "figures from another workbook",
            "xlsx",
            lambda: made.xlsx_with(
                "xl/externalLinks/_rels/externalLink1.xml.rels",
                made.relations(made.relation("externalLinkPath", "file:///x.xlsx", outside=True)),
            ),
        ),
    ]
}

ROOT = made.CATALOGUE
RUNS = {"/S": "/JavaScript", "/JS": "app.alert(1)"}
PDFS: dict[str, tuple[str, Make]] = {
    f"pdf: {why}": ("oferta.pdf", make)
    for why, make in [
        ("a page with its signature", lambda: b"%PDF-1.7\n" + HTML),
        ("a page with signature and end", lambda: b"%PDF-1.7\n" + HTML + b"\n%%EOF"),
        (
            "a page in its first comment",
            lambda: made.written().replace(b"%\xe2\xe3\xcf\xd3", b"%<script>", 1),
        ),
        ("a page behind its end", lambda: made.written() + HTML),
        ("text only", lambda: b"%PDF-1.7 the offer"),
        ("no objects", lambda: b"%PDF-1.7\n%%EOF"),
        ("no pages", lambda: made.raw_pdf(ROOT, "<< /Type /Pages /Kids [] /Count 0 >>")),
        ("no page tree", lambda: made.raw_pdf("<< /Type /Catalog >>")),
        ("a page tree of text", lambda: made.raw_pdf(ROOT, "(hola)")),
        ("a page that is none", lambda: made.raw_pdf(ROOT, made.ONE_PAGE, "<< /A /B >>")),
        ("no catalogue", lambda: made.raw_pdf(ROOT, root=9)),
        (
            "a page tree that bites its tail",
            lambda: made.raw_pdf(ROOT, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        ),
        (
            "a page tree that doubles",
            lambda: made.raw_pdf(
                ROOT, *(f"<< /Kids [{n + 1} 0 R {n + 1} 0 R] >>" for n in range(2, 45)), made.PAGE
            ),
        ),
        ("a deep page tree", lambda: made.deep_pages(2_000)),
        (
            "a million pages",
            lambda: made.raw_pdf(
                ROOT, f"<< /Type /Pages /Kids [{'3 0 R ' * 500_000}] /Count 1 >>", made.PAGE
            ),
        ),
        ("a deep array", lambda: made.raw_pdf(ROOT, f"<< /Kids {'[' * 200_000}{']' * 200_000} >>")),
        ("a deep dictionary", lambda: made.raw_pdf(ROOT, "<< /Kids " * 50_000)),
        ("a bomb of an object stream", lambda: made.object_stream_bomb(400 * 2**20)),
        ("a password", lambda: made.written(lambda w: w.encrypt("x", algorithm="RC4-128"))),
        (
            "an owner's password",
            lambda: made.written(lambda w: w.encrypt("", "x", algorithm="RC4-128")),
        ),
        ("a script at opening", lambda: made.written(made.opening(RUNS))),
        (
            "a script by name",
            lambda: made.raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) "
                "<< /S /JavaScript /JS (x) >>] >> >> >>",
                made.ONE_PAGE,
                made.PAGE,
            ),
        ),
        (
            "a programme at opening",
            lambda: made.written(made.opening({"/S": "/Launch", "/F": "cmd.exe"})),
        ),
        (
            "a form sent at opening",
            lambda: made.written(made.opening({"/S": "/SubmitForm", "/F": OUTSIDE})),
        ),
        (
            "an address at opening",
            lambda: made.written(made.opening({"/S": "/URI", "/URI": OUTSIDE})),
        ),
        (
            "actions of the document",
            lambda: made.raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /AA << /WC << /S /JavaScript /JS (x) >> >> >>",
                made.ONE_PAGE,
                made.PAGE,
            ),
        ),
        (
            "an action behind a harmless one",
            lambda: made.raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoTo /D [3 0 R] /Next "
                "<< /S /Launch /F (cmd.exe) >> >> >>",
                made.ONE_PAGE,
                made.PAGE,
            ),
        ),
        (
            "a table of places that loops",
            lambda: made.raw_pdf(ROOT, made.ONE_PAGE, made.PAGE, trailer="/Prev 9 ").replace(
                b"startxref", b"startxre"
            ),
        ),
    ]
}

JPEG = EACH["jpg"]
PICTURES: dict[str, tuple[str, Make]] = {
    f"picture: {why}": (name, make)
    for why, name, make in [
        ("a bomb", "o.png", lambda: made.png_of(40_000, 40_000)),
        ("a bomb that is there", "o.png", lambda: made.png_of(19_000, 19_000, bytes(400 * 2**20))),
        ("a long line", "o.png", lambda: made.png_of(2_000_000, 1)),
        ("no pixels", "o.png", lambda: made.png_of(0, 0)),
        ("too few pixels", "o.png", lambda: made.png_of(99, 99, b"xyz")),
        ("a wrong checksum", "o.png", lambda: EACH["png"][:20] + b"\xff" + EACH["png"][21:]),
        ("a page behind its end", "o.png", lambda: EACH["png"] + HTML),
        ("blanks behind its end", "o.png", lambda: EACH["png"] + b"\n\n"),
        (
            "a page in its text",
            "o.png",
            lambda: EACH["png"].replace(
                EACH["png"][8:33], EACH["png"][8:33] + made.chunk(b"tEXt", b"a\0" + HTML)
            ),
        ),
        (
            "a bomb of text",
            "o.png",
            lambda: (
                EACH["png"][:33]
                + b"".join(
                    made.chunk(b"zTXt", b"a\0\0" + made.packed(60 * 2**20)) for _ in range(5)
                )
                + EACH["png"][33:]
            ),
        ),
        ("a page in its comment", "o.jpg", lambda: made.jpeg_with_segment(0xFE, HTML)),
        ("a zip behind its end", "o.jpeg", lambda: JPEG + made.docx()),
        (
            "a zip that ends as a picture does",
            "o.jpg",
            lambda: JPEG + made.with_comment(made.docx(), b"\xff\xd9"),
        ),
        ("a PDF behind its end", "o.jpg", lambda: JPEG + EACH["pdf"]),
        ("a script behind its end", "o.jpg", lambda: JPEG + b"<?php system($_GET[0]);"),
        ("no size", "o.jpg", lambda: JPEG[:2] + JPEG[-2:]),
        ("an end at once", "o.jpg", lambda: b"\xff\xd8\xff\xd9"),
        ("a huge size", "o.jpg", lambda: made.jpeg_of_size(65_000, 65_000)),
        ("an animation", "o.png", lambda: GIF),
    ]
}

LINES = "Fecha;Precio\n01/03/2026;63,00\n"
TEXTS: dict[str, tuple[str, Make]] = {
    f"text: {why}": (name, lambda content=content: content)
    for why, name, content in [
        ("a page", "o.txt", HTML),
        ("a page behind blanks", "o.txt", b"\n\n   \t" + HTML),
        ("a page behind a mark", "o.csv", b"\xef\xbb\xbf" + HTML),
        ("a page in capitals", "o.txt", HTML.upper()),
        ("a page further on", "o.txt", b"Acta de la llamada\n" * 20 + HTML),
        ("a comment of a page", "o.txt", b"<!-- x --><b>hola</b>"),
        ("an element", "o.txt", b"<body onload=alert(1)>"),
        ("a drawing", "o.csv", SVG),
        ("XML", "o.txt", XML),
        ("PHP", "o.txt", b"<?php system($_GET[0]);"),
        ("a frame", "o.csv", b"a;b\n<iframe src=//malo.example>;1\n"),
        ("a shell script", "o.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("PostScript", "o.txt", b"%!PS-Adobe-3.0\n"),
        ("RTF", "o.txt", b"{\\rtf1\\ansi hola}"),
        ("a page in a mail", "o.txt", b"MIME-Version: 1.0\nContent-Type: text/html\n\n"),
        ("NUL", "o.txt", b"text\0more"),
        ("a bell", "o.csv", b"a;\x07b\n"),
        ("an escape", "o.txt", b"\x1b]0;title\x07hola"),
        ("a backspace", "o.txt", b"hola\x08\x08"),
        ("delete", "o.csv", b"a;\x7f\n"),
        ("a control of C1", "o.txt", "hola \x9b31m".encode()),
        ("a control of C1 at 4 GB", "o.txt", "x\x85y".encode()),
        ("UTF-16", "o.txt", LINES.encode("utf-16")),
        ("UTF-16 without a mark", "o.csv", LINES.encode("utf-16-le")),
        ("UTF-32", "o.csv", LINES.encode("utf-32")),
        ("UTF-7", "o.txt", b"+ADw-script+AD4-\x00"),
        ("neither encoding", "o.txt", b"caf\xe9 \x81\x8d"),
        ("a cut letter, then no Windows", "o.txt", b"a\xc3 \x9d"),
        ("a gzip", "o.csv", gzip.compress(LINES.encode())),
        ("an eicar with a tail", "o.txt", EICAR_LIKE),
        ("a font", "o.txt", b"\x00\x01\x00\x00" + bytes(64)),
    ]
}


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return buffer.getvalue()


ARCHIVES: dict[str, tuple[str, Make]] = {
    f"archive: {why}": (name, make)
    for why, name, make in [
        ("a tar called text", "o.txt", tar),
        ("a tar called docx", "o.docx", tar),
        ("a gzip called xlsx", "o.xlsx", lambda: gzip.compress(made.workbook())),
        ("base64 called pdf", "o.pdf", lambda: base64.b64encode(EACH["pdf"])),
        (
            "a jar called docx",
            "o.docx",
            lambda: made.zipped(
                {"META-INF/MANIFEST.MF": "Main-Class: X", "X.class": b"\xca\xfe\xba\xbe"}
            ),
        ),
        (
            "an epub called docx",
            "o.docx",
            lambda: made.zipped(
                {"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}
            ),
        ),
        (
            "an odt called docx",
            "o.docx",
            lambda: made.zipped(
                {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
            ),
        ),
    ]
}

HOSTILE = FORBIDDEN | OFFICE | PDFS | PICTURES | TEXTS | ARCHIVES

GOOD: dict[str, tuple[str, Make]] = {
    "PDF by WeasyPrint": ("Oferta año 2026.pdf", made.printed),
    "PDF by WeasyPrint, many pages": ("o.pdf", lambda: made.printed("Oferta<p>" * 300)),
    "PDF by pypdf": ("o.pdf", made.written),
    "PDF by pypdf, 400 pages": ("o.pdf", lambda: made.written(pages=400)),
    "PDF by WeasyPrint, rewritten by pypdf": ("o.pdf", lambda: made.rewritten(made.printed())),
    "PDF by pypdf with a file in it": (
        "o.PDF",
        lambda: made.written(lambda w: w.add_attachment("factura.xml", b"<a/>")),
    ),
    "PDF by pypdf with a bookmark": (
        "o.pdf",
        lambda: made.written(lambda w: w.add_outline_item(title="Precios", page_number=0)),
    ),
    "PDF by pypdf that opens at a place": (
        "o.pdf",
        lambda: made.written(made.opening({"/S": "/GoTo", "/D": "inicio"})),
    ),
    "PDF by Pillow": ("escaneo.pdf", lambda: made.picture("PDF")),
    "PDF that ends with blanks": ("o.pdf", lambda: made.written() + b"\r\n\r\n"),
    "PNG by Pillow": ("o.png", lambda: made.picture("PNG")),
    "PNG by Pillow, a palette": ("o.PNG", lambda: made.picture("PNG", "P")),
    "PNG by Pillow, transparent": ("o.png", lambda: made.picture("PNG", "RGBA")),
    "PNG by Pillow, 16 bits": ("o.png", lambda: made.picture("PNG", "I;16")),
    "PNG by Pillow, of a camera": (
        "o.png",
        lambda: made.png_of(6_000, 4_000, bytes(4_000 * 18_001)),
    ),
    "JPEG by Pillow": ("o.jpg", lambda: made.picture("JPEG")),
    "JPEG by Pillow, progressive": ("o.jpeg", lambda: made.picture("JPEG", progressive=True)),
    "JPEG by Pillow, CMYK": ("o.jpg", lambda: made.picture("JPEG", "CMYK")),
    "JPEG by Pillow, grey": ("o.jpg", lambda: made.picture("JPEG", "L", quality=30)),
    "JPEG by Pillow, of a camera": ("foto.JPG", lambda: made.picture("JPEG", size=(4_000, 3_000))),
    "JPEG by Pillow, several pictures": ("o.jpg", made.several_pictures),
    "JPEG by Pillow, with a depth map behind": ("o.jpg", lambda: JPEG + b"\0" * 99 + JPEG),
    "XLSX by XlsxWriter": ("precios.xlsx", made.workbook),
    "XLSX by XlsxWriter, with a chart": ("o.xlsx", lambda: made.workbook(chart=True)),
    "XLSX by XlsxWriter, long": ("o.xlsx", lambda: made.workbook(20_000)),
    "XLSX by XlsxWriter, one value over and over": (
        "o.xlsx",
        lambda: made.workbook(constant=True),
    ),
    "XLSX by openpyxl": ("o.xlsx", made.openpyxl_workbook),
    "DOCX to the standard": ("acta.docx", made.docx),
    "DOCX to the standard, not packed": ("acta.docx", lambda: made.zipped(made.docx_parts(), 0)),
    "DOCX with a workbook behind its chart": (
        "acta.docx",
        lambda: made.docx_with("word/embeddings/Microsoft_Excel_Sheet.xlsx", made.workbook()),
    ),
    "DOCX with a folder": ("acta.docx", lambda: made.docx_with("word/media/", b"")),
    "TXT in UTF-8": ("acta.txt", lambda: "Llamada: «sí», 3 €.\n".encode()),
    "TXT in UTF-8 with a mark": ("acta.txt", lambda: "Año".encode("utf-8-sig")),
    "TXT in Windows-1252": ("acta.txt", lambda: "Año «2026», 3 €".encode("cp1252")),
    "TXT with Windows' line ends": ("acta.txt", lambda: b"uno\r\ndos\r\n\tr\x0c"),
    "TXT of a mail": ("correo.txt", lambda: b"From: <ana@empresa.example>\nA < B, B > C\n"),
    "CSV in UTF-8": ("precios.csv", lambda: LINES.encode()),
    "CSV with negative numbers": ("p.csv", lambda: b"a,b\n-1,=1+1\n"),
    "CSV in Windows-1252": ("p.csv", lambda: "año;precio €\n".encode("cp1252")),
}


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
