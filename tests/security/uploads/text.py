"""What calls itself text and is not, and archives under other names."""

import base64
import gzip
import io
import tarfile

from .archives import workbook, zipped
from .samples import EACH, HTML, SVG, XML, Make

LINES = "Fecha;Precio\n01/03/2026;63,00\n"

EICAR_LIKE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$\x00"

TEXT_CASES: dict[str, tuple[str, Make]] = {
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


ARCHIVE_CASES: dict[str, tuple[str, Make]] = {
    f"archive: {why}": (name, make)
    for why, name, make in [
        ("a tar called text", "o.txt", tar),
        ("a tar called docx", "o.docx", tar),
        ("a gzip called xlsx", "o.xlsx", lambda: gzip.compress(workbook())),
        ("base64 called pdf", "o.pdf", lambda: base64.b64encode(EACH["pdf"])),
        (
            "a jar called docx",
            "o.docx",
            lambda: zipped(
                {"META-INF/MANIFEST.MF": "Main-Class: X", "X.class": b"\xca\xfe\xba\xbe"}
            ),
        ),
        (
            "an epub called docx",
            "o.docx",
            lambda: zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}),
        ),
        (
            "an odt called docx",
            "o.docx",
            lambda: zipped(
                {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
            ),
        ),
    ]
}
