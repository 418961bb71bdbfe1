"""The door of an evaluation, the same one for its pages and for the API."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from scoring import permissions
from scoring.models import Seat, User

type Permission = Callable[..., bool]


class MustDeclareFirst(PermissionDenied):
    """The person has not said yet how they stand to each candidate."""


def enter(*, user: User, slug: str, permission: Permission) -> Seat:
    """The person's seat, if `permission` holds of it.

    Seat.DoesNotExist without one: for them the evaluation does not exist. PermissionDenied where
    the seat may not. A permission that asks for the number of `assessors` (the blind phase) gets
    it.
    """
    seats = Seat.objects.select_related("evaluation__rubric", "evaluation__profile", "user")
    seat = seats.get(evaluation__slug=slug, user=user)
    asks_assessors = "assessors" in permission.__annotations__
    facts = {"assessors": assessors_of(seat)} if asks_assessors else {}
    if not permission(seat, **facts):
        raise PermissionDenied
    if _must_declare_first(seat, permission):
        raise MustDeclareFirst
    return seat


def assessors_of(seat: Seat) -> int:
    """The number of seats from which scores come."""
    return seat.evaluation.seats.scoring().count()


def _must_declare_first(seat: Seat, permission: Permission) -> bool:
    """An assessor sees nothing, and an owner scores nobody, before they have said how they stand to
    each candidate."""
    if permission is permissions.can_declare or not permissions.can_declare(seat):
        return False
    asked = seat.is_assessor or permission is permissions.can_score
    return asked and seat.undeclared().exists()
