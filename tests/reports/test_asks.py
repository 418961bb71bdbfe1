from scoring.reports import asks

from .factory import dossier_of_scores as dossier


def told(found) -> list[tuple[str, str, str]]:
    return [(one.title.split()[0], one.words, one.points) for one in found]


def test_the_largest_gain_comes_first_and_says_what_is_missing():
    (alfa,) = asks.open_points(dossier({"Alfa": (50, None, (100, 0))}), shown=3)

    assert told(alfa.first) == [("2.1", "unanswered", "+30.0"), ("3.1", "unproven", "+4.0")]
    assert (alfa.others, alfa.gain) == (0, "+34.0")


def test_what_is_proven_is_not_asked_again():
    assert asks.open_points(dossier({"Alfa": (50, 20, 100)}), shown=3) == ()


def test_an_excluded_candidate_is_past_asking():
    made = dossier({"Alfa": (90, None, 50), "Beta": (10, None, 50)}, minimum=50)

    assert [one.name for one in asks.open_points(made, shown=3)] == ["Alfa"]


def test_what_is_not_shown_is_counted():
    (alfa,) = asks.open_points(dossier({"Alfa": (None, None, None)}), shown=1)

    assert told(alfa.first) == [("1.1", "unanswered", "+50.0")]
    assert (alfa.others, alfa.gain) == (2, "+100.0")


def test_what_could_change_the_leader_is_asked_before_what_decides_a_requirement():
    made = dossier(
        {"Alfa": (100, 50, 50), "Beta": (90, None, (100, 0)), "Gamma": (None, 1, 1)}, minimum=20
    )

    found = [(one.name, one.title, one.words, one.effect) for one in asks.deciding(made)]

    assert found == [
        ("Beta", "2.1 Antivirus", "unanswered", "could change who is first"),
        ("Gamma", "1.1 Antivirus", "unanswered", "decides a requirement"),
    ]


def test_what_moves_more_is_asked_first():
    made = dossier({"Alfa": (60, 50, 50), "Beta": (95, None, None)})

    assert [(one.title, one.points) for one in asks.deciding(made)] == [
        ("2.1 Antivirus", "30.0"),
        ("3.1 Antivirus", "20.0"),
    ]


def test_a_claim_that_is_taken_on_trust_is_unproven():
    made = dossier({"Alfa": (60, 50, 50), "Beta": ((70, 0), 50, 50)})

    assert [(one.name, one.words, one.points) for one in asks.deciding(made)] == [
        ("Beta", "unproven", "7.0")
    ]


def test_what_the_assessors_see_differently_is_asked_too():
    made = dossier(
        {"Alfa": (60, 50, 50), "Beta": (90, 50, 50)},
        beside={"ana": {"Alfa": (60, 50, 50), "Beta": (10, 50, 50)}},
    )

    assert [(one.name, one.words, one.points) for one in asks.deciding(made)] == [
        ("Beta", "the assessors differ", "40.0")
    ]


def test_an_excluded_candidate_whom_the_assessors_see_differently_is_asked_about():
    made = dossier(
        {"Alfa": (60, 50, 50), "Beta": (55, 50, 50)},
        minimum=50,
        beside={"ana": {"Beta": (35, 50, 50)}},
    )

    assert [(one.name, one.effect) for one in asks.deciding(made)] == [
        ("Beta", "decides a requirement")
    ]


def test_where_nothing_decides_there_is_nothing_to_ask():
    assert asks.deciding(dossier({"Alfa": (90, 50, 50), "Beta": (10, 50, 50)})) == ()
