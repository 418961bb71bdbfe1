"""WeasyPrint, and the one door to the outside: a font. Only the press imports this.

A machine without Pango cannot import WeasyPrint, and must still run the site.
"""

import gc
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import fontpkg_inter
from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .archive import LINE_END, finish
from .job import Enclosure
from .text import breakable, parts

# fontTools stamps the hour into every font that it cuts, unless the standard variable names one:
# without it the same report has other bytes a second later.
os.environ["SOURCE_DATE_EPOCH"] = "0"

FONT = "font:inter"  # the only address that is ever answered
FONT_FILE = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"
SPARE_OBJECTS = 8
NOT_LAID_OUT = ("title", "style", "svg")  # an SVG's title is spoken


class ForbiddenAddress(ValueError):
    """A report asked for something that is not the font. Nothing was fetched."""


class FontOnly(URLFetcher):
    """Answers one address, and refuses every other: http, file, data, whatever comes."""

    def fetch(self, url, headers=None):
        if url != FONT:
            raise ForbiddenAddress(url)
        return URLFetcherResponse(FONT, FONT_FILE.read_bytes(), {"Content-Type": "font/ttf"})


def print_pdf(html: str, *, identifier: bytes, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """The HTML as PDF/A-3a and PDF/UA-1 in one file; the same HTML gives the same bytes.

    In this process, and without a limit: what people wrote goes through the press.
    """
    document = HTML(string=html, url_fetcher=FontOnly())
    _let_lines_break(document.etree_element)
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_identifier": identifier}
    # It leaves the file of the colour profile to be closed by chance.
    with _no_collector(), warnings.catch_warnings(action="ignore", category=ResourceWarning):
        laid_out = document.render(**options)
        for spare in range(SPARE_OBJECTS):  # nearly always the first will do
            pdf: bytes = laid_out.write_pdf(
                finisher=partial(finish, spare=spare),
                attachments=[_attachment(one) for one in enclosures],
                **options,
            )
            if LINE_END not in pdf:
                break
    return pdf


def _attachment(enclosure: Enclosure) -> Attachment:
    """It serves once: WeasyPrint reads it like a file."""
    at = datetime.fromisoformat(enclosure.at)
    return Attachment(
        file_obj=BytesIO(enclosure.text.encode()),
        url_fetcher=FontOnly(),
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
