"""One file of each kind, and a few that are of none."""

import random
from collections.abc import Callable

from .archives import docx, workbook
from .documents import picture, written

type Make = Callable[[], bytes]

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

XML = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)

ELF = b"\x7fELF\x02\x01\x01" + bytes(200)

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"

OUTSIDE = "https://malo.example/x"


def one_of_each() -> dict[str, bytes]:
    return {
        "pdf": written(),
        "png": picture("PNG"),
        "jpg": picture("JPEG"),
        "docx": docx(),
        "xlsx": workbook(),
    }


EACH = one_of_each()

OTHERS = {"html": HTML, "svg": SVG, "exe": EXE, "elf": ELF, "gif": GIF}


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def shuffled(content: bytes, seed: int) -> bytes:
    """The first bytes stay, the rest comes in another order."""
    rest = list(content[16:])
    random.Random(seed).shuffle(rest)
    return content[:16] + bytes(rest)
