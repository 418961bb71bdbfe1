"""A waterfall: each step begins where the one above it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.html import escape
from django.utils.safestring import SafeString

from .path import NOTHING, path

AHEAD, BEHIND = 'class="ahead" fill="#0f766e"', 'class="behind" fill="#c98a3c"'
UNITS = 1000  # from the lowest to the highest point of the fall


@dataclass(frozen=True, slots=True)
class Step:
    """What one row adds to a sum, or takes from it. The label says the same in words."""

    label: SafeString
    begin: int
    end: int

    @classmethod
    def fall(cls, values: Sequence[float], labels: Sequence[str]) -> "tuple[Step, ...]":
        """The steps of values that add up, from nothing to their sum."""
        sums = list(accumulate(values, initial=0.0))
        low, high = min(sums), max(sums)
        places = [round((one - low) * UNITS / ((high - low) or 1)) for one in sums]
        return tuple(
            cls(escape(label), begin, end)
            for label, begin, end in zip(labels, places, places[1:], strict=False)
        )

    @property
    def is_behind(self) -> bool:
        return self.end < self.begin

    @property
    def drawn(self) -> SafeString:
        """The step itself as markup; nothing where it changes nothing."""
        if not self.part:
            return NOTHING
        stroke = BEHIND if self.is_behind else AHEAD
        return path([f'<path {stroke} d="{self.part}"/>'])

    @property
    def part(self) -> SafeString:
        left, right = sorted((self.begin, self.end))
        return path([f"M{left} 6H{right}V34H{left}z"]) if left < right else NOTHING

    @property
    def joints(self) -> SafeString:
        """Down from the step above, and down to the next."""
        return path([f"M{self.begin} 0h4v20h-4z", f"M{self.end} 20h4v20h-4z"])
