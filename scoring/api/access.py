"""The door of the API: a token, what it may read, and then the same door as the pages have.

Nobody's session counts here, so a browser that is signed in opens nothing, and nothing can be done
in its name. `listed` is for what belongs to no evaluation, `seated` for one. Both leave on the view
its permission, which a test asks for, and its operation, which the description tells of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from scoring import permissions
from scoring.domain.door import MustDeclareFirst, Permission, enter
from scoring.domain.token import bearer_of
from scoring.enums import TokenScope
from scoring.models import Seat, Token

from .refusal import Reason, Refused

type Read = Callable[..., Any]
type View = Callable[..., HttpResponse]

READING = "GET, HEAD, OPTIONS"


@dataclass(frozen=True, slots=True)
class Operation:
    """What the description tells of a view."""

    answers: Any  # the type of what it gives; `bytes` is a PDF
    scope: TokenScope
    says: str


def listed(answers: Any, scope: TokenScope, permission: Permission) -> Callable[[Read], View]:
    """Give the view the `token`."""

    def decorate(read: Read) -> View:
        def answer(token: Token) -> Any:
            if not permission(token.user):
                raise Refused(Reason.NOT_ALLOWED)
            return read(token)

        return _view(read, answer, Operation(answers, scope, read.__doc__ or ""), permission)

    return decorate


def seated(answers: Any, scope: TokenScope, permission: Permission) -> Callable[[Read], View]:
    """Give the view the seat of the token's person, in place of the evaluation's slug."""

    def decorate(read: Read) -> View:
        def answer(token: Token, slug: str, **kwargs: Any) -> Any:
            return read(_seat_of(token, slug, permission), **kwargs)

        return _view(read, answer, Operation(answers, scope, read.__doc__ or ""), permission)

    return decorate


def described(view: View) -> View:
    """For what is told without a token: the description, and that there is nothing."""

    @wraps(view)
    def read(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answered(request, lambda: view(request, **kwargs))

    return _door(read, permissions.can_read_description)


def as_json(said: Any) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(said),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def _told(said: Any) -> HttpResponse:
    """A file is an answer already."""
    return said if isinstance(said, HttpResponse) else as_json(said)


def _view(read: Read, answer: Read, operation: Operation, permission: Permission) -> View:
    @wraps(read)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answered(request, lambda: _told(answer(_token_of(request, operation), **kwargs)))

    view.operation = operation  # type: ignore[attr-defined]  # read by the description
    return _door(view, permission)


def _door(view: View, permission: Permission) -> View:
    """No sign-in page before it, and no check against forgery: there is no session to forge."""
    view = csrf_exempt(login_not_required(view))
    view.permission = permission  # type: ignore[attr-defined]  # read by the URL test
    return view


def _answered(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    request.user = AnonymousUser()  # whoever is signed in here: their session is not even read
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": READING, "Cache-Control": "no-store"})
    try:
        if request.method not in ("GET", "HEAD"):
            raise Refused(Reason.METHOD_NOT_ALLOWED, Allow=READING)
        return answer()
    except Refused as refused:
        return refused.response()


def _token_of(request: HttpRequest, operation: Operation) -> Token:
    """Missing, unknown, expired, revoked: one answer for all, which tells nothing of tokens."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    bears = scheme.lower() == "bearer"
    token = bearer_of(secret=secret.strip(), at=timezone.now()) if bears else None
    if token is None:
        raise Refused(Reason.UNAUTHORIZED, **{"WWW-Authenticate": 'Bearer realm="Integrator Eval"'})
    if operation.scope not in token.scopes:
        asked = f'Bearer error="insufficient_scope", scope="{operation.scope}"'
        raise Refused(Reason.INSUFFICIENT_SCOPE, **{"WWW-Authenticate": asked})
    return token


def _seat_of(token: Token, slug: str, permission: Permission) -> Seat:
    if not token.covers(slug):
        raise Refused(Reason.NOT_FOUND)
    try:
        return enter(user=token.user, slug=slug, permission=permission)
    except Seat.DoesNotExist:
        raise Refused(Reason.NOT_FOUND) from None
    except MustDeclareFirst:
        raise Refused(Reason.DECLARE_FIRST) from None
    except PermissionDenied:
        raise Refused(Reason.NOT_ALLOWED) from None
