"""Everything that was said, as one long table: candidate × check × who said it.

A cell that nobody answered has a line too, and so has what was settled. The official reading stands
on every line of its cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CheckResult
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Check, Competency, Consensus

from .sheets import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one person, or everybody together, says of one candidate at one check."""

    competency: Competency
    check: Check
    share: float  # of the whole
    candidate: CandidateResult
    official: CheckResult
    said_by: str
    rating: str = ""  # in the words of the scale
    measurement: Decimal | None = None
    value: float | None = None
    evidence: int | None = None
    proven: float | None = None
    counts: str
    note: str = ""


def ratings_of(dossier: Dossier) -> Iterator[Line]:
    """In the order of the rubric, then of the ranking; what was settled before what each said."""
    for code, competency in dossier.competencies.items():
        for check in competency.checks.all():
            for candidate in dossier.comparison.candidates:
                yield from _Cell(dossier, code, check, candidate).lines()


@dataclass(frozen=True, slots=True)
class _Cell:
    dossier: Dossier
    competency: str
    check: Check
    candidate: CandidateResult

    def lines(self) -> Iterator[Line]:
        where = self.candidate.code, self.check.code
        settled = self.dossier.provenance.consensus.get(where)
        said = self.dossier.assessments.get(where, ())
        if settled:
            who = _("Consensus, %(person)s") % {"person": settled.settled_by}
            yield self._line(settled, who, _("yes"), note=settled.reason)
        for one in said:
            yield self._line(one, str(one.assessor), self._counts(one, settled), note=one.note)
        if not settled and not any(one.is_answered for one in said):
            yield self._line(None, "", _("no answer"))

    def _line(
        self, said: Assessment | Consensus | None, who: str, counts: str, *, note: str = ""
    ) -> Line:
        value = said.value if said else None
        evidence = self._evidence(said)
        return Line(
            competency=self.dossier.competencies[self.competency],
            check=self.check,
            share=self.dossier.shares[self.check.code],
            candidate=self.candidate,
            official=self.dossier.results[self.candidate.code, self.check.code],
            said_by=who,
            rating=_label(self.check, value),
            measurement=said.measurement if said else None,
            value=value,
            evidence=evidence if value is not None else None,
            proven=None if value is None else value * self._credit(evidence or 0),
            counts=counts,
            note=note,
        )

    def _evidence(self, said: Assessment | Consensus | None) -> int | None:
        """Proof past its date is a claim."""
        if isinstance(said, Assessment):
            cell = self.candidate.code, self.check.code, said.assessor.username
            if cell in self.dossier.provenance.expired:
                return int(EvidenceLevel.CLAIM)
        return said.evidence if said else None

    def _credit(self, evidence: int) -> float:
        return self.dossier.problem.method.evidence_credit[max(0, self.check.proof - evidence)]

    def _counts(self, one: Assessment, settled: Consensus | None) -> str:
        if (self.candidate.code, one.assessor.username) in self.dossier.provenance.recused:
            return _("no: recused")
        if one.abstained:
            return _("no: abstains")
        if one.value is None:
            return _("no: only a note")
        return _("no: settled") if settled else _("yes")


def _label(check: Check, value: float | None) -> str:
    if value is None or check.is_measure:
        return ""
    labels = {level.value: str(level.label) for level in check.scale.levels.all()}
    return labels.get(Decimal(value), "")


def step(level: int | None) -> str:
    """A step of the evidence ladder in words."""
    return "" if level is None else str(EvidenceLevel(level).label)


COLUMNS: tuple[Column[Line], ...] = (
    Column(gettext_lazy("Competency"), lambda one: str(one.competency), width=24),
    Column(gettext_lazy("Check"), lambda one: one.check.code, width=8),
    Column(gettext_lazy("Title of the check"), lambda one: str(one.check.title), width=30),
    Column(gettext_lazy("Weight in the whole"), lambda one: one.share, "percent", 9),
    Column(gettext_lazy("Code of the candidate"), lambda one: one.candidate.code, width=16),
    Column(gettext_lazy("Candidate"), lambda one: one.candidate.name, width=22),
    Column(gettext_lazy("Said by"), lambda one: one.said_by, width=20),
    Column(gettext_lazy("Rating"), lambda one: one.rating, width=22),
    Column(gettext_lazy("Measurement"), lambda one: one.measurement, "plain", 13),
    Column(gettext_lazy("Unit"), lambda one: str(one.check.unit), width=14),
    Column(gettext_lazy("Value"), lambda one: one.value, "points", 8),
    Column(gettext_lazy("Evidence"), lambda one: step(one.evidence), width=18),
    Column(gettext_lazy("Evidence level"), lambda one: one.evidence, "plain", 10),
    Column(gettext_lazy("Level needed"), lambda one: one.check.proof, "plain", 10),
    Column(gettext_lazy("Proven"), lambda one: one.proven, "points", 9),
    Column(gettext_lazy("Counts"), lambda one: one.counts, width=14),
    Column(gettext_lazy("Note"), lambda one: one.note, width=48),
    Column(
        pgettext_lazy("official reading", "Official: promised"),
        lambda one: one.official.claimed,
        "points",
        11,
    ),
    Column(
        pgettext_lazy("official reading", "Official: proven"),
        lambda one: one.official.proven,
        "points",
        11,
    ),
    Column(
        pgettext_lazy("official reading", "Official: at most"),
        lambda one: one.official.ceiling,
        "points",
        11,
    ),
    Column(gettext_lazy("Points of the total"), lambda one: one.official.points, "fine", 10),
)
