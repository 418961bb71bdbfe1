"""What a report attaches, of random problems; and as bytes in a PDF."""

import json
from typing import Any

from scoring.engine import Problem, compare
from tests.engine.certificates import scaled_problem

LANGUAGE = "en"
HEAD = {"number": 42, "digest": "ab" * 32}

type Enclosed = dict[str, dict[str, Any]]  # by the name of the file


def enclosed(problem: dict[str, Any], language: str = LANGUAGE) -> Enclosed:
    """The problem, what the engine answers, and what the report says of itself."""
    comparison = compare(Problem.from_json(problem)).to_json()
    return {
        "problem.json": problem,
        "comparison.json": comparison,
        "record.json": {
            "format": "integrator-eval/record-1",
            "evaluation": "mail",
            "language": language,
            "made_at": "2026-11-23T17:30:59+00:00",
            "ledger": dict(HEAD),
            "frozen_fingerprint": comparison["frozen_fingerprint"],
            "inputs_digest": comparison["inputs_digest"],
            "engine": comparison["engine"],
        },
    }


def random_enclosed(seed: int) -> Enclosed:
    return enclosed(scaled_problem(seed))


def as_files(parts: Enclosed) -> dict[str, bytes]:
    return {name: json.dumps(part, ensure_ascii=False).encode() for name, part in parts.items()}
