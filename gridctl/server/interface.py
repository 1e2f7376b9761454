"""What the interface page says of an operation, all of it derived from its class."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, cast

from fastapi import Body, Path, Query
from pydantic import BaseModel, ConfigDict, create_model

from gridctl.domain.errors import Param
from gridctl.gateway import wire
from gridctl.gateway.identity import STRANGERS
from gridctl.operations.base import Operation
from gridctl.operations.registry import operation_name

PREFACE = f"""
Every route is one operation. What is asked for stands in path and query, what is to be changed in
path and JSON body; unknown fields are refused. Errors have one form: a code, which stays the same
for good, and its parameters; every answer of this program carries the header
`{wire.PROTOCOL_HEADER}`, what lacks it came from something in between.

Requests say who sends them by a token, `Authorization: Bearer …`, which signing in
(`POST /sign-in`) or `gridctl token create` gives.

Commands take `{wire.KEY_HEADER}` (the same key again is answered with the first result, and done
once), `{wire.DRY_RUN_HEADER}: 1` (do everything, then undo it), `{wire.REASON_HEADER}` (text for
the journal, percent-encoded) and `{wire.BEHALF_HEADER}` (who is acted for, percent-encoded).
With `{wire.PREFER_HEADER}: {wire.ASKS_AGAIN}` a command that takes long is answered by 202 after
some seconds and goes on; the same request with the same key waits for its answer.
Answers to queries carry an `ETag`; with `If-None-Match` an unchanged one is answered by 304.
"""


class Failure(BaseModel):
    """What went wrong: a code that stays the same for good, and its parameters."""

    code: str
    params: dict[str, Param]


class FailureBody(BaseModel):
    """The body of every answer that is an error."""

    error: Failure


class Work(BaseModel):
    """A command that takes long: for how many seconds it has been at work."""

    seconds: int


class WorkBody(BaseModel):
    """The body of the answer that a command takes longer."""

    at_work: Work


_AT_WORK = "Still at work: the same request with the same key waits for the answer."
_FAILURES = {
    400: "The request makes no sense.",
    401: "Not signed in.",
    403: "Not allowed.",
    404: "There is no such record.",
    409: "Someone else changed it, or it is in another state; or the key was used before.",
    413: "The body is larger than the server takes.",
    415: "The body is compressed.",
    422: "A field has a value it cannot have, or a rule is broken.",
    429: "Too many failed attempts to sign in; `Retry-After` says how long to wait.",
    500: "The server failed; its log tells more under the request's number.",
    503: "The database or the server is busy: try again.",
}
_OF_COMMANDS = (409, 413, 415, 429)


def summary(operation: type[Operation[Any]]) -> str:
    """Return the first sentence of what the operation does."""
    return inspect.cleandoc(operation.__doc__ or operation.__name__).splitlines()[0]


def description(operation: type[Operation[Any]]) -> str:
    """Return all that is said of the operation, and the permission it needs."""
    said = inspect.cleandoc(operation.__doc__ or "")
    if not operation.permission:
        return said
    return f"{said}\n\nNeeds the permission `{operation.permission}`."


def without_result(operation: type[Operation[Any]]) -> dict[int | str, dict[str, Any]]:
    """Return what the operation may be answered with beside its result, by status."""
    command = operation.action == "command"
    failures: dict[int | str, dict[str, Any]] = {
        status: {"description": told, "model": FailureBody}
        for status, told in _FAILURES.items()
        if command or status not in _OF_COMMANDS
    }
    return failures | ({202: {"description": _AT_WORK, "model": WorkBody}} if command else {})


def signature(operation: type[Operation[Any]]) -> inspect.Signature:
    """Return the parameters that tell FastAPI the operation's path, query and body."""
    _, _, names = wire.split_route(operation)
    fields = operation.model_fields
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = []
    for name in names:
        annotation: Any = Annotated[cast(Any, fields[name].rebuild_annotation()), Path()]
        parameters.append(inspect.Parameter(name, keyword, annotation=annotation))
    if rest := {n: (f.annotation, f) for n, f in fields.items() if n not in names}:
        model: Any = create_model(
            operation.__name__,
            __config__=ConfigDict(extra="forbid"),
            **rest,  # type: ignore[call-overload]
        )
        place = Query() if operation.action == "query" else Body()
        parameters.append(inspect.Parameter("rest", keyword, annotation=Annotated[model, place]))
    return inspect.Signature(parameters)


def _header(name: str, told: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name, "in": "header", "required": False, "description": told,
        "schema": {"type": "string", **schema},
    }  # fmt: skip


_BEARER = "token"
_BEHALF = _header(wire.BEHALF_HEADER, "Who is acted for, percent-encoded UTF-8.", maxLength=600)
#: Headers operations take, by what they do.
_HEADERS: Mapping[str, list[dict[str, Any]]] = {
    "query": [
        _BEHALF,
        _header("If-None-Match", "The `ETag` of an earlier answer; unchanged, it is 304."),
    ],
    "command": [
        _BEHALF,
        _header(
            wire.KEY_HEADER, "The same key again is answered with the first result.",
            pattern="^[0-9A-Za-z_-]{1,100}$",
        ),
        _header(
            wire.PREFER_HEADER, "Answer 202 where it takes long; needs the key.",
            enum=[wire.ASKS_AGAIN],
        ),
        _header(wire.DRY_RUN_HEADER, "Do everything, then undo it.", enum=["1"]),
        _header(
            wire.REASON_HEADER, "Text for the journal, percent-encoded UTF-8.", maxLength=600
        ),
    ],
}  # fmt: skip


def add_headers(page: dict[str, Any], operations: Iterable[type[Operation[Any]]]) -> None:
    """Put into what ``/openapi.json`` says the headers operations take, and the token they ask for.

    The server reads them past FastAPI, which therefore knows nothing of them.
    """
    page.setdefault("components", {})["securitySchemes"] = {
        _BEARER: {
            "type": "http", "scheme": "bearer",
            "description": "From `POST /sign-in` or `gridctl token create`.",
        }
    }  # fmt: skip
    page["security"] = [{_BEARER: []}]
    for operation in operations:
        method, path, _ = wire.split_route(operation)
        described = page["paths"][path][method.lower()]
        headers = [dict(each) for each in _HEADERS[operation.action]]
        described["parameters"] = [*described.get("parameters", ()), *headers]
        if operation_name(operation) in STRANGERS:
            described["security"] = []
