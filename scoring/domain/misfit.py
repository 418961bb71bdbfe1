"""What a sound problem says that no evaluation can hold: where, and why.

Nothing is rounded, cut or renamed on its way in: a digest would not be the same. The models judge,
so that an import is refused for what a form would refuse.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from scoring.engine import Problem
from scoring.models import Candidate, Check, Competency, Evaluation, Level, Waiver

from .faults import CODE
from .problem_rubric import decimal, decimal_if, reference_of

NUMBER = re.compile(r"0|[1-9][0-9]{0,4}")
MOST_NUMBER = 32_767  # of a competency, as the database counts
MOST = {"candidates": 100, "cells": 20_000, "consensus": 10_000}
MOST_CHECKS = 1_000
MOST_DRAWS = 100_000  # what a form offers: more would hold up everybody's pages
LONGEST_ASSESSOR = 100
TAKEN = "new"  # candidates/new/ is a page


@dataclass(frozen=True, slots=True)
class Misfit:
    """`path` as in a ProblemError: cells[3].assessor."""

    path: str
    says: str


def misfits_of(problem: Problem) -> list[Misfit]:
    return [
        *_sizes(problem),
        *_competencies(problem),
        *_scales(problem),
        *_candidates(problem),
        *_assessors(problem),
        *_waivers(problem),
    ]


def _sizes(problem: Problem) -> Iterator[Misfit]:
    too_many = _("There are more than %(most)s: that is no evaluation.")
    for name, most in MOST.items():
        if len(getattr(problem, name)) > most:
            yield Misfit(name, too_many % {"most": most})
    if sum(len(one.checks) for one in problem.competencies) > MOST_CHECKS:
        yield Misfit("competencies", too_many % {"most": MOST_CHECKS})
    if problem.method.draws > MOST_DRAWS:
        says = _("An evaluation makes at most %(most)s simulations.") % {"most": MOST_DRAWS}
        yield Misfit("method.draws", says)


def _competencies(problem: Problem) -> Iterator[Misfit]:
    for place, one in enumerate(problem.competencies):
        path = f"competencies[{place}]"
        if not NUMBER.fullmatch(one.code) or int(one.code) > MOST_NUMBER:
            yield Misfit(f"{path}.code", _("A competency’s code is a whole number here: 1, 2, 3."))
        row = Competency(
            weight=decimal(one.weight),
            minimum=decimal_if(one.minimum),
            title_es=one.title or one.code,
        )
        names = {"weight": "weight", "minimum": "minimum", "title_es": "title"}
        yield from _refused(row, path, names)
        for number, check in enumerate(one.checks):
            yield from _check(check, f"{path}.checks[{number}]")


def _check(check: Any, path: str) -> Iterator[Misfit]:
    if not CODE.fullmatch(check.code):
        yield Misfit(f"{path}.code", _("A code is letters, digits, dots and hyphens."))
    row = Check(
        code=check.code,
        weight=decimal(check.weight),
        minimum=decimal_if(check.minimum),
        title_es=check.title or check.code,
    )
    names = {"code": "code", "weight": "weight", "minimum": "minimum", "title_es": "title"}
    yield from _refused(row, path, names)


def _scales(problem: Problem) -> Iterator[Misfit]:
    """Levels that the database keeps to the digit, and one budget for all."""
    budget = reference_of(problem)
    for place, competency in enumerate(problem.competencies):
        for number, check in enumerate(competency.checks):
            path = f"competencies[{place}].checks[{number}].scale"
            if check.scale is None:
                continue
            for position, value in enumerate(check.scale.values):
                level, names = Level(value=decimal(value)), {"value": f"values[{position}]"}
                yield from _refused(level, path, names)
            if check.scale.reference not in (None, budget):
                says = _("An evaluation has one reference budget, and another check names another.")
                yield Misfit(f"{path}.reference", says)
            elif check.scale.reference is not None:
                row = Evaluation(reference_budget=decimal(check.scale.reference))
                yield from _refused(row, path, {"reference_budget": "reference"})


def _candidates(problem: Problem) -> Iterator[Misfit]:
    taken: set[str] = set()
    for place, one in enumerate(problem.candidates):
        path, name = f"candidates[{place}]", one.name or one.code
        if one.code == TAKEN:
            yield Misfit(f"{path}.code", _("This word is taken: choose another."))
        row = Candidate(code=one.code, name=name)
        yield from _refused(row, path, {"code": "code", "name": "name"})
        if name in taken:
            says = _("This evaluation already has a candidate of that name.")
            yield Misfit(f"{path}.name", says)
        taken.add(name)


def _assessors(problem: Problem) -> Iterator[Misfit]:
    for place, one in enumerate(problem.cells):
        if len(one.assessor) > LONGEST_ASSESSOR:
            says = _("An assessor’s code has at most %(most)s characters here.")
            yield Misfit(f"cells[{place}].assessor", says % {"most": LONGEST_ASSESSOR})


def _waivers(problem: Problem) -> Iterator[Misfit]:
    for place, one in enumerate(problem.waivers):
        yield from _refused(Waiver(reason=one.reason), f"waivers[{place}]", {"reason": "reason"})


def _refused(row: Model, path: str, names: Mapping[str, str]) -> Iterable[Misfit]:
    """What the model says of these fields, by the names that the file has for them."""
    others = {field.name for field in row._meta.fields} - set(names)
    for field, name in names.items():
        if "\0" in str(getattr(row, field)):
            yield Misfit(f"{path}.{name}", _("A text holds a character that none can hold (NUL)."))
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        for field, found in error.message_dict.items():
            yield Misfit(f"{path}.{names[field]}", " ".join(found))
