"""The FastAPI application: one route per operation, derived from the registry."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast
from urllib.parse import unquote

from fastapi import Body, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict, create_model

from gridctl import __version__
from gridctl.domain.errors import GridctlError
from gridctl.domain.requests import RequestInvalid
from gridctl.gateway import wire
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.registry import all_operations

#: Given the name on whose behalf a request acts, returns the gateway that serves it.
GatewayFor = Callable[[str], Gateway]


def create_app(gateway_for: GatewayFor) -> FastAPI:
    """Return the application that carries every operation out through ``gateway_for``."""
    app = FastAPI(title="gridctl", version=__version__)
    app.add_exception_handler(GridctlError, _ours)
    app.add_exception_handler(RequestValidationError, _malformed)
    for name, operation in all_operations().items():
        _add_route(app, name, operation, gateway_for)
    return app


def _add_route(
    app: FastAPI, name: str, operation: type[Operation[Any]], gateway_for: GatewayFor
) -> None:
    method, path, _ = wire.split_route(operation)
    app.add_api_route(
        path,
        _endpoint(operation, gateway_for),
        methods=[method],
        operation_id=name,
        summary=(operation.__doc__ or name).strip().splitlines()[0],
        tags=[operation.noun()],
        response_model=operation.result_type(),
    )


def _endpoint(operation: type[Operation[Any]], gateway_for: GatewayFor) -> Callable[..., Any]:
    """Return a function whose signature tells FastAPI the operation's path and fields."""

    def endpoint(request: Request, **fields: Any) -> Response:
        rest = fields.pop("rest", None)
        given = {} if rest is None else {k: getattr(rest, k) for k in rest.model_fields_set}
        # Body and path were checked by FastAPI; the operation's own validators run here.
        wish = operation.model_validate({**fields, **given})
        gateway = gateway_for(unquote(request.headers.get(wire.BEHALF_HEADER, "")))
        result = gateway.send(wish, **_options(operation, request))
        text = wire.encode_result(operation, result)
        return Response(text, media_type="application/json", headers=_headers())

    endpoint.__signature__ = _signature(operation)  # type: ignore[attr-defined]
    return endpoint


def _options(operation: type[Operation[Any]], request: Request) -> dict[str, Any]:
    if operation.action == "query":
        return {}
    return {
        "key": request.headers.get(wire.KEY_HEADER),
        "dry_run": request.headers.get(wire.DRY_RUN_HEADER) == "1",
        "reason": unquote(request.headers.get(wire.REASON_HEADER, "")),
    }


def _signature(operation: type[Operation[Any]]) -> inspect.Signature:
    _, _, names = wire.split_route(operation)
    fields = operation.model_fields
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    ]
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


def _headers() -> dict[str, str]:
    return {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}


def _ours(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GridctlError)
    return JSONResponse(wire.encode_error(error), error.status, _headers())


def _malformed(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    return _ours(_request, RequestInvalid(field=place, detail=str(first["msg"])))
