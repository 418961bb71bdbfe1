"""What may be done to a draft of a rubric: each change is one entry, from what to what.

A draft's rows are written through here, `weights`, `order` and `importing` only, so that nothing in
it changes unseen.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import (
    Check,
    Competency,
    Profile,
    ProfileWeight,
    PublishedIsImmutable,
    Rubric,
    Scale,
    User,
)

from .atomic import atomic
from .facts import Row, changes, facts_of, name_of, named, rubric_of, seen_of
from .ledger import record
from .rubric import weights_of


@atomic()
def start(*, rubric: Rubric, by: User, at: datetime) -> None:
    """A rubric from nothing: its first version, an empty draft."""
    rubric.version = 1
    rubric.save()
    record(
        action=Action.RUBRIC_STARTED, subject=name_of(rubric), by=by, at=at, new=facts_of(rubric)
    )


@atomic()
def edit(
    *,
    saved: Iterable[Row] = (),
    removed: Iterable[Row] = (),
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Save and remove rows of one draft together.

    `seen` is the `facts.seen_of` the first of the rows when the writer looked at it: where it says
    something else by now somebody was faster, and nothing is written.
    """
    saved, removed = list(saved), list(removed)
    if not saved and not removed:
        return
    rubric = rubric_of((saved + removed)[0])
    lock(rubric)
    if seen is not None:
        require_seen((saved + removed)[0], seen)
    removed = [row for top in _stored(removed) for row in (top, *_below(top))]
    stored = {(type(row), row.pk): row for row in _stored(saved)}
    old = named([*stored.values(), *removed])
    new = {name_of(stored.get((type(row), row.pk), row)): facts_of(row) for row in saved}
    for row in removed:  # first: a new row may take the place of one that goes
        type(row)._default_manager.filter(pk=row.pk).delete()
    for row in saved:
        is_new = row.pk is None
        row.save()
        if is_new:
            _complete(row)
    before, after = changes(old, new)
    if before or after:
        record(
            action=Action.RUBRIC_EDITED,
            subject=name_of(rubric),
            by=by,
            at=at,
            old=before,
            new=after,
        )


@atomic()
def discard(*, rubric: Rubric, by: User, at: datetime) -> None:
    """Throw a draft away. What it weighed stays on record."""
    lock(rubric)
    require_unused(rubric)
    record(
        action=Action.RUBRIC_DISCARDED,
        subject=name_of(rubric),
        by=by,
        at=at,
        old={"weights": weights_of(rubric)},
    )
    Check.objects.filter(competency__rubric=rubric).delete()  # first: they protect their scales
    rubric.delete()


def lock(rubric: Rubric) -> None:
    """Hold the draft until the transaction ends; refuse when it was published meanwhile."""
    held = Rubric.objects.select_for_update().drafts().filter(pk=rubric.pk)
    if not held.first():
        raise PublishedIsImmutable(str(rubric))


def require_seen(row: Row, seen: str) -> None:
    if seen_of(_stored([row])[0]) != seen:
        raise ValidationError(_("Somebody else changed this meanwhile."), code="changed")


def require_unused(rubric: Rubric) -> None:
    if rubric.evaluations.exists():
        raise ValidationError(_("An evaluation uses this version."), code="used")


def _stored(rows: Iterable[Row]) -> list[Row]:
    """The rows as the database still has them; new ones are not there."""
    try:
        return [type(row)._default_manager.get(pk=row.pk) for row in rows if row.pk is not None]
    except ObjectDoesNotExist as error:
        raise ValidationError(_("Somebody else removed this meanwhile."), code="gone") from error


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
