"""A list of which the first few are shown and the rest is folded away."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fold[T]:
    shown: tuple[T, ...]
    folded: tuple[T, ...]

    def __bool__(self) -> bool:
        return bool(self.shown)


def fold[T](found: Iterable[T], *, at: int) -> Fold[T]:
    """The first `at`; one more than that is not worth a fold, and is shown too."""
    items = tuple(found)
    cut = len(items) if len(items) == at + 1 else at
    return Fold(items[:cut], items[cut:])
