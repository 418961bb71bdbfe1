"""PDFs that must not come in."""

from .documents import (
    CATALOGUE,
    ONE_PAGE,
    PAGE,
    deep_pages,
    object_stream_bomb,
    opening,
    raw_pdf,
    written,
)
from .samples import HTML, OUTSIDE, Make

RUNS = {"/S": "/JavaScript", "/JS": "app.alert(1)"}

PDF_CASES: dict[str, tuple[str, Make]] = {
    f"pdf: {why}": ("oferta.pdf", make)
    for why, make in [
        ("a page with its signature", lambda: b"%PDF-1.7\n" + HTML),
        ("a page with signature and end", lambda: b"%PDF-1.7\n" + HTML + b"\n%%EOF"),
        (
            "a page in its first comment",
            lambda: written().replace(b"%\xe2\xe3\xcf\xd3", b"%<script>", 1),
        ),
        ("a page behind its end", lambda: written() + HTML),
        ("text only", lambda: b"%PDF-1.7 the offer"),
        ("no objects", lambda: b"%PDF-1.7\n%%EOF"),
        ("no pages", lambda: raw_pdf(CATALOGUE, "<< /Type /Pages /Kids [] /Count 0 >>")),
        ("no page tree", lambda: raw_pdf("<< /Type /Catalog >>")),
        ("a page tree of text", lambda: raw_pdf(CATALOGUE, "(hola)")),
        ("a page that is none", lambda: raw_pdf(CATALOGUE, ONE_PAGE, "<< /A /B >>")),
        ("no catalogue", lambda: raw_pdf(CATALOGUE, root=9)),
        (
            "a page tree that bites its tail",
            lambda: raw_pdf(CATALOGUE, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        ),
        (
            "a page tree that doubles",
            lambda: raw_pdf(
                CATALOGUE, *(f"<< /Kids [{n + 1} 0 R {n + 1} 0 R] >>" for n in range(2, 45)), PAGE
            ),
        ),
        ("a deep page tree", lambda: deep_pages(2_000)),
        (
            "a million pages",
            lambda: raw_pdf(
                CATALOGUE, f"<< /Type /Pages /Kids [{'3 0 R ' * 500_000}] /Count 1 >>", PAGE
            ),
        ),
        ("a deep array", lambda: raw_pdf(CATALOGUE, f"<< /Kids {'[' * 200_000}{']' * 200_000} >>")),
        ("a deep dictionary", lambda: raw_pdf(CATALOGUE, "<< /Kids " * 50_000)),
        ("a bomb of an object stream", lambda: object_stream_bomb(400 * 2**20)),
        ("a password", lambda: written(lambda w: w.encrypt("x", algorithm="RC4-128"))),
        (
            "an owner's password",
            lambda: written(lambda w: w.encrypt("", "x", algorithm="RC4-128")),
        ),
        ("a script at opening", lambda: written(opening(RUNS))),
        (
            "a script by name",
            lambda: raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /Names << /JavaScript << /Names [(a) "
                "<< /S /JavaScript /JS (x) >>] >> >> >>",
                ONE_PAGE,
                PAGE,
            ),
        ),
        (
            "a programme at opening",
            lambda: written(opening({"/S": "/Launch", "/F": "cmd.exe"})),
        ),
        (
            "a form sent at opening",
            lambda: written(opening({"/S": "/SubmitForm", "/F": OUTSIDE})),
        ),
        (
            "an address at opening",
            lambda: written(opening({"/S": "/URI", "/URI": OUTSIDE})),
        ),
        (
            "actions of the document",
            lambda: raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /AA << /WC << /S /JavaScript /JS (x) >> >> >>",
                ONE_PAGE,
                PAGE,
            ),
        ),
        (
            "an action behind a harmless one",
            lambda: raw_pdf(
                "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoTo /D [3 0 R] /Next "
                "<< /S /Launch /F (cmd.exe) >> >> >>",
                ONE_PAGE,
                PAGE,
            ),
        ),
        (
            "a table of places that loops",
            lambda: raw_pdf(CATALOGUE, ONE_PAGE, PAGE, trailer="/Prev 9 ").replace(
                b"startxref", b"startxre"
            ),
        ),
    ]
}
