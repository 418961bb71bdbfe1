import pytest

from scoring.reports.text import BLOCK, BREAK, WORD, blocks, breakable, parts


def test_ordinary_text_is_left_as_it_is():
    text = "La oferta recoge 12 copias al día: https://example.com/oferta."

    assert breakable(text) == text
    assert blocks(text) == [text]


def test_no_stretch_is_longer_than_a_word_may_be():
    broken = breakable("x" * 1000 + " y")

    assert max(map(len, broken.replace(BREAK, " ").split())) == WORD
    assert broken.replace(BREAK, "") == "x" * 1000 + " y"


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\x1f"])
def test_spaces_at_which_no_line_breaks_are_part_of_the_word(space):
    chained = f"x{space}" * 50

    assert breakable(chained) == chained[:40] + BREAK + chained[40:80] + BREAK + chained[80:]


def test_what_breaks_already_is_not_broken_again():
    broken = breakable("x" * 1000)

    assert breakable(broken) == broken


def test_a_long_text_becomes_blocks_and_loses_nothing():
    text = "palabra " * 500 + "x" * 5000

    found = blocks(text)

    assert max(map(len, found)) <= BLOCK
    assert "".join("".join(found).split()).replace(BREAK, "") == "".join(text.split())


def test_lines_are_paragraphs_and_empty_ones_are_none():
    assert blocks("uno\r\n\r\n  dos   tres \n") == ["uno", "dos tres"]
    assert blocks("  \n ") == []


def test_parts_are_short_and_make_the_text_again():
    text = "palabra\n" * 300 + "x" * 2000 + " y" * 600

    found = list(parts(text))

    assert max(map(len, found)) == BLOCK
    assert "".join(found) == text
