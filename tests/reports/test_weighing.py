from scoring.domain.lint import findings_of_weights
from scoring.reports.lint import review_of
from scoring.reports.weighing import Row, weighing_of

from .factory import dossier_of_scores


def test_nominal_and_effective_weights_stand_side_by_side():
    """50 % × 20, 30 % × 0 and 20 % × 50 points: 10, 0 and 10 of 20."""
    dossier = dossier_of_scores({"Norte": (80, 60, 100), "Sur": (60, 60, 50)})

    assert weighing_of(dossier).rows == (
        row("1", "Security", "50%", "50%", "20.0"),
        row("2", "Budget", "30%", "0%", "0.0", far_off=True),
        row("3", "Support", "20%", "50%", "50.0", far_off=True),
    )


def row(number, title, nominal, effective, spread, *, far_off=False) -> Row:
    return Row(
        number=number,
        title=title,
        nominal=nominal,
        effective=effective,
        spread=spread,
        far_off=far_off,
    )


def test_where_everybody_ties_no_weight_is_effective():
    dossier = dossier_of_scores({"Norte": (80, 60, 50), "Sur": (80, 60, 50)})

    assert {one.effective for one in weighing_of(dossier).rows} == {"—"}


def test_one_candidate_alone_leaves_nothing_to_say():
    weighing = weighing_of(dossier_of_scores({"Norte": (80, 60, 50)}))

    assert (weighing.rows, weighing.review.groups) == ((), ())


def test_the_findings_are_those_of_the_weights(dossier):
    assert weighing_of(dossier).review == review_of(findings_of_weights(dossier))
