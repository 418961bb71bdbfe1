"""People's accounts: who may sign in and who administers is on record like everything else."""

from datetime import datetime
from typing import Any

from scoring.enums import Action
from scoring.models import User

from .atomic import atomic
from .ledger import record

ON_RECORD = ["username", "first_name", "last_name", "email", "is_active", "is_staff"]


@atomic()
def save(*, person: User, by: User, at: datetime) -> None:
    """Make or change an account."""
    before = User.objects.filter(pk=person.pk).first()
    old = _facts(before) if before else None
    person.save()
    new = _facts(person)
    if new == old:
        return
    changed = [name for name in ON_RECORD if old is None or old[name] != new[name]]
    record(
        action=Action.PERSON_CHANGED if old else Action.PERSON_ADDED,
        subject=person.username,
        by=by,
        at=at,
        old={name: old[name] for name in changed} if old else None,
        new={name: new[name] for name in changed},
    )


def record_password_set(*, person: User, by: User, at: datetime) -> None:
    """Who can set a password can sign in with it: the ledger tells by whom and when it was."""
    record(action=Action.PERSON_PASSWORD_SET, subject=person.username, by=by, at=at)


def _facts(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ON_RECORD}
