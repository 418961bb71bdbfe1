"""WeasyPrint, and the one door to the outside: its fonts. Only the press imports this.

A machine without Pango cannot import WeasyPrint, and must still run the site.
"""

import gc
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .archive import LINE_END, finish
from .fonts import FONTS
from .job import Enclosure
from .text import breakable, parts

# Where HarfBuzz cannot, fontTools takes the letters that are used out of a font. It stamps the hour
# into it unless the standard variable names one: the same report would have other bytes later.
os.environ["SOURCE_DATE_EPOCH"] = "0"

SPARE_OBJECTS = 8
ROOM = 40_000  # values of 8 bytes: the piece is of 512 KB, with 190 KB left for what it calls
NOT_LAID_OUT = ("title", "style", "svg")  # an SVG's title is spoken


class ForbiddenAddress(ValueError):
    """A report asked for something that is none of its fonts. Nothing was fetched."""


class FontsOnly(URLFetcher):
    """Answers with a font of the report, and refuses all else: http, file, data, whatever comes."""

    def fetch(self, url, headers=None):
        if url not in FONTS:
            raise ForbiddenAddress(url)
        return URLFetcherResponse(url, FONTS[url], {"Content-Type": "font/ttf"})


def in_one_piece[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Keeps the frames of all that the function calls in one piece of memory.

    CPython keeps frames in pieces of 16 KB, and gives a piece back once the last frame has left it:
    where a layout calls a small function across that edge, again and again, an eighth of its time
    goes into fetching the same piece. Who needs more room than that for itself gets a large one.
    """
    function.__code__ = function.__code__.replace(co_stacksize=ROOM)  # type: ignore[attr-defined]
    return function


@in_one_piece
def print_pdf(html: str, *, identifier: bytes, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """The HTML as PDF/A-3a and PDF/UA-1 in one file; the same HTML gives the same bytes.

    In this process, and without a limit: what people wrote goes through the press.
    """
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_identifier": identifier}
    fetcher = FontsOnly()
    # It leaves the file of the colour profile to be closed by chance.
    with _no_collector(), warnings.catch_warnings(action="ignore", category=ResourceWarning):
        document = HTML(string=html, url_fetcher=fetcher)
        _let_lines_break(document.etree_element)
        laid_out = document.render(**options)
        for spare in range(SPARE_OBJECTS):  # nearly always the first will do
            pdf: bytes = laid_out.write_pdf(
                finisher=partial(finish, spare=spare),
                attachments=[_attachment(one, fetcher) for one in enclosures],
                **options,
            )
            if LINE_END not in pdf:
                break
    return pdf


def _attachment(enclosure: Enclosure, fetcher: FontsOnly) -> Attachment:
    """It serves once: WeasyPrint reads it like a file."""
    at = datetime.fromisoformat(enclosure.at)
    return Attachment(
        file_obj=BytesIO(enclosure.text.encode()),
        url_fetcher=fetcher,
        name=enclosure.name,
        description=enclosure.description,
        created=at,
        modified=at,
        relationship=enclosure.relationship,
    )


def _let_lines_break(tree: Element) -> None:
    """Whatever a template prints: one word without an end would hold up the layout for ever."""
    for parent in list(tree.iter()):
        if str(parent.tag).endswith(NOT_LAID_OUT):
            continue
        for place in range(len(parent), 0, -1):
            parent[place - 1].tail = _spread(parent[place - 1].tail, parent, place)
        parent.text = _spread(parent.text, parent, 0)


def _spread(text: str | None, parent: Element, place: int) -> str | None:
    """The first part of the text; the others go into the parent, each behind a mark."""
    first, *others = parts(breakable(text or ""))
    for offset, other in enumerate(others):
        mark = Element("wbr")
        mark.tail = other
        parent.insert(place + offset, mark)
    return first


@contextmanager
def _no_collector() -> Iterator[None]:
    """Layout makes a million objects that live to its end: looking for garbage costs an eighth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
