"""A problem becomes an evaluation, with the same result (docs/decisions/0024)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from scoring.engine import Problem
from scoring.engine.interchange import as_json
from scoring.engine.problem import Cell
from scoring.enums import Action, Role, Tier
from scoring.models import (
    Assessment,
    Candidate,
    Check,
    Competency,
    Consensus,
    Evaluation,
    Rubric,
    User,
    Waiver,
)
from scoring.models.user import IMPORTED

from . import candidate, draft, evaluation, freeze, importing, seat, transition, user
from .assessment import NOTHING
from .atomic import atomic
from .facts import name_of
from .ledger import append, drafted, head_of, record
from .method import DEFAULTS
from .problem_rubric import contents_of_problem, decimal, decimal_if, reference_of
from .rubric import weights_of


@atomic()
def import_problem(
    *, problem: Problem, title: str, source: str, by: User, at: datetime
) -> Evaluation:
    """An evaluation in moderation, with `by` in the owner's seat: all of it, or nothing.

    The problem is without `misfit.misfits_of`. `source` says which file it was, for the record.
    """
    reason = _("Imported: %(source)s") % {"source": source}
    rubric = _rubric(problem, title, reason, by=by, at=at)
    made = evaluation.create(
        setup=_setup(problem, title, rubric, reason), by=by, at=at, reason=reason
    )
    return _Import(problem, made, reason, by, at).run()


@dataclass(frozen=True, slots=True)
class _Import:
    problem: Problem
    made: Evaluation
    reason: str
    by: User
    at: datetime

    def run(self) -> Evaluation:
        candidates = self._candidates()
        people = self._people()
        self._open()
        checks = {
            one.code: one for one in Check.objects.filter(competency__rubric=self.made.rubric)
        }
        self._assessments(candidates, checks, people)
        transition.moderate(evaluation=self.made, by=self.by, at=self.at)
        self._consensus(candidates, checks)
        self._waivers(candidates)
        return self.made

    def _candidates(self) -> dict[str, Candidate]:
        return {
            one.code: candidate.add(
                evaluation=self.made,
                code=one.code,
                name=one.name or one.code,
                by=self.by,
                at=self.at,
            )
            for one in self.problem.candidates
        }

    def _people(self) -> dict[str, User]:
        """Who scored, as accounts with which nobody can sign in, of this evaluation alone."""
        people = {}
        for code in sorted({one.assessor for one in self.problem.cells}):
            person = User(
                username=f"{code}{IMPORTED}{self.made.pk}",
                first_name=code,
                last_name=_("(imported)"),
                email=f"{uuid.uuid4().hex}@imported.invalid",
                is_active=False,
            )
            person.set_unusable_password()
            user.save(person=person, by=self.by, at=self.at)
            seat.grant(
                evaluation=self.made, user=person, role=Role.ASSESSOR, by=self.by, at=self.at
            )
            people[code] = person
        return people

    def _open(self) -> None:
        """The rules are those of the file to the letter: their fingerprint stays the same."""
        made, rules = self.made, self.problem.to_json()
        transition.begin(made, Action.EVALUATION_OPENED)
        made.opened_at = self.at
        frozen = freeze.make(
            evaluation=made,
            rules={"method": rules["method"], "competencies": rules["competencies"]},
            by=self.by,
            at=self.at,
        )
        made.frozen_fingerprint = frozen.fingerprint
        new = {"frozen_fingerprint": frozen.fingerprint}
        transition.finish(made, Action.EVALUATION_OPENED, by=self.by, at=self.at, new=new)

    def _assessments(
        self,
        candidates: Mapping[str, Candidate],
        checks: Mapping[str, Check],
        people: Mapping[str, User],
    ) -> None:
        """Past the verb of rating: a value of a file need be none of a scale's."""
        head, rows = head_of(self.made), []
        for cell in self.problem.cells:
            check, person = checks[cell.check], people[cell.assessor]
            said = _said(cell, check)
            entry = drafted(
                action=Action.ASSESSMENT_SAVED,
                evaluation=self.made,
                candidate=candidates[cell.candidate],
                check=check,
                by=person,
                at=self.at,
                new={name: one for name, one in said.items() if one != NOTHING[name]} or None,
                reason=self.reason,
            )
            head = append(entry, old=None, head=head)
            row = Assessment(
                candidate=candidates[cell.candidate],
                rubric_check=check,
                assessor=person,
                updated_at=self.at,
                **said,
            )
            rows.append(row)
        Assessment.objects.bulk_create(rows)

    def _consensus(self, candidates: Mapping[str, Candidate], checks: Mapping[str, Check]) -> None:
        head, rows = head_of(self.made), []
        for one in self.problem.consensus:
            check = checks[one.check]
            evidence = check.proof if one.evidence is None else one.evidence
            said = {"value": float(one.value), "measurement": None, "evidence": evidence}
            entry = drafted(
                action=Action.CONSENSUS_SETTLED,
                evaluation=self.made,
                candidate=candidates[one.candidate],
                check=check,
                by=self.by,
                at=self.at,
                new=said,
                reason=self.reason,
            )
            head = append(entry, old=None, head=head)
            row = Consensus(
                candidate=candidates[one.candidate],
                rubric_check=check,
                reason=self.reason,
                settled_by=self.by,
                settled_at=self.at,
                **said,
            )
            rows.append(row)
        Consensus.objects.bulk_create(rows)

    def _waivers(self, candidates: Mapping[str, Candidate]) -> None:
        """With the reasons of the file, whatever gates they are of: not all need have failed."""
        for one in self.problem.waivers:
            code = one.code or ""
            Waiver.objects.create(
                candidate=candidates[one.candidate],
                kind=one.kind,
                code=code,
                reason=one.reason,
                waived_by=self.by,
                waived_at=self.at,
            )
            record(
                action=Action.GATE_WAIVED,
                evaluation=self.made,
                subject=f"{one.candidate} {one.kind} {code}".strip(),
                candidate=candidates[one.candidate],
                by=self.by,
                at=self.at,
                new={"kind": one.kind, "code": code},
                reason=one.reason,
            )


