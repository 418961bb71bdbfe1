"""What the rows of an evaluation say, in the words in which the ledger tells of them."""

from collections.abc import Iterator
from typing import Any

from scoring.engine.canonical import canonical_json
from scoring.models import (
    Assessment,
    Consensus,
    Decision,
    Declaration,
    Evaluation,
    Evidence,
    Freeze,
    Waiver,
)

type Facts = dict[str, Any]
type Key = tuple[str, ...]  # the kind of row, then which one: codes, usernames, numbers

SAID = ("title", "url", "filename", "sha256", "text", "scope", "dated", "valid_until")


def rows_of(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    """Every row that decides the result or says who took part in it; a fixed number of queries."""
    yield ("evaluation",), _evaluation(evaluation)
    for code, name, note in evaluation.candidates.values_list("code", "name", "note"):
        yield ("candidate", code), {"name": name, "note": note}
    for seat in evaluation.seats.select_related("user").prefetch_related("competencies"):
        theirs = [one.code for one in sorted(seat.competencies.all(), key=lambda one: one.number)]
        yield ("seat", seat.user.username), {"role": seat.role, "competencies": theirs}
    yield from _freezes(evaluation)
    yield from _declarations(evaluation)
    yield from _assessments(evaluation)
    yield from _evidence(evaluation)
    yield from _consensus(evaluation)
    yield from _waivers(evaluation)
    yield from _decisions(evaluation)


def evidence_key(candidate: str, person: str, facts: Facts) -> Key:
    """Evidence is known by what it says; dates as text, as JSON has them."""
    plain = {name: str(v) if name in DATES else v for name, v in facts.items()}
    return ("evidence", candidate, person, canonical_json(plain).decode())


DATES = ("dated", "valid_until")


def _evaluation(evaluation: Evaluation) -> Facts:
    weights = evaluation.weights.values_list("competency__number", "value")
    left_out = evaluation.exclusions.values_list("rubric_check__code", "reason")
    return {
        "title": evaluation.title,
        "rubric": f"{evaluation.rubric.slug} v{evaluation.rubric.version}",
        "tier": evaluation.tier,
        "profile": evaluation.profile.slug if evaluation.profile else None,
        "weights": {str(number): value for number, value in weights},
        "reference_budget": evaluation.reference_budget,
        "left_out": dict(left_out),
        "method": evaluation.method,
        "reason_for_gates": evaluation.reason_for_gates,
        "reason_for_extremes": evaluation.reason_for_extremes,
        "state": evaluation.state,
        "frozen_fingerprint": evaluation.frozen_fingerprint,
        "leaders": evaluation.leaders,
        "created_by": evaluation.created_by.username,
        "created_at": evaluation.created_at,
        "opened_at": evaluation.opened_at,
        "closed_at": evaluation.closed_at,
    }


def _freezes(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    for one in Freeze.objects.filter(evaluation=evaluation).select_related("frozen_by"):
        facts = {
            "fingerprint": one.fingerprint,
            "reason": one.reason,
            "by": one.frozen_by.username,
            "at": one.frozen_at,
        }
        yield ("freeze", str(one.number)), facts


def _declarations(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    said = Declaration.objects.filter(seat__evaluation=evaluation).values_list(
        "candidate__code", "seat__user__username", "recused", "statement", "declared_at"
    )
    for candidate, person, recused, statement, at in said:
        facts = {"recused": recused, "statement": statement, "at": at}
        yield ("declaration", candidate, person), facts


def _assessments(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    names = ("value", "measurement", "abstained", "evidence", "note", "version")
    said = Assessment.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "rubric_check__code", "assessor__username", "updated_at", *names
    )
    for candidate, check, person, at, *facts in said:
        key = ("assessment", candidate, check, person)
        yield key, {**dict(zip(names, facts, strict=True)), "at": at}


def _evidence(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    added = Evidence.objects.filter(candidate__evaluation=evaluation).select_related(
        "candidate", "added_by"
    )
    for one in added.prefetch_related("checks__competency"):
        facts: Facts = {name: getattr(one, name) for name in SAID}
        facts = {name: value for name, value in facts.items() if value not in ("", None)}
        checks = sorted(one.checks.all(), key=lambda it: (it.competency.number, it.position))
        facts |= {"evidence": one.level, "checks": [check.code for check in checks]}
        yield evidence_key(one.candidate.code, one.added_by.username, facts), {}


def _consensus(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    names = ("value", "measurement", "evidence", "reason", "version")
    settled = Consensus.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "rubric_check__code", "settled_by__username", "settled_at", *names
    )
    for candidate, check, person, at, *facts in settled:
        said = {**dict(zip(names, facts, strict=True)), "by": person, "at": at}
        yield ("consensus", candidate, check), said


def _waivers(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    given = Waiver.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "kind", "code", "reason", "waived_by__username", "waived_at"
    )
    for candidate, kind, code, reason, person, at in given:
        yield ("waiver", candidate, kind, code), {"reason": reason, "by": person, "at": at}


def _decisions(evaluation: Evaluation) -> Iterator[tuple[Key, Facts]]:
    names = ("reason", "signature", "frozen_fingerprint", "inputs_digest")
    signed = Decision.objects.filter(evaluation=evaluation).values_list(
        "candidate__code",
        "signed_by__username",
        "signed_at",
        "ledger_number",
        "ledger_digest",
        *names,
    )
    for candidate, person, at, number, head, *facts in signed:
        said = {**dict(zip(names, facts, strict=True)), "candidate": candidate}
        yield ("decision",), said | {"by": person, "at": at, "head": f"{number}:{head}"}
