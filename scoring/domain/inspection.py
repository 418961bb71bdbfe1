"""A file's content, read by the parser of its kind in a process of its own. Knows no Django.

Parsers meet hostile files here: whatever one does to them (a loop, a gigabyte, a crash) happens to
a child that lives for seconds, with no environment, no right to write and little memory, and never
to the process that serves pages.

As a programme (`python -m scoring.domain.inspection pdf < file`) it writes why the file is refused,
or nothing.
"""

import io
import logging
import os
import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

from .confinement import MEGABYTE, confine
from .office import inspect_office
from .refusal import Refusal, Refused

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 768 * MEGABYTE  # bytes of address space; the largest picture needs 300 MB
MOST_CPU = 10  # seconds
MOST_TIME = 20  # seconds on the wall, for a machine that is busy

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 20_000
MOST_PAGES = 5_000
DEEPEST_TREE = 50

BROKEN = (  # what parsers raise at a file that is not whole
    *(OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, SyntaxError),
    *(AssertionError, NotImplementedError, ArithmeticError, zlib.error, struct.error),
)
HARMLESS_ACTIONS = {"/GoTo", "/Named"}  # what a PDF may do by itself when it is opened
MARKUP = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?php)\b", re.IGNORECASE)
FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|Rar!\x1a|7z\xbc\xaf|<\?php|<script", re.IGNORECASE
)
END_OF_ZIP = struct.Struct("<4s4H2LH")
JPEG_MARKER = re.compile(
    rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL
)  # the others are of the picture
JPEG_SCAN, JPEG_END = 0xDA, 0xD9


def inspect_apart(content: bytes, ending: str) -> None:
    """Raise `Refused` unless a child process finds the content to be what `ending` says."""
    command = [sys.executable, "-E", "-s", "-B", "-m", "scoring.domain.inspection", ending]
    try:
        child = subprocess.run(  # noqa: S603  our own module, and an ending from the allow-list
            command, input=content, capture_output=True, cwd=ROOT, env={}, timeout=MOST_TIME
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal.HEAVY) from error
    if child.returncode < 0:  # a signal: its limits stopped it, or its parser crashed
        raise Refused(Refusal.HEAVY)
    if child.returncode:
        logger.error("The inspection of a %s fell over: %s", ending, child.stderr.decode()[-2000:])
        raise Refused(Refusal.BROKEN)
    if child.stdout:
        raise Refused(Refusal(child.stdout.decode()))


def inspect(content: bytes, ending: str) -> None:
    """Raise `Refused` unless the content parses as what `ending` says, and as nothing else."""
    if ending in ("docx", "xlsx"):
        return inspect_office(content, ending)
    if MARKUP.search(content[:1024]):
        raise Refused(Refusal.MORE_THAN_ONE)  # a browser that guesses would take it for a page
    _require_no_zip_at_end(content)
    if ending == "pdf":
        return inspect_pdf(content)
    return inspect_picture(content, {"png": "PNG"}.get(ending, "JPEG"))


def inspect_picture(content: bytes, kind: str) -> None:
    """Decoded to the last line; its size is judged before."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and is asked before a pixel is made
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                raise Refused(Refusal.LARGE_PICTURE)
            picture.load()
    except UnidentifiedImageError as error:
        raise Refused(Refusal.OTHER_KIND) from error
    except BROKEN as error:
        raise Refused(Refusal.BROKEN) from error
    _require_end(content, kind)


def _require_end(content: bytes, kind: str) -> None:
    """Nothing of another kind behind the picture.

    Behind a PNG nothing at all. Telephones put a film or a depth map behind their JPEG: that stays.
    """
    if kind == "PNG" and not content.endswith(b"IEND\xae\x42\x60\x82"):
        raise Refused(Refusal.MORE_THAN_ONE)
    if kind == "JPEG" and FOREIGN.search(content, _end_of_jpeg(content)):
        raise Refused(Refusal.MORE_THAN_ONE)


def _end_of_jpeg(content: bytes) -> int:
    """Where the picture's own end marker stands: segments are stepped over by their length."""
    at = 2
    while marker := JPEG_MARKER.search(content, at):
        code, at = marker[1][0], marker.end()
        if code == JPEG_END:
            return at
        at += int.from_bytes(content[at : at + 2])
    return len(content)


def _require_no_zip_at_end(content: bytes) -> None:
    """A zip is read from its end, so its comment can hold the end of another kind of file."""
    start = max(0, len(content) - END_OF_ZIP.size - 0xFFFF)
    for found in re.finditer(rb"PK\x05\x06", content[start:]):
        at = start + found.start()
        record = content[at : at + END_OF_ZIP.size]
        if len(record) == END_OF_ZIP.size:
            *_numbers, comment = END_OF_ZIP.unpack(record)
            if at + END_OF_ZIP.size + comment == len(content):
                raise Refused(Refusal.MORE_THAN_ONE)


def inspect_pdf(content: bytes) -> None:
    """Catalogue and page tree are there, no password, and nothing runs when it is opened."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    _before, end, behind = content.rpartition(b"%%EOF")
    if not end:
        raise Refused(Refusal.BROKEN)
    if behind.strip(b"\0 \t\r\n\x0c\x1a"):
        raise Refused(Refusal.MORE_THAN_ONE)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Refused(Refusal.LOCKED)
        catalogue = reader.trailer["/Root"]
        _require_pages(catalogue)
        _require_passive(catalogue)
    except RecursionError as error:
        raise Refused(Refusal.BOMB) from error
    except (PyPdfError, *BROKEN) as error:
        raise Refused(Refusal.BROKEN) from error


def _require_pages(catalogue: Any) -> None:
    """Walks the tree itself, so that one that is deep, wide or bites its tail costs little."""
    waiting, pages = [(catalogue["/Pages"], 0)], 0
    while waiting:
        node, depth = waiting.pop()
        node = node.get_object()
        if "/Kids" not in node:
            node["/Type"]  # a page says so
            pages += 1
            continue
        kids = node["/Kids"].get_object()
        if depth > DEEPEST_TREE or pages + len(waiting) + len(kids) > MOST_PAGES:
            raise Refused(Refusal.BOMB)
        waiting += [(kid, depth + 1) for kid in kids]
    if not pages:
        raise Refused(Refusal.BROKEN)


def _require_passive(catalogue: Any) -> None:
    if "/AA" in catalogue or ("/Names" in catalogue and "/JavaScript" in catalogue["/Names"]):
        raise Refused(Refusal.ACTIVE)
    if "/OpenAction" not in catalogue:
        return
    opening = catalogue["/OpenAction"]  # an action, or just the place to show
    if isinstance(opening, dict) and (opening["/S"] not in HARMLESS_ACTIONS or "/Next" in opening):
        raise Refused(Refusal.ACTIVE)


def main(ending: str) -> None:
    confine(memory=MOST_MEMORY, seconds=MOST_CPU)
    try:
        inspect(sys.stdin.buffer.read(), ending)
    except Refused as refused:
        os.write(1, refused.why.value.encode())
    except (MemoryError, RecursionError):
        os.write(1, Refusal.HEAVY.value.encode())


if __name__ == "__main__":
    main(sys.argv[1])
