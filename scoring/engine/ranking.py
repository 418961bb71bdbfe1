"""Ranks with ties (docs/method.md, 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.engine.value import Floats


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows of the layout in the order in which they are listed, and the rank of each."""

    order: tuple[int, ...]
    ranks: tuple[int, ...]  # standard competition ranks (1, 1, 3), in the same order


def tied(members: Iterable[int], scores: Floats, tolerance: float) -> list[list[int]]:
    """Members in groups of equals, the highest first.

    "Within a tolerance" is not transitive (a ~ b and b ~ c, yet a is above c), so a tie is
    measured from the highest of its group: who is further below starts the next group.
    """
    groups: list[list[int]] = []
    for member in sorted(members, key=lambda row: -scores[row]):
        if groups and scores[groups[-1][0]] - scores[member] <= tolerance:
            groups[-1].append(member)
        else:
            groups.append([member])
    return groups


def rank(
    members: Iterable[int], total: Floats, tie_break: Sequence[Floats], tolerance: float
) -> Ranking:
    """Ranks by total, which show the ties; inside a tie, listed by the tie-break, then by row.

    total: (m,). tie_break: scores (m,) of the announced competencies, the first one first.
    """
    groups = tied(members, total, tolerance)
    ranks = [1 + sum(map(len, groups[:place])) for place, group in enumerate(groups) for _ in group]
    for scores in tie_break:
        groups = [part for group in groups for part in tied(group, scores, tolerance)]
    return Ranking(
        order=tuple(row for group in groups for row in sorted(group)), ranks=tuple(ranks)
    )
