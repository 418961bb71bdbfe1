import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from scoring.reports.charts import Bar, Step, heat
from scoring.reports.charts.bar import HEIGHT
from scoring.reports.document import STATIC

BAR = Bar.of(proven=62.5, claimed=70, ceiling=81.25, label="Ovea & <b>: 62,5")


def drawn(chart: Bar | Step) -> ElementTree.Element:
    name = type(chart).__name__.lower()
    with translation.override("es"):
        svg = render_to_string(f"charts/{name}.svg", {name: chart})
    return ElementTree.fromstring(svg)  # noqa: S314  our own drawing


def test_the_parts_lie_end_to_end_on_a_scale_of_a_thousand():
    assert (BAR.proven, BAR.claimed, BAR.ceiling) == (625, 700, 812)
    assert (BAR.proven_part, BAR.promised_part) == ("M0 0H625V40H0z", "M625 0H700V40H625z")


def test_the_hatching_stays_inside_the_unanswered_part():
    numbers = [int(number) for number in re.findall(r"-?\d+", BAR.hatching)]

    assert min(numbers[::2]) >= BAR.claimed
    assert max(numbers[::2]) <= BAR.ceiling
    assert min(numbers[1::2]) >= 0
    assert max(numbers[1::2]) <= HEIGHT


def test_the_stripes_lean_by_the_same_angle():
    stripes = re.findall(r"M(\d+) (\d+)L(\d+) (\d+)", BAR.hatching)

    assert len(stripes) > 3
    assert {int(x1) - int(x0) == int(y0) - int(y1) for x0, y0, x1, y1 in stripes} == {True}


def test_a_part_without_width_is_not_drawn():
    nothing_open = Bar.of(proven=50, claimed=50, ceiling=50, label="")

    classes = [part.get("class") for part in drawn(nothing_open) if part.get("class")]

    assert nothing_open.hatching == ""
    assert classes == ["track", "proven"]


def test_the_drawing_says_in_words_what_it_shows():
    svg = drawn(BAR)

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == svg.find("{*}title").text == "Ovea & <b>: 62,5"


def test_no_number_in_the_drawing_is_in_the_readers_language():
    paths = [part.get("d") for part in drawn(BAR) if part.get("d")]

    assert len(paths) == 4
    assert not any("," in path for path in paths)


def test_the_drawing_has_no_style_that_the_security_policy_refuses():
    assert not any(part.get("style") for part in drawn(BAR).iter())


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([3, 1, -1], [(0, 750), (750, 1000), (1000, 750)]),
        ([1, -3], [(667, 1000), (1000, 0)]),
        ([0, 0], [(0, 0), (0, 0)]),
        ([2], [(0, 1000)]),
    ],
)
def test_each_step_of_a_waterfall_begins_where_the_one_above_it_ended(values, ends):
    steps = Step.fall(values, [""] * len(values))

    assert [(step.begin, step.end) for step in steps] == ends


@pytest.mark.parametrize(
    ("values", "classes"),
    [([3], ["middle", "ahead"]), ([-3], ["middle", "behind"]), ([0], ["middle"])],
)
def test_a_step_is_drawn_to_its_side_and_said_in_words(values, classes):
    svg = drawn(Step.fall(values, ["Ovea & <b>: +3,0"])[0])

    assert [part.get("class") for part in svg if part.get("class")] == classes
    assert svg.get("aria-label") == svg.find("{*}title").text == "Ovea & <b>: +3,0"
    assert not any(part.get("style") for part in svg.iter())


@pytest.mark.parametrize(("score", "step"), [(0, 0), (2.4, 0), (2.6, 1), (50, 10), (99, 20)])
def test_a_score_has_a_step_of_the_scale(score, step):
    assert heat(score) == step


RULE = re.compile(r"\.heat-(\d+) \{ background: (#\w+); color: (#\w+); \}")


@pytest.mark.parametrize("theme", ["", '[data-bs-theme="dark"] '])
def test_every_step_has_an_ink_that_is_legible_on_it(theme):
    lines = (STATIC / "heat.css").read_text().splitlines()
    rules = [RULE.fullmatch(line.removeprefix(theme)) for line in lines if "heat-" in line]
    steps = {int(rule[1]): (rule[2], rule[3]) for rule in rules if rule}

    assert sorted(steps) == list(range(21))
    assert min(contrast(*colours) for colours in steps.values()) >= 4.5


def test_more_points_are_always_darker_on_paper():
    lines = (STATIC / "heat.css").read_text().splitlines()
    grounds = [luminance(rule[2]) for line in lines if (rule := RULE.fullmatch(line))]

    assert all(low > high for low, high in pairwise(grounds))


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
