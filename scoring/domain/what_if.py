"""Other weights, tried out: nothing is written, and nothing of it is official."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from scoring.engine.what_if import Ground
from scoring.engine.what_if import what_if as answer_under

from .report import Dossier
from .snapshot import KEPT, Snapshot, dossier_at


def what_if(snapshot: Snapshot, points: Mapping[str, float]) -> Dossier:
    """The evaluation as if each competency weighed so many points: none negative, not all 0.

    Its comparison has no decisive cells, single ratings or leave-one-out, of the checks only the
    gates, and of the simulation only the first places near these weights; no shares of checks.
    """
    official = dossier_at(snapshot)
    total = sum(points[code] for code in official.competencies)
    weights = {code: points[code] / total for code in official.competencies}
    ground = _ground(snapshot)
    codes = [one.code for one in ground.layout.competencies]
    return replace(
        official,
        comparison=answer_under(ground, [weights[code] for code in codes]),
        weights=weights,
        shares={},
    )


@lru_cache(maxsize=KEPT)
def _ground(snapshot: Snapshot) -> Ground:
    return Ground.of(dossier_at(snapshot).problem)
