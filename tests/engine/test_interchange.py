from dataclasses import dataclass, field
from typing import Any

import pytest

from scoring.engine import Problem, ProblemError
from scoring.engine.interchange import FROM, NEVER, UNLESS_DEFAULT, as_json, many, read

SMALLEST = (
    '{"format": "integrator-eval/problem-1", "candidates": [{"code": "a"}],'
    ' "competencies": [{"code": "1", "weight": %s, "checks": [{"code": "1.1", "weight": 1}]}]}'
)


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 4000])
def test_number_that_is_not_finite_is_refused_where_it_stands(token: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(SMALLEST % token)

    assert str(refusal.value) == "competencies[0].weight: must be a number from 0 to 1e+12"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"format": "x", "format": "integrator-eval/problem-1"}', "format"),
        (SMALLEST % '1, "weight": 1', "competencies[0].weight"),
        (SMALLEST.replace('"code": "1.1"', '"code": "1", "code": "1.1"') % 1, None),
        (SMALLEST % '1, "minimum": null, "title": "", "minimum": 3', "competencies[0].minimum"),
    ],
)
def test_key_that_stands_twice_is_refused_where_it_stands(text: str, path: str | None) -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(text)

    expected = path or "competencies[0].checks[0].code"
    assert str(refusal.value) == f"{expected}: stands twice in one object"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "{'format': 1}",
        SMALLEST % "1,",
        SMALLEST % 1 + "x",
        SMALLEST % ("9" * 5000),
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        (SMALLEST % 1).encode("utf-16"),
    ],
)
def test_text_that_is_not_json_is_refused_as_a_whole(data: Any) -> None:
    with pytest.raises(ProblemError, match=r"^problem: is not JSON: .+"):
        Problem.from_json(data)


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"format":['])
def test_json_without_bottom_is_refused(opening: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(opening * 200_000)

    assert str(refusal.value) == "problem: is nested too deeply"


def test_deep_value_inside_a_field_is_refused_where_it_stands() -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(SMALLEST % ("[" * 500 + "]" * 500))

    assert refusal.value.path == "competencies[0].weight"


def test_keys_that_are_no_text_are_refused() -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem.from_json({"format": "integrator-eval/problem-1", "candidates": [{1: "a"}]})

    assert str(refusal.value) == "competencies: is missing"


def test_keys_that_are_no_text_are_refused_where_they_stand() -> None:
    data = {"format": "integrator-eval/problem-1", "competencies": [{1: "a"}], "candidates": []}

    with pytest.raises(ProblemError) as refusal:
        Problem.from_json(data)

    assert str(refusal.value) == "competencies[0]: must have text keys only"


def test_byte_order_mark_of_an_editor_is_welcome() -> None:
    text = SMALLEST % 1

    problem = Problem.from_json(b"\xef\xbb\xbf" + text.encode())

    assert problem == Problem.from_json(text)


@dataclass(frozen=True)
class Point:
    x: float
    note: str = field(default="", metadata=UNLESS_DEFAULT)
    hidden: int = field(default=0, metadata=NEVER)


@dataclass(frozen=True)
class Line:
    points: tuple[Point, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Step:
    source: str = field(metadata=FROM)
    to: dict[str, Point]


def test_mappings_become_objects_and_a_reserved_word_a_key() -> None:
    step = Step("a", {"b": Point(1), "c": Point(2)})

    assert as_json(step) == {"from": "a", "to": {"b": {"x": 1}, "c": {"x": 2}}}


def test_dataclasses_become_objects_without_what_says_nothing() -> None:
    line = Line((Point(1), Point(2, note="end", hidden=7)))

    assert as_json(line) == {"points": [{"x": 1}, {"x": 2, "note": "end"}]}


def test_objects_become_dataclasses() -> None:
    line = read(Line, {"points": [{"x": 1}]}, points=many(lambda data: read(Point, data)))

    assert line == Line((Point(1),))


def test_field_with_a_default_factory_may_be_left_out() -> None:
    assert read(Line, {}) == Line()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"points": [{"x": 1}, {"y": 1}]}, "points[1].y: is not a known field"),
        ({"points": [{}]}, "points[0].x: is missing"),
        ({"points": [3]}, "points[0]: must be an object"),
        ({"points": "abc"}, "points: must be an array"),
    ],
)
def test_errors_name_the_whole_path(data: Any, message: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        read(Line, data, points=many(lambda item: read(Point, item)))

    assert str(refusal.value) == message
