"""WeasyPrint, and the one door to the outside: a font. Import this only where a PDF is made.

A machine without Pango cannot import WeasyPrint, and must still run the site.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fontpkg_inter
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

# fontTools stamps the hour into every font that it cuts, unless the standard variable names one:
# without it the same report has other bytes a second later.
os.environ["SOURCE_DATE_EPOCH"] = "0"

FONT = "font:inter"  # the only address that is ever answered
FONT_FILE = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"


class ForbiddenAddress(ValueError):
    """A report asked for something that is not the font. Nothing was fetched."""


class FontOnly(URLFetcher):
    """Answers one address, and refuses every other: http, file, data, whatever comes."""

    def fetch(self, url, headers=None):
        if url != FONT:
            raise ForbiddenAddress(url)
        return URLFetcherResponse(FONT, FONT_FILE.read_bytes(), {"Content-Type": "font/ttf"})


def print_pdf(html: str, *, identifier: bytes) -> bytes:
    """The HTML as a tagged PDF, PDF/UA-1; the same HTML gives the same bytes."""
    document = HTML(string=html, url_fetcher=FontOnly())
    with _no_collector():
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)


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
