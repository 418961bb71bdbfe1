"""A problem and its answer as JSON files, in the formats of docs/method.md, section 9."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier
from scoring.engine import Problem, compare
from scoring.models import User

from .anonymity import veil_of


def make_problem(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """What an import makes an evaluation of, with the same result."""
    return written(_problem(dossier, edition).to_json())


def make_comparison(dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
    """The answer; of an anonymous edition the one to the problem without names."""
    problem = _problem(dossier, edition)
    answer = dossier.comparison if problem is dossier.problem else compare(problem)
    return written(answer.to_json())


def written(data: Any) -> bytes:
    """Indented, to be read by people too; numbers are not rounded."""
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def _problem(dossier: Dossier, edition: Edition) -> Problem:
    """Letters in place of people's names change the digest: it is of what the file says."""
    if not edition.anonymous:
        return dossier.problem
    with translation.override(None):
        called = {one.code: str(one) for one in veil_of(dossier).stand_ins.values()}
    cells = (replace(one, assessor=called[one.assessor]) for one in dossier.problem.cells)
    return replace(dossier.problem, cells=tuple(cells))
