"""Problems for the tests: from a plain matrix, and random ones full of ties, gaps and gates."""

from random import Random
from typing import Any

from hypothesis import strategies as st

from scoring.engine import Problem

FORMAT = "integrator-eval/problem-1"


def matrix(weights: list[float], values: dict[str, list[float | None]], **more: Any) -> Problem:
    """One check per competency, one assessor; None is a question that nobody answered."""
    return Problem.from_json(
        {
            "format": FORMAT,
            "competencies": [
                {"code": str(i), "weight": weight, "checks": [{"code": f"{i}.1", "weight": 1}]}
                for i, weight in enumerate(weights)
            ],
            "candidates": [{"code": code} for code in values],
            "cells": [
                {"candidate": code, "check": f"{i}.1", "assessor": "cio", "value": value}
                for code, row in values.items()
                for i, value in enumerate(row)
                if value is not None
            ],
        }
        | more
    )


def random_problem(rng: Random) -> dict[str, Any]:
    """A valid problem as JSON. Values are coarse and candidates are copied, so ties abound."""
    competencies = [_competency(rng, str(i)) for i in range(rng.randint(1, 4))]
    competencies[0]["weight"] = 3  # somebody weighs something, and is in scope
    competencies[0]["checks"][0] |= {"weight": 2, "scope": True}
    checks = [check for one in competencies for check in one["checks"]]
    candidates = [f"c{i}" for i in range(rng.randint(1, 5))]
    cells, consensus = _cells(rng, candidates, checks), _consensus(rng, candidates, checks)
    if len(candidates) > 1 and rng.random() < 0.4:
        twin, original = rng.sample(candidates, 2)
        cells, consensus = _copied(cells, twin, original), _copied(consensus, twin, original)
    method = _method(rng, [one["code"] for one in competencies])
    problem = {
        "format": FORMAT,
        "method": method,
        "competencies": competencies,
        "candidates": [{"code": code, "name": code.upper()} for code in candidates],
        "cells": cells,
        "consensus": consensus,
        "waivers": _waivers(rng, candidates, competencies, method),
    }
    for name in ("candidates", "cells", "consensus", "waivers"):
        rng.shuffle(problem[name])
    return problem


def problems() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(random_problem, st.randoms(use_true_random=False))


def _method(rng: Random, codes: list[str]) -> dict[str, Any]:
    method: dict[str, Any] = {
        "tie_break": rng.sample(codes, rng.randint(0, len(codes))),
        "draws": 20,  # thousands of these problems are compared
    }
    if rng.random() < 0.3:
        method["evidence_credit"] = [1, 0.7, 0.7, 0.3, 0]
    if rng.random() < 0.4:
        method["minimum_total"] = rng.choice([20, 35, 50, 60])
    return method


def _competency(rng: Random, code: str) -> dict[str, Any]:
    checks = [_check(rng, f"{code}.{i}") for i in range(rng.randint(1, 4))]
    if not any(check["weight"] for check in checks if check["scope"]):
        checks[0]["weight"] = 1
        checks[0]["scope"] = rng.random() < 0.5
        for check in checks[1:]:
            check["scope"] = False
    competency: dict[str, Any] = {"code": code, "weight": _weight(rng), "checks": checks}
    if rng.random() < 0.3:
        competency["minimum"] = rng.choice([10, 40, 50, 60])
    return competency


def _check(rng: Random, code: str) -> dict[str, Any]:
    check: dict[str, Any] = {
        "code": code,
        "weight": _weight(rng),
        "proof": rng.randint(0, 4),
        "scope": rng.random() < 0.85,
    }
    if rng.random() < 0.25:
        check |= {"must": True, "minimum": rng.choice([20, 40, 50, 60])}
    return check


def _weight(rng: Random) -> float:
    return rng.choice([0, 1, 1, 2, 3, 5, 0.1, 0.3, 0.7, 12.5])


def _value(rng: Random) -> float:
    return rng.choice([0, 50, 100, 100, 20, 40, 60, 80, 33.3, 66.6, round(rng.uniform(0, 100), 2)])


def _cells(rng: Random, candidates: list[str], checks: list[dict[str, Any]]) -> list[Any]:
    cells = []
    for candidate in candidates:
        answers = rng.choice([0.6, 0.9, 1])
        for check in checks:
            for assessor in ("ana", "ben", "cio")[: rng.randint(1, 3)]:
                if rng.random() < answers:
                    cell = {"candidate": candidate, "check": check["code"], "assessor": assessor}
                    value = None if rng.random() < 0.1 else _value(rng)
                    cells.append(cell | {"value": value} | _evidence(rng))
    return cells


def _evidence(rng: Random) -> dict[str, int]:
    return {"evidence": rng.randint(0, 4)} if rng.random() < 0.5 else {}


def _consensus(rng: Random, candidates: list[str], checks: list[dict[str, Any]]) -> list[Any]:
    return [
        {"candidate": candidate, "check": check["code"], "value": _value(rng)} | _evidence(rng)
        for candidate in candidates
        for check in checks
        if rng.random() < 0.1
    ]


def _copied(entries: list[Any], twin: str, original: str) -> list[Any]:
    """The twin's entries replaced by the original's."""
    own = [one for one in entries if one["candidate"] != twin]
    return own + [one | {"candidate": twin} for one in own if one["candidate"] == original]


def _waivers(
    rng: Random, candidates: list[str], competencies: list[Any], method: dict[str, Any]
) -> list[Any]:
    gates: list[tuple[str, str | None]] = [
        ("check", check["code"])
        for one in competencies
        for check in one["checks"]
        if "must" in check
    ]
    gates += [("competency", one["code"]) for one in competencies if "minimum" in one]
    gates += [("total", None)] if "minimum_total" in method else []
    return [
        {"candidate": candidate, "kind": kind, "code": code, "reason": "agreed"}
        for candidate in candidates
        for kind, code in gates
        if rng.random() < 0.25
    ]