def _rubric(problem: Problem, title: str, reason: str, *, by: User, at: datetime) -> Rubric:
    """Published at once, whatever it weighs: it is what was scored by, and nobody else's."""
    contents = contents_of_problem(problem, slug=_free_slug(title), title=title)
    made = Rubric(imported=True, **contents.rubric)
    draft.start(rubric=made, by=by, at=at)
    importing.write(made, contents)
    made.published_at = at
    made.save()
    record(
        action=Action.RUBRIC_PUBLISHED,
        subject=name_of(made),
        by=by,
        at=at,
        new={"weights": weights_of(made)},
        reason=reason,
    )
    return made


def _setup(problem: Problem, title: str, rubric: Rubric, reason: str) -> evaluation.Setup:
    weights = {one.code: decimal(one.weight) for one in problem.competencies}
    left_out = {
        check.code for one in problem.competencies for check in one.checks if not check.scope
    }
    checks = Check.objects.filter(competency__rubric=rubric).select_related("competency")
    said, usual = as_json(problem.method), as_json(DEFAULTS)
    return evaluation.Setup(
        title=title,
        rubric=rubric,
        tier=Tier.EXPRESS,
        profile=None,
        weights={one: weights[one.code] for one in Competency.objects.filter(rubric=rubric)},
        reference_budget=decimal_if(reference_of(problem)),
        exclusions={one: reason for one in checks if one.code in left_out},
        method={name: value for name, value in said.items() if value != usual[name]},
    )


def _said(cell: Cell, check: Check) -> dict[str, Any]:
    """Evidence that a file leaves out is what the check needs."""
    return {
        "value": None if cell.value is None else float(cell.value),
        "measurement": None,
        "abstained": cell.value is None,
        "evidence": check.proof if cell.evidence is None else cell.evidence,
        "note": "",
    }


def _free_slug(title: str) -> str:
    base = f"imported-{slugify(title)}"[:40].rstrip("-")
    slug, number = base, 1
    while Rubric.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
