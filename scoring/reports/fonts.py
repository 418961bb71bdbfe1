"""Inter, cut from its variable file: a plain font for each voice of a report.

A line that is set in these takes a tenth less time than in the variable font with all that it can
do, and a PDF need not cut its own. HarfBuzz makes them in a twentieth of a second, once.
"""

from pathlib import Path

import fontpkg_inter
import uharfbuzz

VARIABLE = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"
# Kerning, figures of one width, accents that sit where they should: all that a report asks for.
FEATURES = (b"kern", b"tnum", b"ccmp", b"locl", b"mark", b"mkmk")


def _cut(*, weight: int, size: int) -> bytes:
    """`size`: in CSS pixels, for which the letters are drawn; Inter knows 14 to 32."""
    face = uharfbuzz.Face(VARIABLE.read_bytes())
    place = uharfbuzz.SubsetInput()
    place.keep_everything()
    place.layout_feature_tag_set.clear()
    place.layout_feature_tag_set.update(int.from_bytes(tag) for tag in FEATURES)
    place.pin_axis_location(face, "wght", weight)
    place.pin_axis_location(face, "opsz", size)
    cut: bytes = uharfbuzz.subset(face, place).blob.data
    return cut


FONTS = {  # by their addresses in the style sheet
    "font:inter": _cut(weight=400, size=14),
    "font:inter-semibold": _cut(weight=600, size=14),
    "font:inter-display": _cut(weight=600, size=27),
}
