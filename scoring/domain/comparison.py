"""The one bridge: rows → Problem → engine → Comparison."""

from typing import Any

from django.core.cache import cache

from scoring.engine import Comparison, Problem, compare
from scoring.engine.aggregation import HIGH, LOW, Matrices
from scoring.engine.canonical import digest
from scoring.engine.comparison import ENGINE_VERSION
from scoring.engine.fingerprints import inputs_digest
from scoring.engine.layout import Layout
from scoring.engine.outcome import Rules
from scoring.engine.reweighting import NearestFlip, nearest_flips
from scoring.models import (
    Assessment,
    Check,
    Consensus,
    Declaration,
    Evaluation,
    Evidence,
    Freeze,
    Waiver,
    code_of,
)

type Json = dict[str, Any]


def problem_of(evaluation: Evaluation, *, freeze: Freeze | None = None) -> Problem:
    """The whole evaluation as the engine's input; ProblemError while it is not complete.

    Scores are read by the rules of the newest freeze, or of the one that is given; a draft's by
    its set-up as it stands.
    """
    freeze = freeze or evaluation.freezes.last()
    rules = freeze.rules if freeze else _rules_of(evaluation)
    in_scope = {
        check["code"] for one in rules["competencies"] for check in one["checks"] if check["scope"]
    }
    return Problem.from_json(
        {
            "format": "integrator-eval/problem-1",
            **rules,
            "candidates": [
                {"code": code, "name": name}
                for code, name in evaluation.candidates.values_list("code", "name")
            ],
            "cells": [cell for cell in _cells(evaluation) if cell["check"] in in_scope],
            "consensus": [one for one in _consensus(evaluation) if one["check"] in in_scope],
            "waivers": _waivers(evaluation, rules),
        }
    )


def rules_of(evaluation: Evaluation) -> Json:
    """What opening freezes: method and competencies, each default spelt out.

    Titles are the house language's (Spanish): a digest must not depend on who reads.
    """
    candidate = [{"code": "nobody", "name": ""}]  # a problem has one; the rules do not name it
    problem = Problem.from_json(
        {
            "format": "integrator-eval/problem-1",
            **_rules_of(evaluation),
            "candidates": candidate,
        }
    ).to_json()
    return {"method": problem["method"], "competencies": problem["competencies"]}


def compare_evaluation(evaluation: Evaluation) -> Comparison:
    """The answer to the evaluation as it stands."""
    return answer_to(problem_of(evaluation))


def answer_to(problem: Problem) -> Comparison:
    """The comparison, kept for a while: simulating takes longer than all the rest of a page.

    The same problem has the same answer in the same engine, so nothing ever has to be forgotten.
    """
    key = f"comparison:{ENGINE_VERSION}:{inputs_digest(problem)}"
    kept: Comparison | None = cache.get(key)
    if kept is None:
        kept = compare(problem)
        cache.set(key, kept)
    return kept


def nearest_flip_between(problem: Problem, ahead: str, behind: str) -> NearestFlip:
    """The fewest points of weight to move before `behind` is level with `ahead`, by their codes."""
    layout = Layout.of(problem)
    rules = Rules.of(problem, layout)
    today = rules.judge(Matrices.of(problem, layout).values[[LOW, HIGH]])
    pair = [layout.candidates.index(code) for code in (ahead, behind)]
    [flip] = nearest_flips(rules, today, pair)
    return flip


def fingerprint_of(rules: Json) -> str:
    """SHA-256 of what opening freezes (`rules_of`): rubric, weights, scales, method."""
    return digest(rules)


def inputs_digest_of(evaluation: Evaluation) -> str:
    """SHA-256 of the whole problem, as the report prints it."""
    return inputs_digest(problem_of(evaluation))


def leaders_of(evaluation: Evaluation) -> list[str]:
    """The names in first place; none while everybody is excluded or nothing is scored."""
    comparison = compare_evaluation(evaluation)
    names = {one.code: one.name for one in comparison.candidates if one.coverage}
    return [names[code] for code in comparison.leaders if code in names]


