"""What our report costs over WeasyPrint alone on the same HTML.

`uv run pytest -m benchmark -n 0` measures it; reading and templates count on our side only.
"""

from datetime import UTC, datetime

import pytest
from weasyprint import HTML

from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.enums import State, Tier
from scoring.reports.pdf import make_report, report_html
from scoring.reports.printer import FontOnly
from tests.reports.factory import score

from .conftest import Race

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.benchmark
def test_a_report_takes_at_most_a_fifth_longer_than_weasyprint_alone(
    make_evaluation, cast, at, race: Race
):
    made = make_evaluation(State.OPEN, candidates=4, tier=Tier.STANDARD)
    for number, one in enumerate(made.candidates.all()):
        for person in (cast.owner, cast.assessor):
            score(one, by=person, at=at, quality=1 - number / 5, note="Visto en directo.")
    html = report_html(dossier_of(made), edition=Edition(language="es"), at=AT, by=cast.owner)

    ratio = race(
        "the report of a standard evaluation, four candidates",
        lambda: make_report(dossier_of(made), edition=Edition(language="es"), at=AT, by=cast.owner),
        "WeasyPrint on the same HTML",
        lambda: _bare(html),
        bound="≥ 0.83",
        rounds=3,
    )

    assert ratio >= 1 / 1.2


def _bare(html: str) -> bytes:
    return HTML(string=html, url_fetcher=FontOnly()).write_pdf(pdf_variant="pdf/ua-1")
