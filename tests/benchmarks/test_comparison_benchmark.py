"""What the compare page and a step of its sliders cost beside a page that shows only a heading.

`uv run --group benchmark pytest -m benchmark -n 0 tests/benchmarks/test_comparison_benchmark.py`.
The charts race against pygal, which is in the `benchmark` group.
"""

from itertools import count
from typing import Any

import pytest
from django.template import Context, Engine, Template
from django.template.loader import get_template
from django.urls import reverse

from scoring.domain import candidate, transition
from scoring.domain.report import Dossier, dossier_of
from scoring.enums import State, Tier
from scoring.models import Evaluation
from scoring.reports.charts import Bar, Step
from scoring.reports.charts.acceptability import acceptability_of
from scoring.reports.charts.gap import gap_of
from scoring.reports.charts.weight_curves import weight_curves_of
from scoring.reports.head_to_head import differences
from tests.conftest import declare_nothing, end
from tests.reports.factory import score

from .conftest import Race

ROWS = Engine.get_default().from_string(  # as the rows of a table draw them
    '{% for step in steps %}{% include "charts/step.svg" %}{% endfor %}'
    '{% for bar in bars %}{% include "charts/bar.svg" %}{% endfor %}'
)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def templates_as_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under test Django copies the context of each template, which no visitor waits for."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture
def large(make_evaluation: Any, cast: Any, at: Any) -> Evaluation:
    """Ten candidates, scored by three people at every check of the full rubric; closed."""
    made = make_evaluation(State.DRAFT, candidates=5, tier=Tier.FULL)
    for letter in "FGHIJ":
        candidate.add(evaluation=made, name=f"Integrador {letter}", by=cast.owner, at=at)
    transition.open_scoring(evaluation=made, by=cast.owner, at=at)
    for seat in made.seats.scoring():
        declare_nothing(seat, at)
    for place, one in enumerate(made.candidates.all()):
        for number, person in enumerate((cast.owner, cast.assessor, cast.second)):
            quality = 1 - place / 12 - number / 20
            score(one, by=person, at=at, quality=quality, evidence=4 - (place + number) % 2)
    end(evaluation=made, by=cast.owner, at=at)
    return made


@pytest.fixture
def addresses(client: Any, cast: Any, large: Evaluation) -> tuple[str, str]:
    """Of the heading and of the comparison; both have been asked for once, as has a what-if."""
    client.force_login(cast.owner)
    heading, compare = (reverse(name, args=[large.slug]) for name in ("heading", "comparison"))
    for address in (heading, compare, f"{compare}?w.6=40"):
        assert client.get(address).status_code == 200
    return heading, compare


@pytest.mark.benchmark
@pytest.mark.urls("tests.benchmarks.heading")
def test_the_compare_page_costs_at_most_five_headings(
    client: Any, addresses: tuple[str, str], race: Race
) -> None:
    heading, compare = addresses

    ratio = race(
        "a page with only a heading",
        lambda: client.get(heading),
        "the compare page, 10 candidates × 100 checks",
        lambda: client.get(compare),
        bound="≤ 5",
        rounds=40,
    )

    assert ratio <= 5


@pytest.mark.benchmark
@pytest.mark.urls("tests.benchmarks.heading")
def test_a_step_of_a_slider_costs_at_most_three_headings(
    client: Any, addresses: tuple[str, str], race: Race
) -> None:
    """Each step asks for other weights: no answer is a repetition."""
    heading, compare = addresses
    steps = count()

    def step() -> None:
        points = f"w.6={(100 + next(steps) % 9000) / 100:g}"
        answer = client.get(f"{compare}?{points}", headers=HTMX)
        assert answer.headers["HX-Replace-Url"].endswith(points)

    ratio = race(
        "a page with only a heading",
        lambda: client.get(heading),
        "a step of a slider: ranking, intervals, 10 000 draws",
        step,
        bound="≤ 3",
        rounds=40,
    )

    assert ratio <= 3


@pytest.mark.benchmark
def test_the_charts_cost_at_most_a_fiftieth_of_pygals(large: Evaluation, race: Race) -> None:
    dossier = dossier_of(large)

    ratio = race(
        "all charts of a comparison, 10 candidates",
        lambda: _ours(dossier),
        "pygal, the same charts",
        lambda: _pygals(dossier),
        bound="≥ 50",
        rounds=8,
    )

    assert ratio >= 50


def _ours(dossier: Dossier) -> list[str]:
    whole = {"weight_curves": weight_curves_of, "acceptability": acceptability_of, "gap": gap_of}
    drawn = [
        get_template(f"charts/{name}.html").render({"chart": of(dossier)})
        for name, of in whole.items()
    ]
    candidates = dossier.comparison.candidates
    found = differences(candidates[0], candidates[1])
    steps = Step.fall([each.points for each in found], [each.code for each in found])
    bars = [
        Bar.of(proven=score.proven, claimed=score.claimed, ceiling=score.ceiling, label=each.name)
        for each in candidates
        for score in [each.score]
    ]
    return [*drawn, ROWS.render(Context({"steps": steps, "bars": bars}))]


def _pygals(dossier: Dossier) -> list[bytes]:
    """One picture for each of ours: a line chart a competency, a dot chart a candidate, and one
    each for ranks, waterfall and ranking."""
    import pygal

    candidates = dossier.comparison.candidates
    charts = []
    for at, interval in enumerate(dossier.comparison.stability.weight_intervals):
        chart = pygal.XY(title=interval.competency)
        for one in candidates[:8]:
            own, weight = one.competencies[at].proven, interval.weight
            start = (one.score.proven - weight * own) / (1 - weight)
            chart.add(one.name, [(0, start), (1, own)])
        charts.append(chart)
    for one in candidates:
        chart = pygal.Dot(title=one.name)
        chart.add("Proven", [each.proven for each in one.competencies])
        chart.add("Promised", [each.claimed for each in one.competencies])
        charts.append(chart)
    ranks = pygal.HorizontalStackedBar(title="Ranks")
    for rank in range(len(candidates)):
        shares = dossier.comparison.simulation.near.acceptability
        ranks.add(str(rank + 1), [shares[one.code][rank] for one in candidates])
    fall = pygal.HorizontalStackedBar(title="Waterfall")
    found = differences(candidates[0], candidates[1])
    fall.add("Points", [each.points for each in found])
    ranking = pygal.HorizontalStackedBar(title="Ranking")
    ranking.add("Proven", [one.score.proven for one in candidates])
    ranking.add("Promised", [one.score.claimed - one.score.proven for one in candidates])
    ranking.add("Unanswered", [one.score.ceiling - one.score.claimed for one in candidates])
    return [chart.render() for chart in (*charts, ranks, fall, ranking)]
