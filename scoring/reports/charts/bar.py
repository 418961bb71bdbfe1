"""The bar of a ranking: proven, promised, unanswered."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from .path import NOTHING, path

UNITS = 1000  # a bar's whole length, 0 to 100 points
HEIGHT = 40
STRIPE = 16  # from one stripe of the hatching to the next
STROKES = (
    'class="proven" fill="#3548c8"',
    'class="promised" fill="#b9c1f4"',
    'class="unanswered" stroke="#8b94a7" stroke-width="5" fill="none"',
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One candidate's ranking bar: proven, then promised, then what has no answer yet.

    The three lie end to end; the label says the same in words.
    """

    label: SafeString
    proven: int  # where each part ends
    claimed: int
    ceiling: int

    @classmethod
    def of(cls, *, proven: float, claimed: float, ceiling: float, label: str) -> "Bar":
        ends = (round(score * UNITS / 100) for score in (proven, claimed, ceiling))
        return cls(escape(label), *ends)  # once: a template says it twice

    @property
    def drawn(self) -> SafeString:
        """The parts that there are, as markup."""
        parts = zip(STROKES, (self.proven_part, self.promised_part, self.hatching), strict=True)
        return path(f'<path {stroke} d="{part}"/>' for stroke, part in parts if part)

    @property
    def proven_part(self) -> SafeString:
        return _part(0, self.proven)

    @property
    def promised_part(self) -> SafeString:
        return _part(self.proven, self.claimed)

    @property
    def hatching(self) -> SafeString:
        """The stripes over the unanswered part, as one path: they lean by 45° and stay inside."""
        left, right = self.claimed, self.ceiling
        feet = range(left - HEIGHT + STRIPE // 2, right, STRIPE)
        return path(
            f"M{x0} {HEIGHT - (x0 - x)}L{x1} {HEIGHT - (x1 - x)}"
            for x in feet
            for x0, x1 in [(max(x, left), min(x + HEIGHT, right))]
            if x0 < x1
        )


def _part(left: int, right: int) -> SafeString:
    return path([f"M{left} 0H{right}V{HEIGHT}H{left}z"]) if left < right else NOTHING
