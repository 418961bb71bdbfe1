"""Keys to the API: made and taken back by the person whose eyes they are."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from scoring.enums import Action, TokenScope
from scoring.models import Evaluation, Token, User

from .atomic import atomic
from .ledger import record

PREFIX = "iev_"  # so that who finds one in a file, or searches for them, knows what it is
BYTES = 32  # 256 bits: nobody guesses one, so a plain digest keeps it


@atomic()
def issue(
    *,
    name: str,
    scopes: Iterable[TokenScope],
    evaluation: Evaluation | None,
    lifetime: timedelta,
    by: User,
    at: datetime,
) -> tuple[Token, str]:
    """A new token of the person's own, and its secret: here alone can it be read."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # whose names are each given once
    if evaluation and not evaluation.seats.filter(user=by).exists():
        raise ValidationError(_("You have no seat in that evaluation."), code="seat")
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token(
        user=by,
        name=name,
        digest=_digest_of(secret),
        scopes=sorted(str(one) for one in scopes),
        evaluation=evaluation,
        created_at=at,
        expires_at=at + lifetime,
    )
    token.full_clean()
    token.save()
    record(action=Action.TOKEN_ISSUED, subject=name, by=by, at=at, new=_told(token))
    return token, secret


@atomic()
def revoke(*, token: Token, by: User, at: datetime) -> None:
    """From now on it opens nothing; its line in the list stays. Nothing to do the second time."""
    live = Token.objects.select_for_update().filter(pk=token.pk, revoked_at=None)
    if not live.exists():
        return
    live.update(revoked_at=at)
    record(action=Action.TOKEN_REVOKED, subject=token.name, by=by, at=at, old=_told(token))


def bearer_of(*, secret: str, at: datetime) -> Token | None:
    """The usable token of this secret. It is found by its digest, in the same time whatever a
    guess has in common with a real one."""
    usable = Token.objects.usable(at).select_related("user", "evaluation")
    return usable.filter(digest=_digest_of(secret)).first()


def _digest_of(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _told(token: Token) -> dict[str, object]:
    return {
        "scopes": token.scopes,
        "evaluation": token.evaluation.slug if token.evaluation else None,
        "expires_at": token.expires_at,
    }
