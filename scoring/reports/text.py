"""People's text made safe to lay out: no page may be held up by one word.

The layout of a line costs the square of its longest stretch without a break: a word of 20 000
characters takes 14 s, one of 100 000 never ends. Long words get places to break, long texts
become several blocks.
"""

import re
from collections.abc import Iterator

WORD = 40  # characters that a word may have before it gets breaks
BREAK = "\u200b"  # zero width space: an invisible place to break
BLOCK = 1000

_long_word = re.compile(rf"[^\s{BREAK}]{{{WORD + 1},}}")


def breakable(text: str) -> str:
    """The same text, in which no stretch is longer than `WORD`."""
    return _long_word.sub(lambda found: BREAK.join(_pieces(found[0], WORD)), text)


def blocks(text: str) -> list[str]:
    """The paragraphs of a text, each breakable and of at most `BLOCK` characters."""
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    return [part for one in paragraphs if one for part in _parts(breakable(one))]


def _parts(paragraph: str) -> Iterator[str]:
    while len(paragraph) > BLOCK:
        end = max(paragraph.rfind(" ", 0, BLOCK), paragraph.rfind(BREAK, 0, BLOCK)) + 1
        yield paragraph[:end].strip()
        paragraph = paragraph[end:]
    yield paragraph


def _pieces(word: str, size: int) -> Iterator[str]:
    return (word[start : start + size] for start in range(0, len(word), size))
