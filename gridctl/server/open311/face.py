"""The addresses of GeoReport v2, and the form errors take there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from gridctl.domain import open311
from gridctl.domain.errors import (
    Forbidden,
    GridctlError,
    Invalid,
    NotFound,
    Unreachable,
    Usage,
    word,
)
from gridctl.domain.open311 import (
    ApiKeyInvalid,
    ApiKeyMissing,
    Language,
    MethodUnfit,
    ResourceUnknown,
)
from gridctl.domain.requests import ServerFailed
from gridctl.foundation.i18n import N_
from gridctl.gateway import wire
from gridctl.operations.base import Gateway
from gridctl.operations.queries.open311 import ListServices, ShowEndpoint, ShowService
from gridctl.server import failures
from gridctl.server.addresses import OPEN311
from gridctl.server.caller import Caller, caller_of
from gridctl.server.language import language_of, words_in
from gridctl.server.observing import seen
from gridctl.server.open311 import asking, records
from gridctl.server.open311.asking import Given
from gridctl.server.open311.forms import (
    DEFINITION,
    DISCOVERY,
    ERRORS,
    MEDIA_TYPES,
    REQUESTS,
    SERVICES,
    Form,
    Record,
    Shape,
    write,
)
from gridctl.server.open311.reading import pairs_of
from gridctl.server.routes import GatewayFor, Workbench

NOTICE = N_("The request was taken. Its number is {serial}, its check code {code}.")
UNPLACED = N_("No town or village was recognised; the office looks the place up.")

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_LONGEST = 100


class Asked(NamedTuple):
    """A request that has arrived as a whole."""

    gateway: Gateway
    given: Given
    key: str
    repeat_key: str | None
    base: str


Answer = tuple[Record | list[Any], Shape]


def add_open311(app: FastAPI, bench: Workbench) -> None:
    """Add the face to an application."""

    async def endpoint(request: Request) -> Response:
        path, form = _split(request.path_params["path"])
        wishes = request.headers.get("accept-language", "")
        try:
            given = asking.given(await pairs_of(request), wishes)
        except GridctlError as error:
            return _refused(error, request, form, language_of(wishes))
        work = partial(_respond, request, bench.gateway_for, path, form, given)
        # Only a request that is filed changes anything.
        return await (bench.do(work) if request.method == "POST" else bench.ask(work))

    app.router.add_route(
        OPEN311 + "/{path:path}", endpoint, methods=_METHODS, include_in_schema=False
    )


def _split(path: str) -> tuple[list[str], Form]:
    """Return the steps of a path and the form its ending asks for."""
    stem, _, ending = path.rpartition(".")
    if ending.lower() in MEDIA_TYPES and stem:
        return stem.split("/"), "xml" if ending.lower() == "xml" else "json"
    return path.split("/"), "json"


def _respond(
    request: Request, gateway_for: GatewayFor, path: list[str], form: Form, given: Given
) -> Response:
    noted = seen(request.scope)
    noted.operation = f"open311.{path[0]}" if path[0] in _NAMES else "open311"
    caller = _caller(request, given)
    try:
        asked = Asked(
            gateway_for(caller), given, caller.token, request.headers.get(wire.KEY_HEADER),
            str(request.base_url).rstrip("/") + OPEN311,
        )  # fmt: skip
        content, shape = _route(request.method, path)(asked, *path[1:])
        return _answer(write(content, shape, form), form, 201 if request.method == "POST" else 200)
    except GridctlError as error:
        said = _of_the_key(caller.token) if error.status == 401 else error
        return _refused(said, request, form, given.language)
    except Exception as error:
        failures.unforeseen(error, noted)
        failed = ServerFailed(request_id=noted.request_id)
        return _refused(failed, request, form, given.language)


def _refused(error: GridctlError, request: Request, form: Form, language: Language) -> Response:
    """Return the answer that carries an error, in the form asked for."""
    error = failures.outside(error)
    seen(request.scope).code = error.code
    status = _status(error)
    told = {"code": status, "description": _told(error, language)}
    response = _answer(write([told], ERRORS, form), form, status)
    if isinstance(error, Unreachable):
        response.headers["Retry-After"] = failures.WAIT_S
    return response


def _caller(request: Request, given: Given) -> Caller:
    """Return who asks: the app whose key came along."""
    source = request.client.host if request.client else ""
    caller = caller_of(request.headers, seen(request.scope).request_id, source)
    return replace(caller, token=given.one("api_key") or caller.token, behalf="")


def _answer(body: bytes, form: Form, status: int) -> Response:
    # Public as it is, an answer may be read by a page of any origin.
    headers = {"Access-Control-Allow-Origin": "*"}
    return Response(body, status, headers, MEDIA_TYPES[form])


def _route(method: str, path: list[str]) -> Callable[..., Answer]:
    """Return what answers a path.

    Raises:
        ResourceUnknown, MethodUnfit: nothing does, or nothing by this method.
    """
    # What is asked for by HEAD is the answer to GET; the web server leaves the body out.
    found = _ROUTES.get(("GET" if method == "HEAD" else method, path[0], len(path)))
    if found is not None:
        return found
    resource = "/".join(path)[:_LONGEST]
    if any((each, path[0], len(path)) in _ROUTES for each in _METHODS):
        raise MethodUnfit(resource=resource, method=method)
    raise ResourceUnknown(resource=resource)


def _discovery(asked: Asked) -> Answer:
    view = asked.gateway.send(ShowEndpoint())
    return records.discovery(view, asked.base), DISCOVERY


def _services(asked: Asked) -> Answer:
    wish = ListServices(jurisdiction=asked.given.jurisdiction, language=asked.given.language)
    return [records.service(row) for row in asked.gateway.send(wish).items], SERVICES


def _definition(asked: Asked, code: str) -> Answer:
    wish = {"code": code, "jurisdiction": asked.given.jurisdiction}
    operation = asking.valid(ShowService, {**wish, "language": asked.given.language})
    return records.definition(asked.gateway.send(operation)), DEFINITION


def _list(asked: Asked) -> Answer:
    operation, number = asking.listing(asked.given), asking.page_number(asked.given)
    page = asked.gateway.send(operation)
    for _ in range(number - 1):
        if page.next is None:
            return [], REQUESTS
        page = asked.gateway.send(operation.model_copy(update={"after": page.next}))
    return [records.request(each, asked.given.language) for each in page.items], REQUESTS


def _show(asked: Asked, numbers: str) -> Answer:
    wanted = tuple(filter(None, numbers.split(",")))
    page = asked.gateway.send(asking.listing(asked.given, wanted))
    return [records.request(each, asked.given.language) for each in page.items], REQUESTS


def _token(asked: Asked, token: str) -> Answer:
    page = asked.gateway.send(asking.listing(asked.given, (token,)))
    return [records.token(each.serial_no) for each in page.items], REQUESTS


def _file(asked: Asked) -> Answer:
    if not asked.key:
        raise ApiKeyMissing
    view = asked.gateway.send(asking.filing(asked.given), key=asked.repeat_key)
    tr = words_in(asked.given.language)
    told = word(tr(NOTICE), {"serial": view.serial_no, "code": view.check_code})
    if not view.placed:
        told = _said(asked.given.language, told, tr(UNPLACED))
    return [records.filed(view.serial_no, told)], REQUESTS


_ROUTES: Mapping[tuple[str, str, int], Callable[..., Answer]] = {
    ("GET", "discovery", 1): _discovery,
    ("GET", "services", 1): _services,
    ("GET", "services", 2): _definition,
    ("GET", "requests", 1): _list,
    ("GET", "requests", 2): _show,
    ("GET", "tokens", 2): _token,
    ("POST", "requests", 1): _file,
}
_NAMES = {name for _, name, _ in _ROUTES}


def _status(error: GridctlError) -> int:
    """Return the code GeoReport v2 has for an error: 403 for keys, 404 for codes, else 400.

    Methods are no matter of GeoReport: for those it is HTTP's own.
    """
    if isinstance(error, MethodUnfit):
        return error.status
    if isinstance(error, Forbidden) or error.status in (401, 403):
        return 403
    if isinstance(error, NotFound) or error.status == 404:
        return 404
    if isinstance(error, Invalid | Usage) or error.status < 500:
        return 400
    return error.status


def _of_the_key(key: str) -> GridctlError:
    """Return what is wrong with a key; apps do not sign in."""
    return ApiKeyInvalid() if key else ApiKeyMissing()


def _told(error: GridctlError, language: Language) -> str:
    """Return what is wrong, and what to do about it; hints of others tell people of commands."""
    tr = words_in(language)
    ours = type(error).__module__ == open311.__name__
    hint = word(tr(error.hint), error.params, tr) if ours and error.hint else ""
    return _said(language, word(tr(error.message), error.params, tr), hint)


def _said(language: Language, *sentences: str) -> str:
    """Return sentences one after the other, as their language sets them."""
    return ("" if language == "zh" else " ").join(filter(None, sentences))
