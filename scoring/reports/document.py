"""What a report's template is given: no more than the chosen sections need.

Clock and person come in as arguments. Boxes are what a PDF costs: each thing is said once.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scoring.domain.edition import Edition
from scoring.domain.elicitation import origin_of
from scoring.domain.report import Dossier
from scoring.enums import ReportSection, Role
from scoring.models import User

from .account import account_of
from .annex import annex_of, exhibits_of, ladder
from .anonymity import veil_for, veiled
from .audit import record_of
from .certificate import certificate_of
from .charts.weight_curves import weight_curves_of
from .head_to_head import head_to_head
from .overview import overview_of
from .promises import promises_of
from .sensitivity import sensitivity_of
from .sheet import sheets_of
from .simulation import terms_of

STATIC = Path(__file__).resolve().parent.parent / "static" / "scoring"
STYLES = ("heat.css", "report.css")

# Columns are headed by names while these fit, else by the letters that the ranking gives.
NAMED_COLUMNS = 5
NAMED_LENGTH = 28
NAMED_WORD = 13
PORTRAIT_COLUMNS = 5  # the annex is wider than it is tall from here on

type Context = dict[str, Any]

# What a section needs beside what every report has.
SECTIONS: Mapping[ReportSection, Callable[[Dossier, Edition], Context]] = {
    ReportSection.HEAD_TO_HEAD: lambda dossier, _: {"pair": head_to_head(dossier)},
    ReportSection.SENSITIVITY: lambda dossier, _: _sensitivity(dossier),
    ReportSection.PROMISES: lambda dossier, _: _promises(dossier),
    ReportSection.CANDIDATES: lambda dossier, _: {"sheets": sheets_of(dossier)},
    ReportSection.CHECKS: lambda dossier, edition: _checks(dossier, edition),
    ReportSection.EVIDENCE: lambda dossier, _: {"exhibits": exhibits_of(dossier)},
    ReportSection.METHOD: lambda dossier, _: {"terms": terms_of(dossier)},
}
NUMBERED = {ReportSection.CANDIDATES, ReportSection.EVIDENCE}  # where evidence has its numbers


def document_of(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> Context:
    """The context of `reports/report.html`."""
    veil = veil_for(dossier, edition)
    shown = veiled(dossier, veil)
    context = _first_page(shown, at=at)
    for section in edition.sections:
        if section in SECTIONS:
            context |= SECTIONS[section](shown, edition)
    if ReportSection.METHOD in edition.sections:
        origin = origin_of(dossier.evaluation)
        context["origin"] = replace(origin, people=veil.people(origin.people, dossier.seats))
    if ReportSection.AUDIT in edition.sections:
        context["record"] = record_of(shown, veil)
    return context | {
        "edition": edition,
        "sections": edition.sections,
        "language": edition.language,
        "owner": _seated(dossier, Role.OWNER),
        "procurement": _seated(dossier, Role.PROCUREMENT),
        "by": veil.officer(by),
    }


def _checks(dossier: Dossier, edition: Edition) -> Context:
    """Evidence is cited by its number where the report has one that lists it."""
    cited = bool(NUMBERED & edition.sections) and any(dossier.evidence.values())
    return {"annex": annex_of(dossier, cite=cited), "ladder": ladder(), "cited": cited}


def _sensitivity(dossier: Dossier) -> Context:
    return {
        "sensitivity": sensitivity_of(dossier),
        "weight_curves": weight_curves_of(dossier),
    }


def _promises(dossier: Dossier) -> Context:
    return {"promises": promises_of(dossier), "ladder": ladder()}


def styles() -> str:
    return "\n".join((STATIC / name).read_text() for name in STYLES)


def _first_page(dossier: Dossier, *, at: datetime) -> Context:
    """And what all of the sections share."""
    overview = overview_of(dossier)
    names = [line.name for line in overview.ranking]
    keyed = not _fit_as_headers(names)
    return {
        "dossier": dossier,
        "evaluation": dossier.evaluation,
        "comparison": dossier.comparison,
        "overview": overview,
        "certificate": certificate_of(dossier),
        "waived": any(each.waiver for one in overview.obstacles for each in one.reasons),
        "keyed": keyed,
        "long_names": max(map(len, names)) > NAMED_LENGTH,
        "columns": [line.key for line in overview.ranking] if keyed else names,
        "wide": len(names) > PORTRAIT_COLUMNS,
        **account_of(dossier),
        "styles": styles(),
        "at": at.replace(microsecond=0),
    }


def _seated(dossier: Dossier, role: Role) -> tuple[User, ...]:
    return tuple(seat.user for seat in dossier.seats if seat.role == role)


def _fit_as_headers(names: list[str]) -> bool:
    words = (word for name in names for word in name.split())
    return (
        len(names) <= NAMED_COLUMNS
        and max(map(len, names)) <= NAMED_LENGTH
        and max(map(len, words), default=0) <= NAMED_WORD
    )
