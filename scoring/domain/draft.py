"""What may be done to a draft of a rubric: each change is one entry, from what to what.

A draft's rows are written through here only, so that nothing in it changes unseen.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import (
    Check,
    Competency,
    Level,
    Profile,
    ProfileWeight,
    PublishedIsImmutable,
    Rubric,
    Scale,
    User,
)

from .ledger import record
from .rubric import problem_of_total, weights_of

type Row = Rubric | Competency | Check | Scale | Level | Profile | ProfileWeight


@transaction.atomic
def start(*, rubric: Rubric, by: User, at: datetime) -> None:
    """A rubric from nothing: its first version, an empty draft."""
    rubric.version = 1
    rubric.save()
    record(action=Action.RUBRIC_STARTED, subject=_name(rubric), by=by, at=at, new=facts_of(rubric))


@transaction.atomic
def weigh(
    *,
    rubric: Rubric,
    competency_weights: Mapping[Competency, Decimal],
    check_weights: Mapping[Check, Decimal],
    seen: str,
    by: User,
    at: datetime,
) -> None:
    """Set every weight of a draft at once.

    `seen` is the `fingerprint_of` the weights that the writer looked at: with any others now in
    place somebody was faster, and nothing is written.
    """
    _lock(rubric)
    old = weights_of(rubric)
    if seen != fingerprint(old):
        raise ValidationError(
            _("Somebody else changed these weights meanwhile. Nothing was saved."), code="changed"
        )
    _require_weights(rubric, competency_weights, check_weights)
    Competency.objects.bulk_update(_weighed(competency_weights), ["weight"])
    Check.objects.bulk_update(_weighed(check_weights), ["weight"])
    before, after = _changes(old, weights_of(rubric))
    if after:
        record(
            action=Action.RUBRIC_WEIGHED, subject=_name(rubric), by=by, at=at, old=before, new=after
        )


@transaction.atomic
def edit(*, saved: Iterable[Row] = (), removed: Iterable[Row] = (), by: User, at: datetime) -> None:
    """Save and remove rows of one draft together."""
    saved = list(saved)
    removed = [row for top in _stored(removed) for row in (top, *_below(top))]
    if not saved and not removed:
        return
    rubric = rubric_of((saved + removed)[0])
    _lock(rubric)
    stored = {(type(row), row.pk): row for row in _stored(saved)}
    old = {_name(row): facts_of(row) for row in (*stored.values(), *removed)}
    new = {_name(stored.get((type(row), row.pk), row)): facts_of(row) for row in saved}
    for row in saved:
        is_new = row.pk is None
        row.save()
        if is_new:
            _complete(row)
    for row in removed:
        type(row)._default_manager.filter(pk=row.pk).delete()
    before, after = _changes(old, new)
    if before or after:
        record(
            action=Action.RUBRIC_EDITED, subject=_name(rubric), by=by, at=at, old=before, new=after
        )


@transaction.atomic
def discard(*, rubric: Rubric, by: User, at: datetime) -> None:
    """Throw a draft away. What it weighed stays on record."""
    _lock(rubric)
    if rubric.evaluations.exists():
        raise ValidationError(_("An evaluation uses this version."), code="used")
    record(
        action=Action.RUBRIC_DISCARDED,
        subject=_name(rubric),
        by=by,
        at=at,
        old={"weights": weights_of(rubric)},
    )
    Check.objects.filter(competency__rubric=rubric).delete()  # first: they protect their scales
    rubric.delete()


def fingerprint(weights: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()


def rubric_of(row: Row) -> Rubric:
    return row if isinstance(row, Rubric) else row.part_of()


def facts_of(row: Row) -> dict[str, Any]:
    """What a row says, as the ledger keeps it: no keys, and decimals in their full length."""
    fields = row._meta.concrete_fields
    return {field.name: _fact(row, field) for field in fields if not field.primary_key}


def _fact(row: Row, field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, models.ForeignKey):
        return _name(getattr(row, field.name))
    value = field.to_python(getattr(row, field.attname))
    if isinstance(field, models.DecimalField) and value is not None:
        return f"{value:.{field.decimal_places}f}"
    return value


def _name(row: Row) -> str:
    """What the ledger calls it: `zimbra-integrator v2`, `check 4.5`, `level graded/20.00`."""
    if isinstance(row, Rubric):
        return f"{row.slug} v{row.version}"
    _slug, _version, *own = row.natural_key()
    return f"{row._meta.model_name} {'/'.join(str(part) for part in own)}"


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Both sides of what differs, down to single fields; what is only on one side stays whole."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = old.get(name), new.get(name)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            was, now = _changes(was, now)
        elif was == now:
            continue
        if name in old and was != {}:
            before[name] = was
        if name in new and now != {}:
            after[name] = now
    return before, after


def _stored(rows: Iterable[Row]) -> list[Row]:
    """The rows as the database still has them; new ones are not there."""
    return [type(row)._default_manager.get(pk=row.pk) for row in rows if row.pk is not None]


def _below(row: Row) -> Sequence[Row]:
    """What goes with a row that is removed."""
    if isinstance(row, Competency):
        return list(row.checks.all())
    if isinstance(row, Scale):
        return list(row.levels.all())
    if isinstance(row, Profile):
        return list(row.weights.all())
    return ()


def _complete(row: Row) -> None:
    """A profile weighs every competency, whichever of the two came first."""
    if isinstance(row, Competency):
        missing = [
            ProfileWeight(profile=profile, competency=row, value=0)
            for profile in row.rubric.profiles.all()
        ]
    elif isinstance(row, Profile):
        missing = [
            ProfileWeight(profile=row, competency=competency, value=competency.weight)
            for competency in row.rubric.competencies.all()
        ]
    else:
        return
    ProfileWeight.objects.bulk_create(missing)


def _require_weights(
    rubric: Rubric,
    competency_weights: Mapping[Competency, Decimal],
    check_weights: Mapping[Check, Decimal],
) -> None:
    competencies = set(rubric.competencies.all())
    checks = set(Check.objects.filter(competency__rubric=rubric))
    if set(competency_weights) != competencies or set(check_weights) != checks:
        raise ValidationError(_("Every competency and every check needs a weight."), code="weights")
    problems = [problem_of_total(competency_weights.values())]
    for competency in sorted(competencies, key=lambda competency: competency.number):
        weights = [w for check, w in check_weights.items() if check.competency_id == competency.pk]
        if weights and not any(weights):
            problems.append(
                _("%(competency)s: at least one check must weigh more than 0.")
                % {"competency": competency}
            )
    if any(problems):
        raise ValidationError([problem for problem in problems if problem], code="weights")


def _weighed[Part: (Competency, Check)](weights: Mapping[Part, Decimal]) -> list[Part]:
    for part, weight in weights.items():
        part.weight = weight
    return list(weights)


def _lock(rubric: Rubric) -> None:
    """Hold the draft until the transaction ends; refuse when it was published meanwhile."""
    held = Rubric.objects.select_for_update().drafts().filter(pk=rubric.pk)
    if not held.first():
        raise PublishedIsImmutable(str(rubric))
