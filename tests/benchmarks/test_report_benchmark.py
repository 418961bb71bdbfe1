"""What our report costs over WeasyPrint alone on the same HTML.

`uv run pytest -m benchmark -n 0` measures it; reading and templates count on our side only.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from weasyprint import HTML

from scoring.domain.report import dossier_of
from scoring.enums import State, Tier
from scoring.reports.pdf import make_report, report_html
from scoring.reports.printer import FontOnly
from tests.reports.factory import score

AT = datetime(2026, 11, 23, tzinfo=UTC)
ROUNDS = 3


@pytest.mark.benchmark
def test_a_report_takes_at_most_a_fifth_longer_than_weasyprint_alone(
    make_evaluation, cast, at, capsys
):
    made = make_evaluation(State.OPEN, candidates=4, tier=Tier.STANDARD)
    for number, one in enumerate(made.candidates.all()):
        for person in (cast.owner, cast.assessor):
            score(one, by=person, at=at, quality=1 - number / 5, note="Visto en directo.")
    html = report_html(dossier_of(made), language="es", at=AT, by=cast.owner)

    ours, bare = [], []
    for _round in range(ROUNDS):  # side by side, so that a busy machine slows both
        ours.append(
            cost(lambda: make_report(dossier_of(made), language="es", at=AT, by=cast.owner))
        )
        bare.append(cost(lambda: _bare(html)))

    ratio = min(ours) / min(bare)
    with capsys.disabled():
        print(f"\nreport {min(ours):.2f} s, bare {min(bare):.2f} s, ratio {ratio:.2f}")  # noqa: T201
    assert ratio <= 1.2


def cost(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _bare(html: str) -> bytes:
    return HTML(string=html, url_fetcher=FontOnly()).write_pdf(pdf_variant="pdf/ua-1")
