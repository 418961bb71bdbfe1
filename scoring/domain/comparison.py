"""The one bridge: rows → Problem → engine → Comparison."""

from typing import Any

from django.core.cache import cache

from scoring.engine import Comparison, Problem, compare, fingerprint
from scoring.engine.aggregation import HIGH, LOW, Matrices
from scoring.engine.comparison import ENGINE_VERSION
from scoring.engine.fingerprints import inputs_digest
from scoring.engine.layout import Layout
from scoring.engine.outcome import Rules
from scoring.engine.reweighting import NearestFlip, nearest_flips
from scoring.models import Assessment, Check, Evaluation


def problem_of(evaluation: Evaluation) -> Problem:
    """The whole evaluation as the engine's input; ProblemError while it is not complete.

    Titles are the house language's (Spanish): a digest must not depend on who reads.
    """
    return Problem.from_json(
        {
            "format": "integrator-eval/problem-1",
            "competencies": _competencies(evaluation),
            "candidates": [
                {"code": code, "name": name}
                for code, name in evaluation.candidates.values_list("code", "name")
            ],
            "cells": _cells(evaluation),
        }
    )


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


def fingerprint_of(evaluation: Evaluation) -> str:
    """SHA-256 of what opening freezes: rubric, weights, scales, method."""
    return fingerprint(problem_of(evaluation))


def leaders_of(evaluation: Evaluation) -> list[str]:
    """The names in first place; none while everybody is excluded or nothing is scored."""
    comparison = compare_evaluation(evaluation)
    names = {one.code: one.name for one in comparison.candidates if one.coverage}
    return [names[code] for code in comparison.leaders if code in names]


def _competencies(evaluation: Evaluation) -> list[dict[str, Any]]:
    checks: dict[int, list[dict[str, Any]]] = {}
    of_rubric = Check.objects.filter(competency__rubric=evaluation.rubric_id).in_order()
    for check in of_rubric.select_related("scale").prefetch_related("scale__levels"):
        checks.setdefault(check.competency_id, []).append(_check(evaluation, check))
    return [
        {
            "code": weight.competency.code,
            "title": weight.competency.title_es,  # type: ignore[attr-defined]  # made by TranslatedField
            "weight": float(weight.value),
            "minimum": _number(weight.competency.minimum),
            "checks": checks[weight.competency_id],
        }
        for weight in evaluation.weights.select_related("competency")
    ]


def _check(evaluation: Evaluation, check: Check) -> dict[str, Any]:
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
        "scope": check.tier <= evaluation.tier,
        "scale": scale,
    }


def _cells(evaluation: Evaluation) -> list[dict[str, Any]]:
    answered = (
        Assessment.objects.in_scope(evaluation)
        .answered()
        .values_list(
            "candidate__code", "rubric_check__code", "assessor__username", "value", "evidence"
        )
    )
    keys = ("candidate", "check", "assessor", "value", "evidence")
    return [dict(zip(keys, row, strict=True)) for row in answered]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
