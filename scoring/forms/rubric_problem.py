"""What is wrong in a file with a rubric, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 100  # nobody reads more at once


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` finds it in the file (line 12, column 7; Checks!F12), `path` names it."""

    place: str
    path: str
    says: str


class Unreadable(Exception):
    """A file from which no rubric comes, with the reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems[:1])
        self.problems = list(problems)

    @property
    def shown(self) -> list[Problem]:
        return self.problems[:SHOWN]
