"""What a stored report costs, beside making it: asking for it again, and handing it out.

`uv run pytest -m benchmark -n 0` measures it; sign-in, permissions and headers count on our side.
"""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from scoring.domain import issue
from scoring.domain.edition import Edition
from scoring.enums import State, Tier
from scoring.reports.pdf import make_report
from tests.reports.factory import score

from .conftest import Race
from .test_report_benchmark import ours as made_here

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.benchmark
def test_a_stored_report_costs_at_most_a_hundredth_of_making_it(
    make_evaluation, client, cast, at, race: Race
):
    made = make_evaluation(State.OPEN, candidates=5, tier=Tier.FULL, alone=True)
    for number, one in enumerate(made.candidates.all()):
        score(one, by=cast.owner, at=at, quality=1 - number / 5, note="Visto en directo.")
    edition = Edition(language="es")
    asked = {"evaluation": made, "edition": edition, "by": cast.owner, "at": AT}
    kept = issue.ask(**asked)
    issue.make_waiting(make=make_report, clock=lambda: AT)
    client.force_login(cast.owner)
    file = reverse("report_file", args=[made.slug, kept.uuid])
    making = {
        "other": "making it",
        "theirs": lambda: made_here(made),
        "bound": "≥ 100",
        "rounds": 3,
    }

    asking = race("a stored report, asked for again", lambda: issue.ask(**asked), **making)
    handing_out = race("a stored report, downloaded", lambda: client.get(file), **making)

    assert client.get(file).content[:5] == b"%PDF-"
    assert asking >= 100
    assert handing_out >= 100
