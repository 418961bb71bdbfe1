"""Samples of weights: on the grid, summing to one, spread as they should be."""

from collections.abc import Callable

import numpy as np
import pytest

from scoring.engine import sampling
from scoring.engine.sampling import (
    ANY,
    CELLS,
    KEPT,
    NEAR,
    WEIGHT_STEP,
    generator,
    weights_any,
    weights_near,
)
from scoring.engine.value import Floats

SHARES = (0.5, 0.3, 0.2)
type Sample = Callable[[int, int], Floats]

SAMPLES: dict[str, Sample] = {
    "near": lambda draws, seed: weights_near(SHARES, draws, seed, 100),
    "any": lambda draws, seed: weights_any(3, draws, seed),
}
both = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What another test has drawn would answer here, whatever the engine does by now."""
    sampling._near_kept.cache_clear()
    sampling._any_kept.cache_clear()


@both
def test_every_draw_sums_to_exactly_one(sample: Sample) -> None:
    assert set(sample(1000, 12).sum(axis=0).tolist()) == {1.0}


@both
def test_every_weight_is_a_whole_number_of_steps(sample: Sample) -> None:
    steps = sample(1000, 12) / WEIGHT_STEP

    assert (steps == np.rint(steps)).all()


@both
def test_no_weight_is_negative(sample: Sample) -> None:
    assert sample(1000, 12).min() >= 0


@both
def test_rows_are_competencies_and_columns_draws(sample: Sample) -> None:
    assert sample(1000, 12).shape == (3, 1000)


@both
def test_same_seed_gives_the_same_sample(sample: Sample) -> None:
    assert sample(7, 5).tolist() == sample(7, 5).tolist()


@both
def test_another_seed_gives_another_sample(sample: Sample) -> None:
    assert sample(7, 5).tolist() != sample(7, 6).tolist()


@both
def test_kept_sample_cannot_be_changed_by_who_uses_it(sample: Sample) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sample(7, 5)[0, 0] = 1


@both
def test_small_sample_is_drawn_once(sample: Sample) -> None:
    assert sample(8, 5) is sample(8, 5)


@pytest.mark.parametrize(
    "sample",
    [lambda: weights_near((0.25,) * 4, KEPT // 4, 5, 100), lambda: weights_any(4, KEPT // 4, 5)],
    ids=SAMPLES,
)
def test_sample_at_the_limit_is_still_kept(sample: Callable[[], Floats]) -> None:
    assert sample() is sample()


@both
def test_large_sample_is_drawn_anew_and_equal(sample: Sample) -> None:
    first, second = sample(KEPT // 3 + 1, 5), sample(KEPT // 3 + 1, 5)

    assert (first is second, (first == second).all()) == (False, True)


def test_weights_near_the_announced_have_their_mean() -> None:
    means = weights_near(SHARES, 40_000, 12, 100).mean(axis=1)

    assert means.tolist() == pytest.approx(SHARES, abs=0.001)


@pytest.mark.parametrize("concentration", [10, 100])
def test_concentration_says_how_near(concentration: float) -> None:
    spread = weights_near(SHARES, 40_000, 12, concentration).var(axis=1)

    expected = [share * (1 - share) / (concentration + 1) for share in SHARES]
    assert spread.tolist() == pytest.approx(expected, rel=0.05)


def test_what_weighs_nothing_is_never_drawn_to_weigh() -> None:
    assert weights_near((0.0, 0.4, 0.6), 1000, 12, 100)[0].max() == 0


@pytest.mark.parametrize("concentration", [100, 0.05])
def test_what_weighs_nothing_leaves_the_others_their_draws(concentration: float) -> None:
    """Below a tenth, the Dirichlet distribution is drawn in another way, one after the other."""
    alone = weights_near((0.4, 0.6), 1000, 12, concentration)

    drawn = weights_near((0.4, 0.0, 0.6), 1000, 12, concentration)

    assert drawn[[0, 2]].tolist() == alone.tolist()


def test_what_rounding_leaves_goes_to_the_heaviest() -> None:
    """Not to the first, which may weigh nothing at all."""
    drawn = weights_near((0.0, 0.4, 0.6, 0.0), 1000, 12, 100)

    assert drawn[[0, 3]].max() == 0


@pytest.mark.parametrize("concentration", [1e-12, 1e12])
def test_extreme_concentrations_give_weights_all_the_same(concentration: float) -> None:
    drawn = weights_near(SHARES, 1000, 12, concentration)

    assert (np.isfinite(drawn).all(), set(drawn.sum(axis=0).tolist())) == (True, {1.0})


def test_without_concentration_one_competency_takes_all() -> None:
    assert set(weights_near(SHARES, 1000, 12, 1e-12).ravel().tolist()) == {0.0, 1.0}


def test_any_weights_are_uniform_on_the_simplex() -> None:
    """Each weight of three has mean 1/3 and variance 1/18, and no place is favoured."""
    drawn = weights_any(3, 100_000, 12)

    assert drawn.mean(axis=1).tolist() == pytest.approx([1 / 3] * 3, abs=0.003)
    assert drawn.var(axis=1).tolist() == pytest.approx([1 / 18] * 3, rel=0.02)


def test_single_competency_has_all_the_weight() -> None:
    assert weights_any(1, 3, 12).tolist() == [[1.0, 1.0, 1.0]]


def test_streams_of_one_seed_are_independent() -> None:
    first = {generator(12, stream).random() for stream in (CELLS, NEAR, ANY)}

    assert len(first) == 3


def test_generator_is_the_same_on_every_machine() -> None:
    """Written down: a release of numpy that moves the streams must not go unseen."""
    first = [generator(12, stream).random() for stream in (CELLS, NEAR, ANY)]

    assert first == [0.7197178251604524, 0.41649850501216723, 0.12021016645925753]
