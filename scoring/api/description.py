"""The API described by itself (OpenAPI 3.1): put together from its addresses and their views."""

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from django.db.models.enums import ChoicesType
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from scoring.enums import TokenScope

from .access import Operation, View, as_json, described
from .refusal import CONTENT_TYPE, SAID, Refusal

NAME = "openapi.json"
PARAMETER = re.compile(r"<\w+:(\w+)>")
PARAMETERS = {
    "slug": "The evaluation, as in its address.",
    "uuid": "The report, as in the list of reports.",
}
SCHEMA = "#/components/schemas/{name}"

type Json = dict[str, Any]


def description_of(patterns: Iterable[URLPattern]) -> View:
    """The view that describes these addresses."""
    views: dict[str, Any] = {
        PARAMETER.sub(r"{\1}", f"/{one.pattern}"): one.callback for one in patterns
    }
    paths = {path: {"get": _operation(path, view)} for path, view in views.items()}
    components = _components([view.operation for view in views.values()])

    @described
    def api_description(request: HttpRequest) -> HttpResponse:
        base = request.path.removesuffix(f"/{NAME}")
        return as_json(
            {
                "openapi": "3.1.0",
                "info": INFO,
                "servers": [{"url": base}],
                "paths": paths,
                "components": components,
            }
        )

    return api_description


INFO = {
    "title": "Integrator Eval",
    "version": "1",
    "summary": "Evaluations, their comparisons and reports, read only",
    "description": "What a token's person sees on the pages, and in no phase more than that.",
    "license": {"name": "MIT", "identifier": "MIT"},
}


def _operation(path: str, view: Any) -> Json:
    operation: Operation = view.operation
    summary, _gap, more = operation.says.partition("\n\n")
    return {
        "operationId": view.__name__,
        "summary": summary,
        "description": " ".join(more.split()),
        "security": [{"token": [operation.scope]}],
        "parameters": [_parameter(one) for one in re.findall(r"{(\w+)}", path)],
        "responses": {
            "200": {
                "description": "The answer",
                "content": _content(operation.answers),
            },
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in _statuses()},
        },
    }


def _parameter(name: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": PARAMETERS[name],
        "schema": {"type": "string"},
    }


def _content(kind: type) -> Json:
    if kind is bytes:  # in OpenAPI 3.1 they have no schema
        return {"application/pdf": {}}
    return {"application/json": {"schema": _reference(kind)}}


def _reference(kind: type) -> Json:
    return {"$ref": SCHEMA.format(name=kind.__name__)}


def _components(operations: Iterable[Operation]) -> Json:
    kinds = [*dict.fromkeys(one.answers for one in operations if one.answers is not bytes), Refusal]
    _references, schemas = msgspec.json.schema_components(
        kinds, schema_hook=_choices, ref_template=SCHEMA
    )
    return {
        "securitySchemes": {"token": TOKEN},
        "schemas": schemas,
        "responses": {str(status): _refusal(status) for status in _statuses()},
    }


TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of the page “API tokens”, with one of the scopes "
    + ", ".join(f"`{scope}`" for scope in TokenScope)
    + ".",
}


def _choices(kind: type) -> Json:
    """Django's choices are enumerations of their own kind."""
    if isinstance(kind, ChoicesType):
        return {"enum": list(kind.values)}
    raise NotImplementedError


def _statuses() -> list[int]:
    return sorted({int(status) for status, _detail in SAID.values()})


def _refusal(status: int) -> Json:
    of_status = [(reason, detail) for reason, (code, detail) in SAID.items() if code == status]
    said: Json = {
        "description": "\n".join(f"* `{reason}`: {detail}" for reason, detail in of_status),
        "content": {CONTENT_TYPE: {"schema": _reference(Refusal)}},
    }
    if status in (401, 403):
        said["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return said
