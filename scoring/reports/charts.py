"""The geometry of the charts, in whole units; templates/charts/ draws it, for page and PDF alike.

No chart says by colour alone what a number beside it does not say too.
"""

from dataclasses import dataclass

UNITS = 1000  # a bar's whole length, 0 to 100 points
HEIGHT = 40
STRIPE = 16  # from one stripe of the hatching to the next
HEAT_STEPS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One candidate's ranking bar: proven, then promised, then what has no answer yet.

    The three lie end to end; the label says the same in words.
    """

    label: str
    proven: int  # where each part ends
    claimed: int
    ceiling: int

    @classmethod
    def of(cls, *, proven: float, claimed: float, ceiling: float, label: str) -> "Bar":
        ends = (round(score * UNITS / 100) for score in (proven, claimed, ceiling))
        return cls(label, *ends)

    @property
    def promised_width(self) -> int:
        return self.claimed - self.proven

    @property
    def unanswered_width(self) -> int:
        return self.ceiling - self.claimed

    @property
    def hatching(self) -> str:
        """The stripes over the unanswered part, as one path: they lean by 45° and stay inside."""
        left, right = self.claimed, self.ceiling
        feet = range(left - HEIGHT + STRIPE // 2, right, STRIPE)
        return "".join(
            f"M{x0} {HEIGHT - (x0 - x)}L{x1} {HEIGHT - (x1 - x)}"
            for x in feet
            for x0, x1 in [(max(x, left), min(x + HEIGHT, right))]
            if x0 < x1
        )


@dataclass(frozen=True, slots=True)
class Lean:
    """A bar to the right of the middle for what is ahead, to the left for what is behind."""

    label: str
    start: int
    end: int

    @classmethod
    def of(cls, *, value: float, widest: float, label: str) -> "Lean":
        """`widest`: the value that fills one side."""
        middle = UNITS // 2
        tip = middle + (round(value * middle / widest) if widest else 0)
        return cls(label, min(middle, tip), max(middle, tip))

    @property
    def is_behind(self) -> bool:
        return self.start < UNITS // 2


def heat(score: float) -> int:
    """0-100 as a step of the colour scale, 0 to 20."""
    return round(score * HEAT_STEPS / 100)
