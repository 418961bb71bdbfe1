from decimal import Decimal

import pytest
from django.utils import translation

from scoring.templatetags.figures import measurement, percent, points


@pytest.mark.parametrize(("language", "shown"), [("es", "84,8"), ("fr", "84,8"), ("en", "84.8")])
def test_points_have_one_decimal_in_the_readers_way(language, shown):
    with translation.override(language):
        assert points(84.84) == shown


@pytest.mark.parametrize(("language", "shown"), [("es", "7\xa0%"), ("fr", "7\xa0%"), ("en", "7%")])
def test_a_percentage_keeps_its_sign_beside_it(language, shown):
    with translation.override(language):
        assert percent(0.07) == shown


def test_figures_are_rounded_never_cut():
    with translation.override("en"):
        assert (points(88.75), percent(0.29), percent(0.57, 1)) == ("88.8", "29%", "57.0%")


@pytest.mark.parametrize(
    ("number", "shown"), [("61.2000", "61,2"), ("100.0000", "100"), ("0.0000", "0")]
)
def test_a_measurement_is_shown_as_it_was_typed(number, shown):
    with translation.override("es"):
        assert measurement(Decimal(number)) == shown
