from scoring.domain.report import dossier_of
from scoring.enums import State
from scoring.reports.overview import overview_of
from scoring.reports.standing import key_of

from .factory import dossier_of_scores


def test_the_ranking_shows_the_excluded_last_and_without_a_place():
    scores = {"Alfa": (60, 50, 50), "Beta": (40, 100, 100), "Gamma": (55, 50, 50)}

    ranking = overview_of(dossier_of_scores(scores, minimum=50)).ranking

    assert [(one.key, one.place, one.name, one.excluded) for one in ranking] == [
        ("A", "1", "Alfa", False),
        ("B", "2", "Gamma", False),
        ("C", "—", "Beta", True),
    ]


def test_a_tie_shares_its_place():
    tied = {"Alfa": (50, 50, 50), "Beta": (50, 50, 50), "Gamma": (1, 1, 1)}

    places = [one.place for one in overview_of(dossier_of_scores(tied)).ranking]

    assert places == ["1", "1", "3"]


def test_letters_never_run_out():
    assert [key_of(position) for position in (0, 25, 26, 27, 52)] == ["A", "Z", "A1", "B1", "A2"]


def test_a_bar_says_the_three_figures():
    (alfa,) = overview_of(dossier_of_scores({"Alfa": ((100, 0), 50, None)})).ranking

    assert alfa.bar.label == "Alfa: proven 55.0, promised 65.0, at most 85.0"
    assert (alfa.proven, alfa.claimed, alfa.ceiling, alfa.answered) == (
        "55.0",
        "65.0",
        "85.0",
        "80%",
    )


def test_the_heat_map_has_a_row_a_competency_and_a_cell_a_candidate():
    made = dossier_of_scores({"Alfa": (100, 50, 49.5), "Beta": (0, 1, 2)})

    rows = overview_of(made).heat_map

    assert [(row.number, row.title, row.weight) for row in rows] == [
        ("1", "Security", "50%"),
        ("2", "Budget", "30%"),
        ("3", "Support", "20%"),
    ]
    assert [(cell.score, cell.step) for cell in rows[2].cells] == [("50", 10), ("2", 0)]


def test_the_lead_is_told_against_a_single_runner_up():
    lead = overview_of(dossier_of_scores({"Alfa": (100, 50, 80), "Beta": (40, 90, 60)})).lead

    assert lead.rival == "Beta"
    assert lead.strengths == (("Security", "+30.0"), ("Support", "+4.0"))
    assert lead.weaknesses == (("Budget", "−12.0"),)


def test_there_is_no_lead_in_a_tie_alone_or_unscored():
    tied = {"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}

    assert overview_of(dossier_of_scores(tied)).lead is None
    assert overview_of(dossier_of_scores({"Alfa": (50, 50, 50)})).lead is None


def test_an_evaluation_that_nobody_scored_is_not_scored(make_evaluation):
    overview = overview_of(dossier_of(make_evaluation(State.OPEN, candidates=2)))

    assert not overview.scored
    assert overview.lead is None


def test_a_competency_that_nobody_answered_is_not_shown_as_nought():
    overview = overview_of(dossier_of_scores({"Alfa": (0, None, 50)}))

    assert [row.cells[0].score for row in overview.heat_map] == ["0", "?", "50"]
    assert overview.has_unanswered
    assert not overview_of(dossier_of_scores({"Alfa": (0, 1, 50)})).has_unanswered


def test_the_ranking_says_how_often_each_comes_first_but_the_excluded():
    scores = {"Alfa": (60, 50, 50), "Beta": (40, 100, 100), "Gamma": (55, 50, 50)}

    ranking = overview_of(dossier_of_scores(scores, minimum=50)).ranking

    assert [one.chance for one in ranking] == ["100%", "0%", ""]


def test_the_heat_map_says_at_which_weights_the_leader_stays_first():
    overview = overview_of(dossier_of_scores({"Alfa": (100, 50, 80), "Beta": (40, 90, 60)}))

    assert [row.safe.span for row in overview.heat_map] == ["21.1–100%", "0–54.8%", "always"]
    assert [title for title, _words in overview.takeovers] == ["Security", "Budget"]


def test_a_tie_has_no_safe_weights():
    overview = overview_of(dossier_of_scores({"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}))

    assert not overview.has_safe_weights
    assert overview.takeovers == ()
