"""Words without an end, wherever people write: the report is made all the same."""

import pytest

from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.reports.pdf import make_report

from .conftest import PRINTED_AT
from .everywhere import say


@pytest.mark.parametrize(
    ("length", "space"),
    [(20_000, ""), (100_000, ""), (100_000, "\N{NO-BREAK SPACE}")],
)
def test_one_endless_word_in_every_column_does_not_hang_it(scored, cast, length, space):
    columns = say([(f"x{space}" * length)[:length]])
    edition = Edition(language="es")

    pdf = make_report(dossier_of(scored), edition=edition, at=PRINTED_AT, by=cast.owner)

    assert columns > 20
    assert pdf[:5] == b"%PDF-"
