from scoring.reports import asks, narrative

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


def test_only_who_could_still_come_first_can_change_the_result():
    made = dossier({"Alfa": (70, 70, 70), "Beta": (60, None, 60), "Gamma": (10, None, 10)})

    found = asks.largest(made, narrative.challengers(made), shown=9)

    assert [(one.name, one.points) for one in found] == [("Beta", "+30.0")]
