"""What saving a rating must know of its cell, asked in one query.

Plain SQL, because Django takes ten times as long to word this question as a database to answer it,
and whoever asks holds everybody else up (docs/decisions/0015).
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from scoring.enums import Role, State
from scoring.models import Assessment, Candidate, Check, User

STORED: list[Any] = [
    Assessment._meta.get_field(name)
    for name in ("id", "value", "measurement", "abstained", "evidence", "note", "version")
]
QUESTION = f"""
SELECT k.id, e.state, s.role,
       EXISTS (SELECT 1 FROM scoring_declaration d
               WHERE d.seat_id = s.id AND d.candidate_id = c.id AND d.recused),
       k.tier <= e.tier AND g.rubric_id = e.rubric_id
       AND NOT EXISTS (SELECT 1 FROM scoring_exclusion x
                       WHERE x.evaluation_id = e.id AND x.rubric_check_id = k.id)
       AND (NOT EXISTS (SELECT 1 FROM scoring_seat_competencies a WHERE a.seat_id = s.id)
            OR EXISTS (SELECT 1 FROM scoring_seat_competencies a
                       WHERE a.seat_id = s.id AND a.competency_id = g.id)),
       {", ".join(f"r.{field.column}" for field in STORED)}
FROM scoring_candidate c
JOIN scoring_evaluation e ON e.id = c.evaluation_id
JOIN scoring_seat s ON s.evaluation_id = e.id AND s.user_id = %s
CROSS JOIN scoring_check k
JOIN scoring_competency g ON g.id = k.competency_id
LEFT JOIN scoring_assessment r
       ON r.candidate_id = c.id AND r.rubric_check_id = k.id AND r.assessor_id = s.user_id
WHERE c.id = %s AND k.id IN ({{places}})
{{lock}}"""  # noqa: S608  nobody's words are in it: the names of columns, and places for values


def stored_ratings(
    *, candidate: Candidate, checks: Collection[Check], by: User
) -> Mapping[int, Assessment]:
    """What the person has stored of the candidate at these checks, by the checks' keys.

    Takes the evaluation's lock, as `evaluation.lock` does. Who had to wait for it may read a rating
    of before the wait: the version in the UPDATE tells. ValidationError unless scoring is open,
    and their seat scores this candidate and each check.
    """
    of_key = {check.pk: check for check in checks}
    if not of_key:
        return {}
    question = QUESTION.format(
        places=", ".join(["%s"] * len(of_key)),
        lock="FOR NO KEY UPDATE OF e" if connection.features.has_select_for_update else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [by.pk, candidate.pk, *of_key])
        answers = cursor.fetchall()
    if not answers:
        raise ValidationError(_("Only who has a seat that scores can rate."), code="seat")
    stored = {}
    for key, state, role, recused, theirs, *values in answers:
        _require(candidate, of_key[key], state, role, recused=recused, theirs=theirs)
        if values[0] is not None:
            stored[key] = _assessment(candidate, of_key[key], by, values)
    return stored


def _assessment(candidate: Candidate, check: Check, by: User, values: list[Any]) -> Assessment:
    columns = {
        field.attname: field.to_python(value) for field, value in zip(STORED, values, strict=True)
    }
    return Assessment(candidate=candidate, rubric_check=check, assessor=by, **columns)


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
