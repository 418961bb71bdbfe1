"""The colour scale of scores."""

STEPS = 20


def heat(score: float) -> int:
    """0-100 as a step of the colour scale, 0 to 20."""
    return round(score * STEPS / 100)
