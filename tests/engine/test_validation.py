import pickle
from typing import Any

import pytest

from scoring.engine import ProblemError
from scoring.engine.validation import check_text


def test_error_is_read_as_place_and_reason() -> None:
    assert str(ProblemError("cells[3].value", "must be text")) == "cells[3].value: must be text"


def test_error_shows_what_it_was_made_of() -> None:
    error = ProblemError("cells[3].value", "must be text")

    assert repr(error) == "ProblemError('cells[3].value', 'must be text')"


def test_error_survives_pickling() -> None:
    error = ProblemError("cells[3].value", "must be text")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert (copy.path, copy.reason) == ("cells[3].value", "must be text")


@pytest.mark.parametrize("text", ["", "ñ €", "\ud7ff", "\ue000", "𝔷"])
def test_text_that_utf_8_can_carry_is_welcome(text: str) -> None:
    check_text("title", text)


@pytest.mark.parametrize("text", ["\ud800", chr(0xDFFF), b"a", None])
def test_text_that_utf_8_cannot_carry_is_refused(text: Any) -> None:
    with pytest.raises(ProblemError) as refusal:
        check_text("title", text)

    assert str(refusal.value) == "title: must be text"
