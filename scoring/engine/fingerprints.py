"""Fingerprints: what a problem is, in 64 digits (docs/method.md, 8)."""

from operator import itemgetter
from typing import Any

from scoring.engine.canonical import digest
from scoring.engine.interchange import as_json
from scoring.engine.problem import Problem


def fingerprint(problem: Problem) -> str:
    """Of what is frozen when scoring opens: the method and the rubric with its weights."""
    frozen = {"method": problem.method, "competencies": problem.competencies}
    return digest({name: as_json(part) for name, part in frozen.items()})


def inputs_digest(problem: Problem) -> str:
    """Of the whole problem.

    The order of candidates, cells, consensus and waivers says nothing, so they are sorted;
    the order of the rubric is part of the rubric.
    """
    data = problem.to_json()
    return digest(
        data
        | {
            "candidates": _sorted(data["candidates"], "code"),
            "cells": _sorted(data["cells"], "candidate", "check", "assessor"),
            "consensus": _sorted(data["consensus"], "candidate", "check"),
            "waivers": sorted(
                data["waivers"], key=lambda one: (one["candidate"], one["kind"], one["code"] or "")
            ),
        }
    )


def _sorted(entries: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    return sorted(entries, key=itemgetter(*keys))
