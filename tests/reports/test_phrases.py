import pytest
from django.utils import translation
from django.utils.html import strip_tags

from scoring.reports import phrases


@pytest.mark.parametrize(
    ("language", "parts", "spoken"),
    [
        ("en", [], ""),
        ("en", ["Alfa"], "Alfa"),
        ("en", ["Alfa", "Beta"], "Alfa and Beta"),
        ("fr", ["Alfa", "Ovea", "Integra"], "Alfa, Ovea et Integra"),
        ("es", ["Alfa", "Beta"], "Alfa y Beta"),
        ("es", ["Alfa", "Integra"], "Alfa e Integra"),
        ("es", ["Alfa", "Beta", "Índigo"], "Alfa, Beta e Índigo"),
        ("es", ["Alfa", "Hilo"], "Alfa e Hilo"),
        ("es", ["Alfa", "Hielo"], "Alfa y Hielo"),
        ("es", ["Alfa", "Iota"], "Alfa y Iota"),
    ],
)
def test_a_list_ends_as_the_language_ends_it(language, parts, spoken):
    with translation.override(language):
        assert strip_tags(phrases.names(parts)) == spoken


@pytest.mark.parametrize(
    ("language", "value", "spoken"),
    [
        ("en", 9.1, "9.1 points"),
        ("en", 1, "1.0 points"),
        ("en", 0.04, "less than 0.1 points"),
        ("en", 0, "0.0 points"),
        ("es", 1.5, "1,5 puntos"),
        ("es", 0.01, "menos de 0,1 puntos"),
        ("fr", 1.5, "1,5 point"),
        ("fr", 2, "2,0 points"),
        ("fr", 0.01, "moins de 0,1 point"),
    ],
)
def test_a_quantity_agrees_with_its_unit(language, value, spoken):
    with translation.override(language):
        assert strip_tags(phrases.points(value)) == spoken


def test_what_people_wrote_is_escaped_in_a_list():
    assert phrases.listed(["<i>", "A & B"]) == "&lt;i&gt; and A &amp; B"
