"""docs/life.md shows the life that the code has."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from scoring.enums import TRANSITIONS, State
from scoring.management.commands.draw_life import END, PAGE, START, drawing

from .test_docs import TEXTS, table


def test_the_page_shows_todays_steps() -> None:
    shown = PAGE.read_text("utf-8").partition(START)[2].partition(END)[0]

    assert shown.strip() == drawing()


def test_the_drawing_has_every_state_and_every_step() -> None:
    lines = drawing().splitlines()

    arrows = [line.split(":")[0].split() for line in lines if "-->" in line]
    steps = [[one.source, "-->", one.target] for one in TRANSITIONS.values()]
    assert arrows == [["[*]", "-->", "draft"], *steps, ["decided", "-->", "[*]"]]
    assert [line.split(":")[0].strip() for line in lines[2:7]] == list(State)


def test_the_drawing_is_in_english_whoever_draws_it() -> None:
    with translation.override("fr"):
        in_french = drawing()

    assert in_french == drawing()


def test_drawing_again_changes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "life.md"
    page.write_text(f"Before\n{START}\nold\n{END}\nAfter\n")
    call_command("draw_life", page=page)
    once = page.read_text()

    call_command("draw_life", page=page)

    assert page.read_text() == once
    assert once == f"Before\n{START}\n{drawing()}\n{END}\nAfter\n"


def test_a_page_without_a_place_for_it_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "life.md"
    page.write_text("Nothing here\n")

    with pytest.raises(CommandError, match="has no place for it"):
        call_command("draw_life", page=page)

    assert page.read_text() == "Nothing here\n"


def test_the_page_explains_every_state() -> None:
    explained = [row["state"] for row in table(TEXTS["docs/life.md"], "state")]

    assert explained == list(State)
