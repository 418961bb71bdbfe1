"""The debrief letter: to one candidate, how it did, with nothing of anybody else in it.

No name, score or evidence of another candidate, no assessor, nothing that people wrote: it is made
of the scale, the candidate's own figures, its place and how many there were.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.enums import Role
from scoring.models import Decision

from . import asks, numbers, sheet
from .annex import ladder
from .document import styles
from .gates import Reason, reasons_of
from .narrative import provisional
from .phrases import bold, fixed, paragraph, points
from .promises import Promise, promise_of
from .standing import nothing_is_scored

LOW = 5  # checks that are named


class NoSuchCandidate(LookupError):
    """The edition is for a candidate that the evaluation does not have."""


@dataclass(frozen=True, slots=True)
class Row:
    """One competency: its weight, what was proven and promised in it, the points that gives."""

    number: str
    title: str
    weight: str
    proven: str
    promised: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    name: str
    excluded: bool
    sentence: SafeString
    proven: str
    promised: str
    answered: str
    rows: tuple[Row, ...]
    strengths: tuple[sheet.Mark, ...]
    weaknesses: tuple[sheet.Mark, ...]
    low: tuple[sheet.Mark, ...]
    gates: tuple[sheet.Gate, ...]
    reasons: tuple[Reason, ...]  # without who waived them, and why
    promise: Promise
    open: asks.Open | None


def letter_of(dossier: Dossier, code: str) -> Letter:
    """Raises NoSuchCandidate."""
    found = [one for one in dossier.comparison.candidates if one.code == code]
    if not found:
        raise NoSuchCandidate(code)
    [own] = found
    return Letter(
        name=own.name,
        excluded=own.rank is None,
        sentence=sentence(own, dossier),
        proven=numbers.points(own.score.proven),
        promised=numbers.points(own.score.claimed),
        answered=numbers.covered(own.coverage),
        rows=tuple(
            Row(
                number=one.code,
                title=str(dossier.competencies[one.code].short_title),
                weight=numbers.percent(dossier.weights[one.code]),
                proven=numbers.whole(one.proven),
                promised=numbers.whole(one.claimed),
                points=numbers.points(one.contribution),
            )
            for one in own.competencies
        ),
        strengths=sheet.strengths_of(own, dossier),
        weaknesses=sheet.weaknesses_of(own, dossier),
        low=sheet.low_of(own, dossier, shown=LOW),
        gates=sheet.standing_of(own, dossier),
        reasons=reasons_of(own, dossier),
        promise=promise_of(own, dossier),
        open=sheet.open_of(own, dossier),
    )


def letter_context(dossier: Dossier, *, edition: Edition, at: datetime) -> dict[str, Any]:
    """The context of `reports/letter.html`: of the evaluation, what is nobody's secret."""
    evaluation = dossier.evaluation
    return {
        "letter": letter_of(dossier, edition.candidate),
        "title": evaluation.title,
        "rubric": str(evaluation.rubric),
        "digest": dossier.comparison.inputs_digest,
        "fingerprint": evaluation.frozen_fingerprint,
        "provisional": provisional(evaluation),
        "owner": next((str(one.user) for one in dossier.seats if one.role == Role.OWNER), ""),
        "ladder": ladder(),
        "language": edition.language,
        "styles": styles(),
        "at": at.replace(microsecond=0),
    }


def sentence(own: CandidateResult, dossier: Dossier) -> SafeString:
    """Its points, its place, and whether it was chosen; a place that is shared is not said to be:
    that would tell somebody else's points."""
    return paragraph([_place(own, dossier), _chosen(own, dossier)])


def _place(own: CandidateResult, dossier: Dossier) -> SafeString:
    count = len(dossier.comparison.candidates)
    if own.rank is None:
        words = _("{name} has {points} of 100, and is excluded: a requirement is not met.")
    elif count == 1 or nothing_is_scored(dossier):
        words = _("{name} has {points} of 100.")
    else:
        words = _("{name} has {points} of 100, and place {place} of {count}.")
    return format_html(
        words,
        name=bold(own.name),
        points=points(own.score.proven),
        place=bold(str(own.rank)),
        count=count,
    )


def _chosen(own: CandidateResult, dossier: Dossier) -> SafeString | None:
    decision: Decision | None = dossier.provenance.decision
    if decision is None:
        return None
    if decision.candidate.code == own.code:
        return format_html(_("{name} has been chosen."), name=bold(own.name))
    return fixed(_("Another candidate has been chosen."))
