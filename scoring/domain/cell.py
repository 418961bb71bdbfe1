"""What saving a rating must know of its cell, asked in one query.

Plain SQL, because Django takes ten times as long to word this question as a database to answer it,
and whoever asks holds everybody else up (docs/decisions/0015).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from scoring.enums import Role, State
from scoring.models import Assessment, Candidate, Check, User

from .ledger import Head

SAID: dict[str, Any] = {
    name: Assessment._meta.get_field(name)
    for name in ("value", "measurement", "abstained", "evidence", "note")
}
LOCK = "SELECT id FROM scoring_evaluation WHERE id = %s FOR NO KEY UPDATE"
QUESTION = f"""
SELECT h.number, h.digest, k.id, e.state, s.role,
       EXISTS (SELECT 1 FROM scoring_declaration d
               WHERE d.seat_id = s.id AND d.candidate_id = c.id AND d.recused),
       k.tier <= e.tier AND g.rubric_id = e.rubric_id
       AND NOT EXISTS (SELECT 1 FROM scoring_exclusion x
                       WHERE x.evaluation_id = e.id AND x.rubric_check_id = k.id)
       AND (NOT EXISTS (SELECT 1 FROM scoring_seat_competencies a WHERE a.seat_id = s.id)
            OR EXISTS (SELECT 1 FROM scoring_seat_competencies a
                       WHERE a.seat_id = s.id AND a.competency_id = g.id)),
       r.id, r.version, {", ".join(f"r.{one.column}" for one in SAID.values())}
FROM scoring_candidate c
JOIN scoring_evaluation e ON e.id = c.evaluation_id
JOIN scoring_seat s ON s.evaluation_id = e.id AND s.user_id = %(by)s
JOIN scoring_ledgerentry h ON h.id = (SELECT l.id FROM scoring_ledgerentry l
     WHERE l.evaluation_id = e.id ORDER BY l.number DESC LIMIT 1)
CROSS JOIN scoring_check k
JOIN scoring_competency g ON g.id = k.competency_id
LEFT JOIN scoring_assessment r
       ON r.candidate_id = c.id AND r.rubric_check_id = k.id AND r.assessor_id = s.user_id
WHERE c.id = %(candidate)s AND k.id IN ({{places}})"""  # noqa: S608  nobody's words are in it: names of columns


@dataclass(frozen=True, slots=True)
class Stored:
    """A rating as it stands: `said` is what the assessor says, by the names of the columns."""

    pk: int
    version: int
    said: Mapping[str, Any]


def stored_ratings(
    *, candidate: Candidate, checks: Collection[Check], by: User
) -> tuple[dict[int, Stored], Head]:
    """What the person has stored of the candidate at these checks (one at least), by their keys.

    And where the evaluation's ledger ends. Takes the evaluation's lock, as `evaluation.lock` does.
    ValidationError unless scoring is open, and their seat scores this candidate and each check.
    """
    of_key = {check.pk: check for check in checks}
    asked = {f"check_{place}": key for place, key in enumerate(of_key)}
    with connection.cursor() as cursor:
        if connection.features.has_select_for_update:
            cursor.execute(LOCK, [candidate.evaluation_id])  # whoever asks after it reads the last
        cursor.execute(_question(len(asked)), asked | {"by": by.pk, "candidate": candidate.pk})
        answers = cursor.fetchall()
    if not answers:
        raise ValidationError(_("Only who has a seat that scores can rate."), code="seat")
    stored = {}
    for _number, _digest, key, state, role, recused, theirs, pk, version, *said in answers:
        _require(candidate, of_key[key], state, role, recused=recused, theirs=theirs)
        if pk is not None:
            stored[key] = Stored(pk, version, _read(said))
    return stored, Head(*answers[0][:2])


@cache
def _question(checks: int) -> str:
    return QUESTION.format(places=", ".join(f"%(check_{place})s" for place in range(checks)))


def _read(said: list[Any]) -> dict[str, Any]:
    named = zip(SAID.items(), said, strict=True)
    return {name: field.to_python(value) for (name, field), value in named}


def _require(
    candidate: Candidate, check: Check, state: str, role: str, *, recused: bool, theirs: bool
) -> None:
    if state != State.OPEN:
        raise ValidationError(_("Scoring is not open: nothing was saved."), code="state")
    if role not in (Role.OWNER, Role.ASSESSOR):
        raise ValidationError(_("Only who has a seat that scores can rate."), code="seat")
    if recused:
        raise ValidationError(
            _("You recused yourself from %(candidate)s: nothing was saved."),
            code="recused",
            params={"candidate": candidate.name},
        )
    if not theirs:
        raise ValidationError(
            _("%(check)s is not yours to score: nothing was saved."),
            code="scope",
            params={"check": check.code},
        )
