"""Promised against proven: what is claimed, what of it counts, what proving it would add."""

import pytest

from scoring.reports.promises import promises_of

from .factory import dossier_of_scores as dossier

HALF = (100, 0)  # promised 100, and a step of evidence short


def test_each_unproven_check_is_told_with_what_proving_it_would_add():
    [alfa] = promises_of(dossier({"Alfa": (HALF, 50, HALF), "Beta": (50, 50, 50)}))

    assert (alfa.name, alfa.gain, alfa.excluded) == ("Alfa", "+14.0", False)
    assert [(row.promised, row.proven, row.gain) for row in alfa.rows.shown] == [
        ("100", "80", "+10.00"),
        ("100", "80", "+4.00"),
    ]


def test_the_largest_come_first_and_the_rest_is_summed():
    made = dossier({"Alfa": ((10, 0), HALF, HALF)})

    [alfa] = promises_of(made, shown=1)

    assert [row.gain for row in alfa.rows.shown] == ["+6.00"]
    assert (len(alfa.rows.folded), alfa.folded) == (2, "+5.00")


def test_who_has_proven_everything_is_not_told_of():
    assert promises_of(dossier({"Alfa": (100, 50, 0), "Beta": (50, None, 50)})) == ()


def test_what_the_excluded_promise_is_told_too():
    made = dossier({"Alfa": (90, 50, 50), "Beta": (10, HALF, 50)}, minimum=50)

    [beta] = promises_of(made)

    assert (beta.name, beta.excluded) == ("Beta", True)


@pytest.mark.django_db
def test_the_gains_of_a_candidate_sum_to_what_it_promises_beyond_what_is_proven(dossier):
    for one, result in zip(
        promises_of(dossier, shown=1000),
        (each for each in dossier.comparison.candidates if each.score.claimed > each.score.proven),
        strict=True,
    ):
        gap = result.score.claimed - result.score.proven

        assert sum(float(row.gain) for row in one.rows.shown) == pytest.approx(gap, abs=0.5)
