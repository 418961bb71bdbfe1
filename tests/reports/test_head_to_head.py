import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.reports.head_to_head import differences, head_to_head

from .factory import dossier_of_scores as dossier

THREE = {"Alfa": (100, 50, 80), "Integra": (40, 90, 60), "Ovea": (10, 50, 10)}


def sentence(made, first="", second="") -> str:
    words = head_to_head(made, first, second).sentence
    return strip_tags(words).replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_choice_the_first_two_meet():
    pair = head_to_head(dossier(THREE))

    assert (pair.one.code, pair.other.code) == ("alfa", "integra")


@pytest.mark.parametrize(
    ("first", "second", "met"),
    [
        ("integra", "ovea", ["integra", "ovea"]),
        ("ovea", "integra", ["integra", "ovea"]),  # who has more points stands first
        ("ovea", "", ["alfa", "ovea"]),
        ("", "ovea", ["alfa", "ovea"]),
        ("ovea", "ovea", ["alfa", "ovea"]),
        ("nobody", "ovea", ["alfa", "ovea"]),
        ("nobody", "<b>", ["alfa", "integra"]),
        ("alfa\0", "😀" * 1000, ["alfa", "integra"]),
    ],
)
def test_what_names_no_pair_falls_back(first, second, met):
    pair = head_to_head(dossier(THREE), first, second)

    assert [pair.one.code, pair.other.code] == met


def test_one_candidate_meets_nobody():
    assert head_to_head(dossier({"Alfa": (100, 50, 80)})) is None


def test_nobody_meets_while_nothing_is_scored():
    nothing = {"Alfa": (None, None, None), "Beta": (None, None, None)}

    assert head_to_head(dossier(nothing)) is None


def test_the_differences_sum_to_the_gap():
    first, second, _ovea = dossier(THREE).comparison.candidates

    found = differences(first, second)

    assert [one.code for one in found] == ["1", "3", "2"]
    assert sum(one.points for one in found) == pytest.approx(22)


def test_a_row_says_what_each_has_and_what_that_brings():
    pair = head_to_head(dossier(THREE))

    assert [(row.title, row.one, row.other, row.points) for row in pair.rows] == [
        ("Security", "100", "40", "+30.0"),
        ("Support", "80", "60", "+4.0"),
        ("Budget", "50", "90", "−12.0"),
    ]
    assert (pair.one_total, pair.other_total, pair.gap) == ("81.0", "59.0", "+22.0")


def test_the_steps_add_up_to_the_whole_gap():
    pair = head_to_head(dossier(THREE))

    assert [(row.step.begin, row.step.end, row.step.is_behind) for row in pair.rows] == [
        (0, 882, False),
        (882, 1000, False),
        (1000, 647, True),
    ]
    assert (pair.step.begin, pair.step.end) == (0, 647)
    assert pair.rows[2].step.label == "Budget: −12.0"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        (
            "es",
            "Integra aventaja a Ovea en 37,0 puntos. La diferencia se logra sobre todo en "
            "Seguridad y Presupuesto; no se reduce en ninguna competencia. Integra supera a Ovea "
            "en la totalidad de las 10 000 simulaciones con pesos cercanos a los anunciados. "
            "Por sí solo, ningún cambio de pesos permitiría a Ovea empatar.",
        ),
        (
            "fr",
            "Integra devance Ovea de 37,0 points. L’écart se fait surtout sur Sécurité et Budget ; "
            "il ne se réduit sur aucune compétence. Integra devance Ovea dans la totalité des "
            "10 000 simulations menées autour de la pondération annoncée. À lui seul, aucun "
            "changement de pondération ne permettrait à Ovea de revenir à égalité.",
        ),
        (
            "en",
            "Integra is 37.0 points ahead of Ovea. The difference comes mainly from Security and "
            "Budget; nothing narrows it. Integra beats Ovea in all 10,000 simulations near the "
            "announced weights. No change of weights alone lets Ovea draw level.",
        ),
    ],
)
def test_a_pair_of_rivals_has_its_own_sentence(language, spoken):
    made = dossier(THREE)

    with translation.override(language):
        assert sentence(made, "ovea", "integra") == spoken


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("es", "Ovea aventaja a Beta en 32,5 puntos, a condición de que se resuelva 1 requisito"),
        ("fr", "Ovea devance Beta de 32,5 points, sous réserve de 1 critère éliminatoire encore"),
        (
            "en",
            "Ovea is 32.5 points ahead of Beta, on condition that 1 open requirement is settled.",
        ),
    ],
)
def test_who_is_ahead_on_condition_is_said_to_be_in_the_same_sentence(language, first):
    made = dossier({"Ovea": ((100, 0), 90, 90), "Beta": (95, 10, 10)}, minimum=90)

    with translation.override(language):
        assert sentence(made).startswith(first)


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        (
            "es",
            "Ovea aventaja a Alfa en 15,0 puntos, pero queda fuera: incumple algún requisito. "
            "La diferencia se logra sobre todo en Presupuesto y Asistencia; "
            "se reduce en Seguridad.",
        ),
        (
            "fr",
            "Ovea devance Alfa de 15,0 points, mais ne satisfait pas à tous les critères "
            "éliminatoires. L’écart se fait surtout sur Budget et Assistance ; "
            "il se réduit sur Sécurité.",
        ),
        (
            "en",
            "Ovea has 15.0 points more than Alfa, but is excluded. The difference comes mainly "
            "from Budget and Support; Security narrows it.",
        ),
    ],
)
def test_who_is_excluded_is_ahead_in_points_only(language, spoken):
    made = dossier({"Alfa": (60, 50, 50), "Ovea": (40, 100, 100)}, minimum=50)

    with translation.override(language):
        assert sentence(made) == spoken


def test_an_excluded_rival_is_named_as_such_and_wins_no_simulation():
    made = dossier({"Alfa": (60, 50, 50), "Ovea": (40, 10, 10)}, minimum=50)

    assert sentence(made) == (
        "Alfa is 30.0 points ahead of Ovea. The difference comes mainly from Budget and Security; "
        "nothing narrows it. Ovea is excluded."
    )


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("es", "Alfa aventaja a Beta en 15,0 puntos, pero ambos candidatos quedan fuera: "),
        ("fr", "Alfa devance Beta de 15,0 points, mais aucun des deux candidats ne satisfait à "),
        ("en", "Alfa has 15.0 points more than Beta; both are excluded. "),
    ],
)
def test_two_who_are_excluded_are_both_said_to_be(language, first):
    made = dossier({"Alfa": (10, 90, 90), "Beta": (20, 50, 50)}, minimum=50)

    with translation.override(language):
        assert sentence(made).startswith(first)


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("es", "Alfa e Integra tienen los mismos puntos, 60,0."),
        ("fr", "Alfa et Integra ont le même nombre de points, 60,0."),
        ("en", "Alfa and Integra have the same points, 60.0."),
    ],
)
def test_two_who_are_level_owe_nothing_to_anything(language, spoken):
    made = dossier({"Alfa": (80, 40, 40), "Integra": (60, 60, 60)}, minimum=None)

    with translation.override(language):
        told = sentence(made)

    assert told.startswith(f"{spoken} Alfa ")
    assert told.count(". ") == 1


def test_a_name_is_text_not_markup():
    pair = head_to_head(dossier({"<i>": (90, 90, 90), "Beta": (10, 10, 10)}))

    assert "<b>&lt;i&gt;</b> is" in pair.sentence
