"""What is inside the PDF beside its pages: what was asked, what came out, and where it is recorded.

With these three anybody can work the result out again (`docs/method.md`, Interchange).
"""

from datetime import UTC, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.engine.canonical import canonical_json

from .job import Enclosure


def enclosures_of(dossier: Dossier, *, edition: Edition, at: datetime) -> tuple[Enclosure, ...]:
    """None in a letter: it has one candidate's data, and these have everybody's. Only the record
    where nobody is named: the others name who rated."""
    if edition.candidate:
        return ()
    made = at.astimezone(UTC).replace(microsecond=0).isoformat()
    with translation.override(edition.language):
        enclosures = (  # by name: a PDF's names are sorted
            Enclosure(
                name="comparison.json",
                text=_canonical(dossier.comparison.to_json()),
                description=_("The whole result, unrounded"),
                relationship="Data",
                at=made,
            ),
            Enclosure(
                name="problem.json",
                text=_canonical(dossier.problem.to_json()),
                description=_("All that the result is worked out from"),
                relationship="Source",
                at=made,
            ),
            Enclosure(
                name="record.json",
                text=_canonical(_record(dossier, language=edition.language, made=made)),
                description=_("Where the result stands in the ledger"),
                relationship="Supplement",
                at=made,
            ),
        )
    return enclosures[-1:] if edition.anonymous else enclosures


def _canonical(data: object) -> str:
    return canonical_json(data).decode()


def _record(dossier: Dossier, *, language: str, made: str) -> dict[str, object]:
    comparison, head = dossier.comparison, dossier.provenance.head
    return {
        "format": "integrator-eval/record-1",
        "evaluation": dossier.evaluation.slug,
        "language": language,
        "made_at": made,
        "ledger": {"number": head.number, "digest": head.digest},
        "frozen_fingerprint": dossier.evaluation.frozen_fingerprint,
        "inputs_digest": comparison.inputs_digest,
        "engine": comparison.engine,
    }
