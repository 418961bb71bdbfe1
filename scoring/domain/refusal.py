"""Why a file is not taken. Knows no Django: the words are `upload`'s."""

from enum import StrEnum


class Refusal(StrEnum):
    OTHER_KIND = "other kind"  # not what the ending says
    BROKEN = "broken"  # of that kind, but not whole
    BOMB = "bomb"  # unpacks to, or claims, far more than it weighs
    HEAVY = "heavy"  # took more time or memory than a file may
    LOCKED = "locked"  # encrypted
    TRAVERSAL = "traversal"  # a part wants to lie outside the file
    ACTIVE = "active"  # macros, scripts, embedded programmes
    FETCHES = "fetches"  # gets something from elsewhere when it is opened
    MORE_THAN_ONE = "more than one"  # a second file inside, before or behind the first
    LARGE_PICTURE = "large picture"
    BINARY = "binary"  # control characters where text should be
    ENCODING = "encoding"  # text, but neither UTF-8 nor Windows-1252
    MARKUP = "markup"  # HTML, SVG, XML or a script that calls itself text


class Refused(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why
