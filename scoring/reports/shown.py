"""Whom the tables and charts of a comparison show. Nobody's rank or number depends on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from scoring.domain.report import Dossier

from .charts.acceptability import Acceptability
from .charts.gap import Gaps
from .overview import Overview


@dataclass(frozen=True, slots=True)
class Shown:
    """Some of the candidates, by their places in the ranking."""

    places: tuple[int, ...]
    total: int

    @classmethod
    def of(cls, dossier: Dossier, codes: Collection[str]) -> "Shown":
        """Without codes everybody."""
        candidates = dossier.comparison.candidates
        places = [at for at, one in enumerate(candidates) if not codes or one.code in codes]
        return cls(tuple(places), len(candidates))

    @property
    def is_all(self) -> bool:
        return len(self.places) == self.total

    def overview(self, overview: Overview) -> Overview:
        if self.is_all:
            return overview
        robustness = overview.robustness
        return replace(
            overview,
            ranking=self._pick(overview.ranking),
            heat_map=tuple(replace(r, cells=self._pick(r.cells)) for r in overview.heat_map),
            gates=tuple(replace(r, standings=self._pick(r.standings)) for r in overview.gates),
            robustness=robustness and replace(robustness, rows=self._pick(robustness.rows)),
        )

    def acceptability(self, chart: Acceptability | None) -> Acceptability | None:
        return chart and replace(chart, rows=self._pick(chart.rows))

    def gaps(self, chart: Gaps | None) -> Gaps | None:
        return chart and replace(chart, candidates=self._pick(chart.candidates))

    def _pick[T](self, rows: Sequence[T]) -> tuple[T, ...]:
        return tuple(row for at, row in enumerate(rows) if at in self.places)
