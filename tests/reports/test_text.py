from scoring.reports.text import BLOCK, BREAK, WORD, blocks, breakable


def test_ordinary_text_is_left_as_it_is():
    text = "La oferta recoge 12 copias al día: https://example.com/oferta."

    assert breakable(text) == text
    assert blocks(text) == [text]


def test_no_stretch_is_longer_than_a_word_may_be():
    broken = breakable("x" * 1000 + " y")

    assert max(map(len, broken.replace(BREAK, " ").split())) == WORD
    assert broken.replace(BREAK, "") == "x" * 1000 + " y"


def test_a_long_text_becomes_blocks_and_loses_nothing():
    text = "palabra " * 500 + "x" * 5000

    found = blocks(text)

    assert max(map(len, found)) <= BLOCK
    assert "".join("".join(found).split()).replace(BREAK, "") == "".join(text.split())


def test_lines_are_paragraphs_and_empty_ones_are_none():
    assert blocks("uno\r\n\r\n  dos   tres \n") == ["uno", "dos tres"]
    assert blocks("  \n ") == []
