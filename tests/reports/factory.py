"""Dossiers for the tests of reports: small ones without a database, scored ones with it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from scoring.domain import assessment
from scoring.domain.report import Dossier
from scoring.engine import Problem, compare
from scoring.enums import EvidenceLevel
from scoring.models import Candidate, Check, Competency, Evaluation, User

TITLES = {  # by competency and language
    "1": {"es": "Seguridad", "fr": "Sécurité", "en": "Security"},
    "2": {"es": "Presupuesto", "fr": "Budget", "en": "Budget"},
    "3": {"es": "Asistencia", "fr": "Assistance", "en": "Support"},
}
WEIGHTS = {"1": 0.5, "2": 0.3, "3": 0.2}

type Rating = float | tuple[float, int] | None  # a value; with its evidence; no answer


def dossier_of_scores(
    scores: Mapping[str, tuple[Rating, Rating, Rating]],
    *,
    minimum: float | None = None,
    waived: tuple[str, ...] = (),
    beside: Mapping[str, Mapping[str, tuple[Rating, Rating, Rating]]] | None = None,
) -> Dossier:
    """Candidates by name, each rated at 1.1, 2.1 and 3.1: one check a competency, proof 1.

    minimum: makes 1.1 a knock-out, waived for some. beside: what others than the CIO rated.
    """
    problem = Problem.from_json(
        {
            "format": "integrator-eval/problem-1",
            "competencies": [_competency(code, minimum) for code in TITLES],
            "candidates": [{"code": _code(name), "name": name} for name in scores],
            "cells": [
                _cell(name, check, assessor, rating)
                for assessor, rated in {"cio": scores, **(beside or {})}.items()
                for name, ratings in rated.items()
                for check, rating in zip(("1.1", "2.1", "3.1"), ratings, strict=True)
                if rating is not None
            ],
            "waivers": [
                {"candidate": _code(name), "kind": "check", "code": "1.1", "reason": "Agreed."}
                for name in waived
            ],
        }
    )
    comparison = compare(problem)
    return Dossier(
        evaluation=Evaluation(slug="mail", title="Mail"),
        problem=problem,
        comparison=comparison,
        competencies={code: _titled(code) for code in TITLES},
        weights=WEIGHTS,
        checks={f"{code}.1": Check(code=f"{code}.1", title_en="Antivirus") for code in TITLES},
        shares={f"{code}.1": share for code, share in WEIGHTS.items()},
        candidates={},
        results={(one.code, at.code): at for one in comparison.candidates for at in one.checks},
        assessments={},
        evidence={},
        seats=(),
    )


def score(
    candidate: Candidate,
    *,
    by: User,
    at: datetime,
    quality: float = 1,
    evidence: int = EvidenceLevel.VERIFICATION,
    note: str = "",
    without: frozenset[str] = frozenset(),
) -> None:
    """Rate every check of the tier but those `without`, at about `quality` of what it can give."""
    checks = candidate.evaluation.checks().select_related("scale").prefetch_related("scale__levels")
    ratings = {
        check: assessment.Rating(
            **_answer(check, quality, candidate.evaluation), evidence=evidence, note=note
        )
        for check in checks
        if check.code not in without
    }
    assessment.rate_all(candidate=candidate, ratings=ratings, by=by, at=at)


def _answer(check: Check, quality: float, evaluation: Evaluation) -> dict[str, Any]:
    if check.is_measure:
        points = sorted(check.points, key=lambda point: point[1])
        measured = Decimal(str(points[round(quality * (len(points) - 1))][0]))
        unit = (evaluation.reference_budget or 1) if check.relative_to_budget else 1
        return {"measurement": measured * unit}
    values = sorted(float(level.value) for level in check.scale.levels.all())
    return {"value": values[round(quality * (len(values) - 1))]}


def _titled(code: str) -> Competency:
    titles = {f"short_title_{language}": title for language, title in TITLES[code].items()}
    return Competency(number=int(code), **titles)


def _competency(code: str, minimum: float | None) -> dict[str, object]:
    gate = minimum if code == "1" else None
    check = {"code": f"{code}.1", "weight": 1, "proof": 1, "must": gate is not None}
    return {
        "code": code,
        "weight": WEIGHTS[code],
        "checks": [check | ({} if gate is None else {"minimum": gate})],
    }


def _cell(
    name: str, check: str, assessor: str, rating: float | tuple[float, int]
) -> dict[str, object]:
    value, evidence = rating if isinstance(rating, tuple) else (rating, 1)
    return {
        "candidate": _code(name),
        "check": check,
        "assessor": assessor,
        "value": value,
        "evidence": evidence,
    }


def _code(name: str) -> str:
    return name.lower().replace(" ", "-")
