"""What the API says instead of an answer: always the same object (RFC 9457), always English."""

from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct

CONTENT_TYPE = "application/problem+json"


class Reason(StrEnum):
    """Why, for programmes."""

    UNAUTHORIZED = "unauthorized"
    INSUFFICIENT_SCOPE = "insufficient-scope"
    NOT_ALLOWED = "not-allowed"
    DECLARE_FIRST = "declare-first"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOTHING_TO_COMPARE = "nothing-to-compare"
    DAMAGED = "damaged"


SAID = {
    Reason.UNAUTHORIZED: (
        HTTPStatus.UNAUTHORIZED,
        "Send a token that is valid as “Authorization: Bearer …”. One that is missing, unknown, "
        "expired or revoked opens nothing.",
    ),
    Reason.INSUFFICIENT_SCOPE: (
        HTTPStatus.FORBIDDEN,
        "This token may not read this. Make one with the scope that WWW-Authenticate names.",
    ),
    Reason.NOT_ALLOWED: (
        HTTPStatus.FORBIDDEN,
        "The token's person may not read this in the phase that the evaluation is in.",
    ),
    Reason.DECLARE_FIRST: (
        HTTPStatus.FORBIDDEN,
        "The token's person first has to declare, on the evaluation's page, how they stand to "
        "each candidate.",
    ),
    Reason.NOT_FOUND: (
        HTTPStatus.NOT_FOUND,
        "There is nothing here, or nothing that the token's person may know of.",
    ),
    Reason.METHOD_NOT_ALLOWED: (
        HTTPStatus.METHOD_NOT_ALLOWED,
        "The API is read only: use GET.",
    ),
    Reason.NOTHING_TO_COMPARE: (
        HTTPStatus.CONFLICT,
        "The evaluation has no candidate, or is not complete: there is nothing to compare yet.",
    ),
    Reason.DAMAGED: (
        HTTPStatus.CONFLICT,
        "The stored file is gone, or is not the one that was made. Tell the administrator.",
    ),
}


class Refusal(Struct, kw_only=True, forbid_unknown_fields=True):
    """Why there is no answer, as RFC 9457 has it."""

    type: Literal["about:blank"] = "about:blank"
    title: Annotated[str, Meta(description="The name of the status.")]
    status: int
    detail: Annotated[str, Meta(description="What happened and what helps, in English.")]
    reason: Annotated[Reason, Meta(description="The same for programmes.")]


class Refused(Exception):
    def __init__(self, reason: Reason, **headers: str) -> None:
        super().__init__(reason)
        self.reason, self.headers = reason, headers

    def response(self) -> HttpResponse:
        status, detail = SAID[self.reason]
        said = Refusal(title=status.phrase, status=status, detail=detail, reason=self.reason)
        headers = {"Cache-Control": "no-store", "Content-Language": "en", **self.headers}
        return HttpResponse(
            msgspec.json.encode(said), content_type=CONTENT_TYPE, status=status, headers=headers
        )
