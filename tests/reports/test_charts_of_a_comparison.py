"""The charts that are drawn from a whole comparison: weight curves, acceptability, gaps."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from scoring.reports.charts.acceptability import acceptability_of
from scoring.reports.charts.gap import gap_of
from scoring.reports.charts.weight_curves import (
    BOTTOM,
    LETTER,
    RIGHT,
    TOP,
    weight_curves_of,
)

from .factory import dossier_of_scores

CLOSE = {"Ovea": (90, 40, 60), "Sur <b>&": (50, 80, 60), "Norte": (20, 60, 70)}
OF = {
    "weight_curves": weight_curves_of,
    "acceptability": acceptability_of,
    "gap": gap_of,
}


def drawn(name: str, scores=CLOSE, **options) -> ElementTree.Element:
    """The chart's markup, wherever it is read: the same for page and PDF."""
    with translation.override("es"):
        html = render_to_string(
            f"charts/{name}.html", {"chart": OF[name](dossier_of_scores(scores, **options))}
        )
    return ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314  our own drawing


@pytest.mark.parametrize("name", OF)
def test_each_drawing_says_in_words_what_it_shows_and_needs_no_style(name):
    root = drawn(name)

    drawings = root.findall(".//svg[@role='img']")
    assert len(drawings) >= 3  # one for each competency, or each candidate
    assert all(svg.get("aria-label") == svg.find("title").text != "" for svg in drawings)
    assert not any(part.get("style") for part in root.iter())


@pytest.mark.parametrize("name", OF)
def test_no_coordinate_is_in_the_readers_language(name):
    root = drawn(name)

    paths = [part.get("d") for part in root.iter("path")]
    assert len(paths) > 5
    assert all(re.fullmatch(r"[MLHVhvz0-9 -]*", path) for path in paths)


@pytest.mark.parametrize("name", OF)
def test_a_name_is_text_not_markup(name):
    root = drawn(name)

    assert "Sur <b>&" in " ".join(root.itertext())


@pytest.mark.parametrize("name", ["weight_curves", "gap"])
def test_the_table_says_what_the_drawing_says(name):
    chart = OF[name](dossier_of_scores(CLOSE))

    table = render_to_string(f"charts/{name}_table.html", {"chart": chart})

    said = (
        [row.scores for gap in chart.candidates for row in gap.rows]
        if name == "gap"
        else [letter.ends for one in chart.curves for letter in one.letters]
    )
    assert len(said) == 9
    assert [one for one in said if one not in table] == []


def test_a_curve_goes_from_the_score_without_a_competency_to_its_own_score():
    with translation.override("en"):
        chart = weight_curves_of(dossier_of_scores(CLOSE))

    first = chart.curves[0]  # Ovea 69, Sur 61, Norte 42; the weights are 50, 30 and 20 %
    assert [letter.ends for letter in first.letters] == [
        "48.0 → 90.0",
        "72.0 → 50.0",
        "64.0 → 20.0",
    ]
    assert (chart.least, chart.most) == ("20", "90")
    assert first.first == f"M0 {BOTTOM - 400}L{RIGHT} {TOP}"


def test_where_somebody_else_takes_over_lies_on_both_curves():
    chart = weight_curves_of(dossier_of_scores(CLOSE))

    (mark,) = chart.curves[0].crossings
    for path in (chart.curves[0].first, chart.curves[0].second):
        y0, y1 = (int(end.split()[1]) for end in path.removeprefix("M").split("L"))
        assert y0 + (y1 - y0) * int(mark.x) / RIGHT == pytest.approx(int(mark.y), abs=2)
    assert chart.curves[0].stays == f"M{mark.x} {TOP}H{RIGHT}V{BOTTOM}H{mark.x}z"


def test_letters_never_lie_on_each_other():
    level = {f"Candidata {at}": (60 + at / 10, 60, 60) for at in range(8)}

    chart = weight_curves_of(dossier_of_scores(level))

    for one in chart.curves:
        places = sorted(int(letter.y) for letter in one.letters)
        assert all(below - above >= LETTER for above, below in pairwise(places))


def test_of_many_candidates_the_first_are_drawn_and_the_rest_counted():
    many = {f"Candidata {at}": (90 - at, 60, 60) for at in range(11)}

    chart = weight_curves_of(dossier_of_scores(many))

    assert [key.name for key in chart.names] == [f"Candidata {at}" for at in range(8)]
    assert chart.left_out == 3


@pytest.mark.parametrize(
    "scores", [{"Ovea": (50, 50, 50)}, {"Ovea": (50, 50, 50), "Sur": (50, 50, 50)}]
)
def test_without_somebody_ahead_of_somebody_there_are_no_curves(scores):
    assert weight_curves_of(dossier_of_scores(scores)) is None


def test_the_parts_of_a_bar_are_the_shares_of_the_ranks():
    dossier = dossier_of_scores(CLOSE)
    shares = dossier.comparison.simulation.near.acceptability["ovea"]

    row = acceptability_of(dossier).rows[0]

    ends = [re.findall(r"M(\d+) 0H(\d+)", part.path)[0] for part in row.parts]
    widths = [int(right) - int(left) for left, right in ends]
    assert widths == pytest.approx([1000 * share for share in shares if share], abs=1)
    assert row.parts[0].shade == "1.00"
    assert row.excluded == ""


def test_who_fails_a_requirement_is_excluded_in_all_simulations():
    with translation.override("en"):
        chart = acceptability_of(dossier_of_scores(CLOSE, minimum=60))

    assert [row.excluded for row in chart.rows] == ["", "100%", "100%"]
    assert chart.rows[1].parts == ()
    assert chart.rows[1].label == "Sur &lt;b&gt;&amp;: excluded: 100%"


def test_what_is_promised_lies_to_the_right_of_what_is_proven():
    with translation.override("en"):
        [gap] = gap_of(dossier_of_scores({"Ovea": ((100, 0), 50, None)})).candidates

    assert [row.gap for row in gap.rows] == ["+20.0", "", ""]
    assert [row.scores for row in gap.rows] == ["80 → 100", "50 → 50", "0 → 0"]
    assert gap.bars.count("M") == 1
    assert gap.claimed.count("M") == 1
    assert gap.total == "+10.0"


def test_nothing_scored_is_no_chart():
    dossier = dossier_of_scores({"Ovea": (None, None, None), "Sur": (None, None, None)})

    assert [of(dossier) for of in OF.values()] == [None, None, None]
