"""The cuts of the report's font: plain, and with what the report asks for."""

import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from scoring.reports.document import STATIC, STYLES
from scoring.reports.fonts import FONTS, VARIABLE


@pytest.fixture(params=FONTS)
def font(request) -> TTFont:
    return TTFont(BytesIO(FONTS[request.param]))


def test_a_cut_does_not_vary(font):
    assert "fvar" not in font


def test_a_cut_has_every_letter(font):
    assert font.getBestCmap().keys() == TTFont(VARIABLE).getBestCmap().keys()


def test_a_cut_sets_figures_of_one_width_where_asked(font):
    assert "tnum" in {one.FeatureTag for one in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_style_sheet_asks_for_each_cut():
    asked = re.findall(r"url\((.*?)\)", (STATIC / "report.css").read_text())

    assert asked == list(FONTS)


def test_the_style_sheets_ask_for_no_weight_without_a_cut():
    styles = "".join((STATIC / name).read_text() for name in STYLES)

    assert set(re.findall(r"font-weight: (\w+)", styles)) == {"400", "600"}
