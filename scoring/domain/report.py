"""Everything that a comparison page or a report tells of an evaluation, read at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F, Prefetch

from scoring.engine import Problem
from scoring.engine.comparison import CheckResult, Comparison
from scoring.models import Assessment, Candidate, Check, Competency, Evaluation, Evidence, Seat

from .comparison import answer_to, problem_of
from .provenance import Provenance, provenance_of


class NothingToCompare(Exception):
    """The evaluation has no candidate: there is no comparison of nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An evaluation with its comparison. Only what is in scope is in it, in the rubric's order.

    Keys are the comparison's codes, so that its numbers find their titles, notes and evidence.
    """

    evaluation: Evaluation
    problem: Problem
    comparison: Comparison
    competencies: Mapping[str, Competency]  # `checks.all()` of each: those in scope, at hand
    weights: Mapping[str, float]  # competency → its share of the whole; they sum to 1
    checks: Mapping[str, Check]
    shares: Mapping[str, float]  # check → its share of the whole; they sum to 1
    candidates: Mapping[str, Candidate]
    results: Mapping[tuple[str, str], CheckResult]  # (candidate, check)
    assessments: Mapping[tuple[str, str], tuple[Assessment, ...]]  # (candidate, check)
    evidence: Mapping[str, tuple[Evidence, ...]]  # candidate → in the order it was added
    seats: tuple[Seat, ...]
    provenance: Provenance = field(default_factory=Provenance)


def dossier_of(evaluation: Evaluation) -> Dossier:
    """The evaluation as it stands, in a fixed number of queries; NothingToCompare if empty."""
    candidates = {one.code: one for one in evaluation.candidates.all()}
    if not candidates:
        raise NothingToCompare
    competencies = _competencies(evaluation)
    weights = _weights(evaluation, competencies)
    problem = problem_of(evaluation)
    comparison = answer_to(problem)
    return Dossier(
        evaluation=evaluation,
        problem=problem,
        comparison=comparison,
        competencies=competencies,
        weights=weights,
        checks={check.code: check for one in competencies.values() for check in one.checks.all()},
        shares=_shares(competencies, weights),
        candidates=candidates,
        results={(one.code, at.code): at for one in comparison.candidates for at in one.checks},
        assessments=_assessments(evaluation, candidates),
        evidence=_evidence(candidates),
        seats=tuple(evaluation.seats.select_related("user").prefetch_related("competencies")),
        provenance=provenance_of(evaluation, comparison),
    )


def _competencies(evaluation: Evaluation) -> dict[str, Competency]:
    """Those with a check in scope, by code."""
    checks = evaluation.checks().select_related("scale").prefetch_related("scale__levels")
    of_rubric = Competency.objects.filter(rubric=evaluation.rubric_id).order_by("number")
    with_checks = of_rubric.prefetch_related(Prefetch("checks", queryset=checks))
    return {one.code: one for one in with_checks if one.checks.all()}


def _weights(evaluation: Evaluation, competencies: Mapping[str, Competency]) -> dict[str, float]:
    given = dict(evaluation.weights.values_list("competency", "value"))
    total = sum(given[one.pk] for one in competencies.values())
    return {code: float(given[one.pk] / total) for code, one in competencies.items()}


def _shares(
    competencies: Mapping[str, Competency], weights: Mapping[str, float]
) -> dict[str, float]:
    shares = {}
    for code, competency in competencies.items():
        total = sum(check.weight for check in competency.checks.all())
        for check in competency.checks.all():
            shares[check.code] = weights[code] * float(check.weight / total)
    return shares


def _assessments(
    evaluation: Evaluation, candidates: Mapping[str, Candidate]
) -> dict[tuple[str, str], tuple[Assessment, ...]]:
    """What each person said, by name; a note alone included."""
    code_of = {one.pk: code for code, one in candidates.items()}
    cells: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
    said = Assessment.objects.in_scope(evaluation).annotate(code=F("rubric_check__code"))
    for one in said.select_related("assessor").order_by("assessor__username"):
        cells[code_of[one.candidate_id], one.code].append(one)
    return {cell: tuple(entries) for cell, entries in cells.items()}


def _evidence(candidates: Mapping[str, Candidate]) -> dict[str, tuple[Evidence, ...]]:
    code_of = {one.pk: code for code, one in candidates.items()}
    of_candidate: dict[str, list[Evidence]] = defaultdict(list)
    added = Evidence.objects.filter(candidate__in=code_of).order_by("added_at", "pk")
    for one in added.select_related("added_by").prefetch_related("checks"):
        of_candidate[code_of[one.candidate_id]].append(one)
    return {code: tuple(entries) for code, entries in of_candidate.items()}
