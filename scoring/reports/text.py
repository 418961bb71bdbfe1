"""People's text made safe to lay out: no page may be held up by one word.

The layout of a line costs the square of its longest stretch without a break, and where a word must
be broken to fit, all the rest of the text: a word of 20 000 characters takes 14 s, one of 100 000
never ends. Long words get places to break, long texts come in parts.
"""

import re
from collections.abc import Iterator

WORD = 40  # characters that a word may have before it gets breaks
BREAK = "\u200b"  # zero width space: an invisible place to break
BLOCK = 1000

# Not every space is one at which a line breaks: some keep together what is on both sides.
_long_word = re.compile(rf"(?:[^\s{BREAK}]|[\xa0\u2007\u202f\x1c-\x1f]){{{WORD + 1},}}")


def breakable(text: str) -> str:
    """The same text, in which no stretch is longer than `WORD`."""
    return _long_word.sub(lambda found: BREAK.join(_pieces(found[0], WORD)), text)


def blocks(text: str) -> list[str]:
    """The paragraphs of a text, each breakable and of at most `BLOCK` characters."""
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    return [part.strip() for one in paragraphs if one for part in parts(breakable(one))]


def parts(text: str) -> Iterator[str]:
    """The same text in stretches of at most `BLOCK` characters, cut where it breaks."""
    while len(text) > BLOCK:
        end = max(text.rfind(mark, 0, BLOCK) for mark in (" ", "\n", BREAK)) + 1 or BLOCK
        yield text[:end]
        text = text[end:]
    yield text


def _pieces(word: str, size: int) -> Iterator[str]:
    return (word[start : start + size] for start in range(0, len(word), size))
