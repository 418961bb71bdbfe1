"""What a workbook says beside its tables: by which rules it was reckoned, and of what it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from scoring.domain.report import Dossier
from scoring.enums import EvidenceLevel
from scoring.models import User

from .narrative import verdict
from .phrases import plain


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: Any
    look: str = "text"


def method_facts(dossier: Dossier) -> Iterator[Fact]:
    method = dossier.problem.method
    yield Fact(
        _("How points come about"),
        _(
            "Proven = value × credit of the evidence. A competency is the weighted mean of its "
            "checks, the total the weighted mean of the competencies, from 0 to 100."
        ),
    )
    for level in EvidenceLevel:
        yield Fact(_("Evidence level %(level)s") % {"level": level.value}, str(level.label))
    for missing, credit in enumerate(method.evidence_credit):
        words = _("Credit, levels missing: %(count)s")
        yield Fact(words % {"count": missing}, credit, "share")
    yield Fact(_("Minimum total"), _or_none(method.minimum_total), "fact")
    titles = (
        str(dossier.competencies[one].title)
        for one in method.tie_break
        if one in dossier.competencies
    )
    yield Fact(_("A tie is broken by"), ", ".join(titles) or _("nothing"))
    yield Fact(_("Scores closer than this tie"), method.tie_tolerance, "fact")
    yield Fact(_("Simulations"), method.draws, "fact")
    yield Fact(_("Seed"), method.seed, "fact")
    yield Fact(_("How near the drawn weights stay"), method.concentration, "fact")
    yield Fact(_("Clear from this chance to come first"), method.clear.first, "share")
    yield Fact(_("Clear from this many points to the nearest flip"), method.clear.flip, "fact")
    yield Fact(_("Narrow from this chance to come first"), method.narrow.first, "share")
    for one in dossier.provenance.exclusions:
        name = _("Left out: %(check)s") % {"check": one.rubric_check}
        yield Fact(name, one.reason)


def record_facts(dossier: Dossier, owner: User | None, *, at: datetime, by: User) -> Iterator[Fact]:
    evaluation, comparison = dossier.evaluation, dossier.comparison
    yield Fact(_("Evaluation"), evaluation.title)
    yield Fact(_("State"), str(evaluation.get_state_display()))
    yield Fact(_("Result"), plain(verdict(dossier)))
    yield Fact(_("Rubric"), str(evaluation.rubric))
    yield Fact(_("Depth"), str(evaluation.get_tier_display()))
    if owner:
        yield Fact(_("Owner"), str(owner))
    yield Fact(_("Scoring opened"), evaluation.opened_at, "moment")
    yield Fact(_("Closed"), evaluation.closed_at, "moment")
    yield from _decision(dossier)
    yield Fact(_("Inputs digest"), comparison.inputs_digest)
    yield Fact(_("Frozen fingerprint"), comparison.frozen_fingerprint)
    yield Fact(_("Head of the ledger"), str(dossier.provenance.head))
    yield Fact(_("Engine"), comparison.engine)
    yield Fact(_("Made at"), at.replace(microsecond=0), "moment")
    yield Fact(_("Made for"), str(by))


def _decision(dossier: Dossier) -> Iterator[Fact]:
    decision = dossier.provenance.decision
    if decision is None:
        return
    yield Fact(_("Chosen"), decision.candidate.name)
    yield Fact(_("Reason for the decision"), decision.reason)
    yield Fact(_("Signed by"), str(decision.signed_by))
    yield Fact(_("Signed at"), decision.signed_at, "moment")


def _or_none(value: float | None) -> Any:
    return _("none") if value is None else value
