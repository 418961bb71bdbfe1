from scoring.reports.simulation import chance_of, robustness

from .factory import dossier_of_scores as dossier

NARROW = {"Alfa": (100, 50, 50), "Beta": (52, 100, 80), "Gamma": (40, None, 100)}


def test_every_candidate_has_a_chance_its_error_and_an_interval_under_both_kinds_of_weights():
    made = dossier(NARROW)

    table = robustness(made)

    near, any_ = made.comparison.simulation.near, made.comparison.simulation.any
    assert (table.draws, table.seed) == ("10,000", "12")
    assert [row.name for row in table.rows] == ["Alfa", "Beta", "Gamma"]
    for row, code in zip(table.rows, ("alfa", "beta", "gamma"), strict=True):
        for shown, run in zip(row.runs, (near, any_), strict=True):
            low, high = run.interval[code]
            assert abs(float(shown.first.strip("<\N{NO-BREAK SPACE}%")) - 100 * run.first[code]) < 1
            assert shown.error == f"± {100 * run.standard_error[code]:.2f}"
            assert shown.interval == f"{low:.1f}–{high:.1f}"


def test_an_excluded_candidate_is_simulated_and_marked_but_has_no_chance_in_the_ranking():
    made = dossier({"Alfa": (90, 50, 50), "Beta": (10, 50, 50), "Gamma": (60, 1, 1)}, minimum=50)

    assert [(row.name, row.excluded) for row in robustness(made).rows] == [
        ("Alfa", False),
        ("Gamma", False),
        ("Beta", True),
    ]
    assert [chance_of(made, one) for one in made.comparison.candidates] == ["100%", "0%", ""]


def test_a_chance_is_nothing_to_speak_of_alone_or_unscored_or_when_all_are_excluded():
    unscored = {"Alfa": (None, None, None), "Beta": (None, None, None)}
    excluded = {"Alfa": (10, 90, 90), "Beta": (20, 50, 50)}

    assert robustness(dossier({"Alfa": (90, None, 90)})) is None
    assert robustness(dossier(unscored)) is None
    assert robustness(dossier(excluded, minimum=50)) is None


def test_a_tie_has_chances_too():
    tied = dossier({"Alfa": (80, 40, 40), "Beta": (60, 60, 60)})

    assert [row.runs[0].first for row in robustness(tied).rows] == ["50%", "49%"]
