"""Answers that are errors, in the one form they have."""

from __future__ import annotations

import traceback
from pathlib import Path, PurePath

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from gridctl.domain import keeping, office
from gridctl.domain.errors import GridctlError, Unreachable
from gridctl.domain.office import UnknownOperation
from gridctl.domain.requests import RequestInvalid, ServerFailed
from gridctl.domain.sign_ins import TooManyAttempts
from gridctl.gateway import wire
from gridctl.server.observing import Seen, seen

_PACKAGE = Path(__file__).parents[1]
#: How long a client that met a busy server waits, in seconds.
WAIT_S = "1"
_LONGEST = 200
#: Errors of these name the database by where it is.
_OF_THE_MACHINE = (office.__name__, keeping.__name__)


def outside(error: GridctlError) -> GridctlError:
    """Return an error as anybody may read it: without addresses and folders of this machine."""
    if isinstance(error, office.DatabaseUnreachable):
        return office.DatabaseAway()
    path = error.params.get("path")
    if type(error).__module__ in _OF_THE_MACHINE and isinstance(path, str):
        return type(error)(**{**error.params, "path": PurePath(path).name})
    return error


def answer(error: GridctlError, noted: Seen) -> JSONResponse:
    """Return the answer that carries an error of ours."""
    error = outside(error)
    noted.code = error.code
    headers = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
    if isinstance(error, Unreachable):
        headers["Retry-After"] = WAIT_S
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.params["seconds"])
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(wire.encode_error(error), error.status, headers)


def unforeseen(error: Exception, noted: Seen) -> JSONResponse:
    """Log an error nobody foresaw, and return an answer that names the request alone.

    Its text may quote what was sent; only its kind and the lines it passed are written down.
    """
    noted.failure = type(error).__name__
    noted.passed = tuple(
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return answer(ServerFailed(request_id=noted.request_id), noted)


def add_handlers(app: FastAPI) -> None:
    """Have the application answer what no route takes in our form."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(GridctlError, _ours)


def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GridctlError)
    return answer(error, seen(request.scope))


def _http(request: Request, error: Exception) -> JSONResponse:
    """Return our form of what the router found wrong."""
    assert isinstance(error, HTTPException)
    told: GridctlError
    if error.status_code in (404, 405):
        told = UnknownOperation(operation=f"{request.method} {request.url.path}"[:_LONGEST])
    else:
        told = RequestInvalid(field="request", detail=str(error.detail)[:_LONGEST])
    response = answer(told, seen(request.scope))
    response.status_code = error.status_code
    response.headers.update(error.headers or {})
    return response


def _short(filename: str) -> str:
    """Return a file as the package knows it; where it is installed concerns nobody."""
    path = Path(filename)
    return str(path.relative_to(_PACKAGE.parent)) if _PACKAGE in path.parents else path.name
