"""Everything that stands beside the scores, for the compare page and the report alike."""

from typing import Any

from scoring.domain.report import Dossier

from .decision import signed_of
from .narrative import provisional
from .people import people_of, reasons_missing
from .rules import method_of, rulings_of


def account_of(dossier: Dossier) -> dict[str, Any]:
    """The context of `scoring/comparison/_account.html` and of the report's sections."""
    provenance, evaluation = dossier.provenance, dossier.evaluation
    return {
        "provisional": provisional(evaluation),
        "decision": (
            signed_of(provenance.decision, leaders=evaluation.leaders)
            if provenance.decision
            else None
        ),
        "rulings": rulings_of(dossier),
        "people": people_of(dossier),
        "reasons_missing": reasons_missing(dossier),
        "exclusions": provenance.exclusions,
        "method": method_of(evaluation) if evaluation.method else (),
        "head": provenance.head,
    }
