"""What a trial says beside what is official."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.domain.report import Dossier
from scoring.engine.what_if import Ground
from scoring.engine.what_if import what_if as answer
from scoring.reports.shown import Shown
from scoring.reports.what_if import difference, sliders_of, trial_of

from .factory import WEIGHTS, dossier_of_scores

SCORES = {"Ovea": (90, 20, 50), "Sur": (40, 95, 50), "Norte": (10, 10, 50)}


def tried(dossier: Dossier, *weights: float) -> Dossier:
    shares = dict(zip(WEIGHTS, (one / sum(weights) for one in weights), strict=True))
    comparison = answer(Ground.of(dossier.problem), weights)
    return replace(dossier, comparison=comparison, weights=shares, shares={})


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("scores", "weights", "options", "says"),
    [
        (SCORES, (5, 3, 2), {}, "With these weights Ovea stays first, as officially."),
        (SCORES, (1, 9, 0), {}, "With these weights Sur would be first; officially first: Ovea."),
        (
            {"Ovea": (90, 20, 50), "Sur": (40, 20, 50)},
            (0, 1, 0),
            {},
            "With these weights Ovea and Sur would be first together; officially first: Ovea.",
        ),
        (
            {"Ovea": (9, 20, 50), "Sur": (9, 20, 50)},
            (0, 1, 0),
            {},
            "With these weights Ovea and Sur stay first, as officially.",
        ),
        (
            {"Ovea": (9, 20, 50)},
            (0, 1, 0),
            {"minimum": 50},
            "With these weights, too, no candidate could be chosen.",
        ),
    ],
)
def test_the_difference_is_said_in_a_sentence(scores, weights, options, says):
    dossier = dossier_of_scores(scores, **options)

    assert strip_tags(difference(dossier, tried(dossier, *weights))) == says


def test_each_line_says_what_it_is_officially():
    dossier = dossier_of_scores(SCORES, minimum=30)

    trial = trial_of(dossier, tried(dossier, 1, 9, 0))

    assert [(line.place, line.name, line.official) for line in trial.ranking] == [
        ("1", "Sur", "officially 2, with 58.5"),
        ("2", "Ovea", "officially 1, with 61.0"),
        ("—", "Norte", "officially excluded, with 18.0"),
    ]
    assert [(row.weight, row.official) for row in trial.heat_map] == [
        ("10%", "50%"),
        ("90%", "30%"),
        ("0%", "20%"),
    ]


def test_a_trial_never_speaks_of_the_announced_weights():
    dossier = dossier_of_scores(SCORES)

    trial = trial_of(dossier, tried(dossier, 1, 2, 1))

    assert "announced" not in trial.verdict + trial.assurance
    assert trial.assurance != ""


def test_a_slider_stands_on_whole_points_and_says_its_share():
    dossier = dossier_of_scores(SCORES)

    sliders = sliders_of(dossier, {"1": 50, "2": 30, "3": 20.5}, {"3": 20.5})

    assert [(one.code, one.points, one.share, one.official) for one in sliders] == [
        ("1", "50", "49.8%", "50%"),
        ("2", "30", "29.9%", "30%"),
        ("3", "20.5", "20.4%", "20%"),
    ]


def test_who_is_shown_keeps_place_and_numbers():
    dossier = dossier_of_scores(SCORES)
    trial = trial_of(dossier, tried(dossier, 5, 3, 2))
    shown = Shown.of(dossier, {"norte", "ovea"})

    some = shown.overview(trial)

    assert [(line.place, line.name) for line in some.ranking] == [("1", "Ovea"), ("3", "Norte")]
    assert [len(row.cells) for row in some.heat_map] == [2, 2, 2]
    assert (len(shown.places), shown.total, shown.is_all) == (2, 3, False)
    assert some.verdict == trial.verdict
