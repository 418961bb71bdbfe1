"""Pictures that must not come in."""

from .archives import docx, with_comment
from .documents import chunk, jpeg_of_size, jpeg_with_segment, packed, png_of
from .samples import EACH, GIF, HTML, Make

JPEG = EACH["jpg"]

PICTURE_CASES: dict[str, tuple[str, Make]] = {
    f"picture: {why}": (name, make)
    for why, name, make in [
        ("a bomb", "o.png", lambda: png_of(40_000, 40_000)),
        ("a bomb that is there", "o.png", lambda: png_of(19_000, 19_000, bytes(400 * 2**20))),
        ("a long line", "o.png", lambda: png_of(2_000_000, 1)),
        ("no pixels", "o.png", lambda: png_of(0, 0)),
        ("too few pixels", "o.png", lambda: png_of(99, 99, b"xyz")),
        ("a wrong checksum", "o.png", lambda: EACH["png"][:20] + b"\xff" + EACH["png"][21:]),
        ("a page behind its end", "o.png", lambda: EACH["png"] + HTML),
        ("blanks behind its end", "o.png", lambda: EACH["png"] + b"\n\n"),
        (
            "a page in its text",
            "o.png",
            lambda: EACH["png"].replace(
                EACH["png"][8:33], EACH["png"][8:33] + chunk(b"tEXt", b"a\0" + HTML)
            ),
        ),
        (
            "a bomb of text",
            "o.png",
            lambda: (
                EACH["png"][:33]
                + b"".join(chunk(b"zTXt", b"a\0\0" + packed(60 * 2**20)) for _ in range(5))
                + EACH["png"][33:]
            ),
        ),
        ("a page in its comment", "o.jpg", lambda: jpeg_with_segment(0xFE, HTML)),
        ("a zip behind its end", "o.jpeg", lambda: JPEG + docx()),
        (
            "a zip that ends as a picture does",
            "o.jpg",
            lambda: JPEG + with_comment(docx(), b"\xff\xd9"),
        ),
        ("a PDF behind its end", "o.jpg", lambda: JPEG + EACH["pdf"]),
        ("a script behind its end", "o.jpg", lambda: JPEG + b"<?php system($_GET[0]);"),
        ("no size", "o.jpg", lambda: JPEG[:2] + JPEG[-2:]),
        ("an end at once", "o.jpg", lambda: b"\xff\xd8\xff\xd9"),
        ("a huge size", "o.jpg", lambda: jpeg_of_size(65_000, 65_000)),
        ("an animation", "o.png", lambda: GIF),
    ]
}
