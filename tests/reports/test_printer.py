import gc
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfReader

from scoring.reports.fonts import FONTS
from scoring.reports.printer import ROOM, FontsOnly, ForbiddenAddress, in_one_piece, print_pdf


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server that would notice if anybody came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.png",
        "https://example.com/x.css",
        "file:///etc/passwd",
        "file:///etc/passwd#font:inter",
        "data:image/svg+xml,<svg/>",
        "ftp://example.com/",
        "font:inter?x",
        "FONT:INTER",
        "",
    ],
)
def test_every_address_but_the_fonts_is_refused(address):
    with pytest.raises(ForbiddenAddress):
        FontsOnly().fetch(address)


@pytest.mark.parametrize("address", FONTS)
def test_each_font_is_answered(address):
    assert FontsOnly().fetch(address).read()[:4] == b"\x00\x01\x00\x00"


def test_even_hostile_html_fetches_nothing(listener, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET")
    here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    html = f"""<html lang="en"><title>x</title>
        <link rel="stylesheet" href="{here}a.css"><style>@import url({here}b.css);
        @font-face {{ font-family: x; src: url({here}c.ttf) }}
        p {{ background: url({here}d.png); content: url({secret.as_uri()}); font-family: x }}
        </style>
        <p><img src="{here}e.png" alt="e"><img src="{secret.as_uri()}" alt="f">
        <object data="{here}g.svg">h</object><embed src="{here}i.svg">
        <svg><image href="{here}j.png"/><use href="{here}k.svg#a"/></svg>
        <a rel="attachment" href="{secret.as_uri()}">l</a></p>"""

    pdf = print_pdf(html, identifier=b"x")

    with pytest.raises(TimeoutError):
        listener.accept()
    reader = PdfReader(BytesIO(pdf))
    assert "TOPSECRET" not in reader.pages[0].extract_text()
    assert not reader.attachments


def test_the_collector_is_on_again_whatever_happens():
    with pytest.raises(TypeError):
        print_pdf(None, identifier=b"x")

    assert gc.isenabled()


def faults(called: Callable[[], object]) -> int:
    """How many pages of memory it is given, one by one."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    called()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def climb(steps: int) -> None:
    """So many frames up, then a thousand times one more."""
    if steps:
        climb(steps - 1)
    else:
        for _time in range(1000):
            int_of("1")


def int_of(text: str) -> int:
    return int(text)


def test_frames_are_fetched_again_and_again_at_some_height():
    """The negative control: CPython is as it says."""
    assert max(faults(partial(climb, steps)) for steps in range(200)) > 900


def test_frames_are_fetched_once_in_one_piece():
    @in_one_piece
    def ours(steps: int) -> None:
        climb(steps)

    assert max(faults(partial(ours, steps)) for steps in range(200)) < 300


def test_a_report_is_laid_out_in_one_piece():
    assert print_pdf.__code__.co_stacksize == ROOM


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1700000000"},
    ],
)
def test_every_process_gives_the_same_bytes(environment):
    script = (
        "import sys; from scoring.reports.printer import print_pdf;"
        "sys.stdout.buffer.write(print_pdf(sys.argv[1], identifier=b'x'))"
    )
    html = """<html lang="en"><title>x</title><style>@font-face { font-family: Inter;
        src: url(font:inter) } body { font-family: Inter }</style><h1>Uno</h1><p>dos <b>tres"""

    made = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", script, html],
        env=os.environ | environment,
        capture_output=True,
        check=True,
    )

    assert made.stdout == print_pdf(html, identifier=b"x")
