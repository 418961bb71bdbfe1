"""Samples of weights for the simulation: seeded, on a grid, kept for the next time.

Every weight is a whole number of `WEIGHT_STEP`, and each draw sums to exactly 1. Scores are put on
`SCORE_STEP` likewise, so a product has at most 53 bits and a total is exact: the order in which a
BLAS adds plays no part, equal candidates tie in every draw, and the same seed gives the same bits
on every machine.
"""

from functools import lru_cache

import numpy as np

from scoring.engine.value import Floats

WEIGHT_STEP = 2.0**-24
SCORE_STEP = 2.0**-22  # 100 < 2^7, so 7 + 22 + 24 = 53 bits
CELLS, NEAR, ANY = range(3)  # the streams of one seed: each is the same, whatever the others draw
KEPT = 2**20  # numbers; a larger sample is drawn anew each time rather than kept in memory


def generator(seed: int, stream: int) -> np.random.Generator:
    """The generator of one stream of a seed; PCG64 by name, because numpy's default may change."""
    sequence = np.random.SeedSequence(seed, spawn_key=(stream,))
    return np.random.Generator(np.random.PCG64(sequence))


def weights_near(shares: tuple[float, ...], draws: int, seed: int, concentration: float) -> Floats:
    """(g, draws) Dirichlet(concentration · shares): the announced weights, give or take.

    shares: (g,) normalised. What weighs nothing is never drawn to weigh anything.
    """
    if len(shares) * draws <= KEPT:
        return _near_kept(shares, draws, seed, concentration)
    return _near(shares, draws, seed, concentration)


def weights_any(count: int, draws: int, seed: int) -> Floats:
    """(count, draws), uniform on the simplex: every set of weights is as likely as any other."""
    if count * draws <= KEPT:
        return _any_kept(count, draws, seed)
    return _any(count, draws, seed)


def _near(shares: tuple[float, ...], draws: int, seed: int, concentration: float) -> Floats:
    announced = np.array(shares)
    weighs = announced > 0
    sample = np.zeros((len(shares), draws))
    alpha = concentration * announced[weighs]
    sample[weighs] = generator(seed, NEAR).dirichlet(alpha, size=draws).T
    return _on_grid(sample, rest=int(announced.argmax()))


def _any(count: int, draws: int, seed: int) -> Floats:
    return _on_grid(generator(seed, ANY).standard_exponential((count, draws)), rest=0)


_near_kept = lru_cache(maxsize=4)(_near)
_any_kept = lru_cache(maxsize=4)(_any)


def _on_grid(sample: Floats, *, rest: int) -> Floats:
    """Each column normalised to whole steps that sum to 1; row `rest` takes what rounding leaves.

    Rounded down, so that it leaves something and never owes: a few steps of 6e-8.
    """
    sample *= 1 / WEIGHT_STEP / sample.sum(axis=0)
    np.floor(sample, out=sample)
    sample[rest] += 1 / WEIGHT_STEP - sample.sum(axis=0)
    sample *= WEIGHT_STEP
    sample.flags.writeable = False  # kept samples are shared
    return sample