def _rules_of(evaluation: Evaluation) -> Json:
    return {"method": evaluation.method, "competencies": _competencies(evaluation)}


def _competencies(evaluation: Evaluation) -> list[Json]:
    checks: dict[int, list[Json]] = {}
    left_out = set(evaluation.exclusions.values_list("rubric_check", flat=True))
    of_rubric = Check.objects.filter(competency__rubric=evaluation.rubric_id).in_order()
    for check in of_rubric.select_related("scale").prefetch_related("scale__levels"):
        checks.setdefault(check.competency_id, []).append(_check(evaluation, check, left_out))
    return [
        {
            "code": weight.competency.code,
            "title": weight.competency.title_es,  # type: ignore[attr-defined]  # made by TranslatedField
            "weight": float(weight.value),
            "minimum": _number(weight.competency.minimum),
            "checks": checks.get(weight.competency_id, []),
        }
        for weight in evaluation.weights.select_related("competency")
    ]


def _check(evaluation: Evaluation, check: Check, left_out: set[int]) -> Json:
    if check.is_measure:
        reference = evaluation.reference_budget if check.relative_to_budget else None
        scale = {"kind": "measure", "points": check.points, "reference": _number(reference)}
    else:
        values = [float(level.value) for level in check.scale.levels.all()]
        scale = {"kind": "levels", "values": values}
    return {
        "code": check.code,
        "title": check.title_es,  # type: ignore[attr-defined]  # made by TranslatedField
        "weight": float(check.weight),
        "must": check.must,
        "minimum": _number(check.minimum),
        "proof": check.proof,
        "scope": check.tier <= evaluation.tier and check.pk not in left_out,
        "scale": scale,
    }


def _cells(evaluation: Evaluation) -> list[Json]:
    """Who has recused themselves from a candidate says nothing of it, whatever they said before."""
    answered = (
        Assessment.objects.filter(candidate__evaluation=evaluation)
        .answered()
        .values_list(
            "candidate__code", "rubric_check__code", "assessor__username", "value", "evidence"
        )
    )
    recused = set(
        Declaration.objects.filter(seat__evaluation=evaluation, recused=True).values_list(
            "candidate__code", "seat__user__username"
        )
    )
    expired = expired_cells(evaluation)
    return [
        {
            "candidate": candidate,
            "check": check,
            "assessor": code_of(assessor),
            "value": value,
            "evidence": 0 if (candidate, check, assessor) in expired else evidence,
        }
        for candidate, check, assessor, value, evidence in answered
        if (candidate, assessor) not in recused
    ]


def expired_cells(evaluation: Evaluation) -> set[tuple[str, str, str]]:
    """(candidate, check, assessor) where the assessor attached proof, all of which is past its
    date: the rating is a claim now."""
    attached = Evidence.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "checks__code", "added_by__username", "valid_until"
    )
    still: dict[tuple[str, str, str], bool] = {}
    for candidate, check, person, until in attached:
        valid = until is None or until >= evaluation.judged_on
        still[candidate, check, person] = still.get((candidate, check, person), False) or valid
    return {cell for cell, valid in still.items() if not valid}


def _consensus(evaluation: Evaluation) -> list[Json]:
    settled = Consensus.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "rubric_check__code", "value", "evidence"
    )
    keys = ("candidate", "check", "value", "evidence")
    return [dict(zip(keys, row, strict=True)) for row in settled]


def _waivers(evaluation: Evaluation, rules: Json) -> list[Json]:
    """Those of gates that these rules have: a change of scope may have taken one away."""
    gates = {
        ("competency", one["code"]) for one in rules["competencies"] if one["minimum"] is not None
    }
    for one in rules["competencies"]:
        gates |= {("check", check["code"]) for check in one["checks"] if check["must"]}
    if rules["method"].get("minimum_total") is not None:
        gates.add(("total", ""))
    given = Waiver.objects.filter(candidate__evaluation=evaluation).values_list(
        "candidate__code", "kind", "code", "reason"
    )
    return [
        {"candidate": candidate, "kind": kind, "code": code or None, "reason": reason}
        for candidate, kind, code, reason in given
        if (kind, code) in gates
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
