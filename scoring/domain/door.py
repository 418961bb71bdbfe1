"""The door of an evaluation, the same one for its pages and for the API."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from scoring import permissions
from scoring.models import Seat, User

type Permission = Callable[..., bool]


class MustDeclareFirst(PermissionDenied):
    """The person has not said yet how they stand to each candidate."""


def enter(*, user: User, slug: str, permission: Permission) -> Seat:
    """The person's seat, if `permission` holds of it.

    Seat.DoesNotExist without one: for them the evaluation does not exist. PermissionDenied where
    the seat may not.
    """
    seats = Seat.objects.select_related("evaluation__rubric", "evaluation__profile", "user")
    seat = seats.get(evaluation__slug=slug, user=user)
    if not permission(seat, **facts_for(permission, seat)):
        raise PermissionDenied
    if _must_declare_first(seat, permission):
        raise MustDeclareFirst
    return seat


def assessors_of(seat: Seat) -> int:
    """The number of seats from which scores come."""
    return seat.evaluation.seats.scoring().count()


def recused_of(seat: Seat) -> bool:
    """Whether the person recused themselves from any candidate."""
    return seat.declarations.filter(recused=True).exists()


def facts_for(permission: Permission, seat: Seat) -> dict[str, Any]:
    """What a permission asks to know beside the seat: the number of `assessors` (the blind phase),
    whether the reader is `recused` from some candidate."""
    known = {"assessors": assessors_of, "recused": recused_of}
    return {name: known[name](seat) for name in known if name in permission.__annotations__}


def _must_declare_first(seat: Seat, permission: Permission) -> bool:
    """An assessor sees nothing, and an owner scores nobody, before they have said how they stand to
    each candidate."""
    if permission is permissions.can_declare or not permissions.can_declare(seat):
        return False
    asked = seat.is_assessor or permission is permissions.can_score
    return asked and seat.undeclared().exists()
