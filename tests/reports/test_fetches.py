"""Addresses wherever people write: making the PDF asks for none of them."""

import socket
import threading
from collections.abc import Iterator

import pytest
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.reports.pdf import make_report, report_html
from scoring.reports.printer import FontsOnly, ForbiddenAddress, print_pdf

from .conftest import PRINTED_AT
from .everywhere import say

# `{}` is the address; what the layout would fetch if it were not escaped comes first.
FETCHED = [
    '<img src="{}">',
    "<img src={}>",
    '<img srcset="{} 2x" src="{}">',
    '<p style="background:url({})">x</p>',
    "<p style=\"background-image:url('{}')\">x</p>",
    '<ul><li style="list-style-image:url({})">x</li></ul>',
    '<p style="border-image-source:url({});border:1px solid">x</p>',
    "<style>@import url({});</style>",
    "<style>@import '{}';</style>",
    "<style>@font-face{{font-family:z;src:url({})}}</style><p style='font-family:z'>x</p>",
    "<style>p::before{{content:url({})}}</style><p>x</p>",
    "<style>@page{{background:url({})}}</style>",
    "<style>@page{{@top-left{{content:url({})}}}}</style>",
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg><image href="{}" width="9" height="9"/></svg>',
    '<svg><image xlink:href="{}" width="9" height="9"/></svg>',
]
ASKED_FOR = [
    '<p style="content:url({})">x</p>',
    *("{}", "{}/x.png", "<{}>", "![x]({})", "[x]({})", "url({})", "@import url({});"),
    *('<base href="{}">', '<iframe src="{}"></iframe>', '<script src="{}"></script>'),
    *('<video src="{}"></video>', '<audio src="{}">', '<source srcset="{}">', '<track src="{}">'),
    *('<form action="{}"><input></form>', '<body background="{}">', '<table background="{}">'),
    *('<meta http-equiv="refresh" content="0;url={}">', '<input type="image" src="{}">'),
    *('<svg><use href="{}#a"/></svg>', '<svg><a xlink:href="{}">x</a></svg>'),
    *('"><img src="{}">', "'><img src='{}'>", "</style><img src={}>", "</title><img src={}>"),
    *('<?xml-stylesheet href="{}"?>', '<!DOCTYPE x SYSTEM "{}">'),
]
ELSEWHERE = [
    *("file:///etc/passwd", '<img src="file:///etc/passwd">', "<img src=/etc/passwd>"),
    *("data:text/html,<script>1</script>", '<img src="data:image/svg+xml,<svg/>">'),
    *("ftp://127.0.0.1/x", '<img src="ftp://127.0.0.1/x">', "\\\\127.0.0.1\\share\\x.png"),
    *("javascript:alert(1)", "[x](javascript:alert(1))", '<a href="javascript:alert(1)">x</a>'),
    *('<img src="//127.0.0.1/x">', "gopher://127.0.0.1/", '<img src="font:inter?x">'),
]


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what was asked of it."""
    asked: list[str] = []

    def listen(server: socket.socket) -> None:
        while True:
            try:
                visitor, _address = server.accept()
            except OSError:
                return
            with visitor:
                asked.append(visitor.recv(1000).decode().split("\r\n")[0])
                visitor.sendall(b"HTTP/1.0 404 None\r\nContent-Length: 0\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=listen, args=[server], daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def payloads(address: str) -> list[str]:
    return [one.replace("{}", address) for one in (*FETCHED, *ASKED_FOR)] + ELSEWHERE


def test_sixty_addresses_in_every_column_ask_for_nothing(scored, cast, visits):
    address, asked = visits
    hostile = payloads(address)
    columns = say(hostile)
    edition = Edition(language="es")

    pdf = make_report(dossier_of(scored), edition=edition, at=PRINTED_AT, by=cast.owner)

    assert len(hostile) >= 60
    assert columns > 20
    assert asked == []
    assert pdf[:5] == b"%PDF-"


def test_the_layout_itself_tries_to_ask_for_none_of_them(scored, cast, visits, monkeypatch):
    address, asked = visits
    say(payloads(address))
    edition = Edition(language="es")
    html = report_html(dossier_of(scored), edition=edition, at=PRINTED_AT, by=cast.owner)
    refused = refusals(monkeypatch)

    print_pdf(html, identifier=b"x")

    assert (refused, asked) == ([], [])


@pytest.mark.parametrize("payload", FETCHED)
def test_unescaped_each_would_be_tried_and_is_refused(payload, visits, monkeypatch):
    address, asked = visits
    page = '<html lang="es"><title>x</title>' + payload.replace("{}", address).replace("{{", "{")
    refused = refusals(monkeypatch)

    print_pdf(page.replace("}}", "}"), identifier=b"x")

    assert set(refused) == {address}
    assert asked == []


def test_a_layout_with_another_fetcher_does_ask(visits):
    address, asked = visits

    HTML(string=f'<img src="{address}" alt="x">', url_fetcher=URLFetcher()).write_pdf()

    assert asked == ["GET / HTTP/1.1"]


def refusals(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with every address that is refused."""
    refused: list[str] = []
    fetch = FontsOnly.fetch

    def watched(fetcher, url, headers=None):
        try:
            return fetch(fetcher, url, headers)
        except ForbiddenAddress:
            refused.append(url)
            raise

    monkeypatch.setattr(FontsOnly, "fetch", watched)
    return refused
