"""Versions of a rubric: a published one never changes, editing it makes the next draft."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.engine import ProblemError
from scoring.engine.value import piecewise_linear
from scoring.enums import Action, Tier
from scoring.models import (
    Check,
    Competency,
    Level,
    Profile,
    ProfileWeight,
    Rubric,
    Scale,
    Statement,
    User,
)

from .atomic import atomic
from .ledger import record

TOLERANCE = Decimal("0.001")


@atomic()
def make_draft(*, rubric: Rubric, by: User, at: datetime) -> Rubric:
    """The next version of a rubric, a whole copy; refused while another draft of it exists."""
    draft = Rubric.objects.select_for_update().get(pk=rubric.pk)
    versions = Rubric.objects.filter(slug=rubric.slug)
    if versions.drafts().exists():
        raise ValidationError(_("This rubric already has a draft version."), code="draft")
    draft.version = versions.aggregate(latest=Max("version"))["latest"] + 1
    draft.published_at = None
    draft.imported = False  # a copy is a rubric like any other
    draft.pk = None
    draft._state.adding = True
    draft.save()
    _copy_parts(rubric, draft)
    record(
        action=Action.RUBRIC_DRAFTED,
        subject=f"{draft.slug} v{draft.version}",
        by=by,
        at=at,
        new={"from_version": rubric.version},
    )
    return draft


@atomic()
def publish(*, rubric: Rubric, by: User, at: datetime) -> None:
    """Make a draft ready for evaluations, and fixed for ever. It must be whole first."""
    rubric.refresh_from_db(from_queryset=Rubric.objects.select_for_update())
    if rubric.is_published:
        raise ValidationError(_("This version is published already."), code="published")
    problems = list(problems_of(rubric))
    if problems:
        raise ValidationError(problems)
    rubric.published_at = at
    rubric.save()
    record(
        action=Action.RUBRIC_PUBLISHED,
        subject=f"{rubric.slug} v{rubric.version}",
        by=by,
        at=at,
        new={"weights": weights_of(rubric)},
    )


def weights_of(rubric: Rubric) -> dict[str, Any]:
    """The weights of competencies and checks by code, as the ledger keeps them."""
    competencies = rubric.competencies.prefetch_related("checks")
    return {
        "competencies": {c.code: str(c.weight) for c in competencies},
        "checks": {k.code: str(k.weight) for c in competencies for k in c.checks.all()},
    }


def problems_of(rubric: Rubric) -> Iterable[str]:
    """What keeps a draft from being published, in the reader's language."""
    competencies = list(rubric.competencies.prefetch_related("checks__scale__levels"))
    if not competencies:
        yield _("The rubric has no competency.")
    elif problem := problem_of_total(competency.weight for competency in competencies):
        yield problem
    for competency in competencies:
        checks = list(competency.checks.all())
        if not any(check.weight for check in checks):
            yield _("%(competency)s: at least one check must weigh more than 0.") % {
                "competency": competency
            }
        elif tier := _idle(checks):
            yield _(
                "%(competency)s: of the checks asked at the depth “%(tier)s”, at least one "
                "must weigh more than 0."
            ) % {"competency": competency, "tier": tier.label}
        for check in checks:
            yield from _problems_of_check(check)


def _idle(checks: Iterable[Check]) -> Tier | None:
    """The first depth at which the competency is asked, and weighs nothing: none could open."""
    for tier in Tier:
        weights = [check.weight for check in checks if check.tier <= tier]
        if weights and not any(weights):
            return tier
    return None


def problem_of_total(weights: Iterable[Decimal]) -> str:
    """What is wrong with the sum of the competencies' weights, or nothing.

    The engine would take any sum: 100 makes a weight readable as a share of the whole.
    """
    total = sum(weights, Decimal(0))
    if abs(total - 100) <= TOLERANCE:
        return ""
    if total < 100:
        text = _("The competencies weigh %(total)s together, not 100: %(difference)s is missing.")
    else:
        text = _("The competencies weigh %(total)s together, not 100: %(difference)s too much.")
    return text % {"total": _written(total), "difference": _written(abs(total - 100))}


def _written(number: Decimal) -> str:
    return number_format(number.quantize(TOLERANCE).normalize())


def _problems_of_check(check: Check) -> Iterable[str]:
    if check.is_measure:
        try:
            piecewise_linear(check.points, 0)
        except (ProblemError, ValueError, TypeError):
            yield _("%(check)s: give at least two reference points, in order.") % {"check": check}
        else:
            if not all(0 <= value <= 100 for _x, value in check.points):
                yield _("%(check)s: the values of its points lie between 0 and 100.") % {
                    "check": check
                }
    elif len(check.scale.levels.all()) < 2:
        yield _("%(check)s: its scale needs at least two levels.") % {"check": check}


def _copy_parts(source: Rubric, target: Rubric) -> None:
    scales = _copied(Scale.objects.filter(rubric=source), rubric=lambda _: target)
    _copied(Level.objects.filter(scale__rubric=source), scale=lambda row: scales[row.scale_id])
    competencies = _copied(Competency.objects.filter(rubric=source), rubric=lambda _: target)
    checks = _copied(
        Check.objects.filter(competency__rubric=source),
        competency=lambda row: competencies[row.competency_id],
        scale=lambda row: scales[row.scale_id],
    )
    profiles = _copied(Profile.objects.filter(rubric=source), rubric=lambda _: target)
    _copied(
        ProfileWeight.objects.filter(profile__rubric=source),
        profile=lambda row: profiles[row.profile_id],
        competency=lambda row: competencies[row.competency_id],
    )
    statements = _copied(Statement.objects.filter(rubric=source), rubric=lambda _: target)
    _copied(
        Statement.checks.through.objects.filter(statement__rubric=source),
        statement=lambda row: statements[row.statement_id],
        check=lambda row: checks[row.check_id],
    )


def _copied(rows: models.QuerySet[Any], **parents: Any) -> dict[int, Any]:
    """New copies of the rows under new parents, by the old row's key."""
    copies = {row.pk: row for row in rows}
    for row in copies.values():
        for name, parent in parents.items():
            setattr(row, name, parent(row))
        row.pk = None
        row._state.adding = True
    rows.model.objects.bulk_create(copies.values())
    return copies
