"""From a request to an operation, and from its result to the answer.

FastAPI describes every route by the operation's fields, and no more: the operation validates
itself once, and a thread does that as well as the work, so that the loop only moves bytes.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from datetime import date, datetime
from functools import partial
from types import UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin
from urllib.parse import unquote

from pydantic import ValidationError
from pydantic_core import from_json
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from gridctl.domain.errors import GridctlError
from gridctl.domain.requests import RequestInvalid
from gridctl.gateway import wire
from gridctl.gateway.identity import STRANGERS
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.registry import operation_name
from gridctl.server import failures
from gridctl.server.caller import Caller, caller_of
from gridctl.server.conditions import Conditions
from gridctl.server.limits import Limits
from gridctl.server.observing import Seen, seen
from gridctl.server.underway import Asking, Underway

T = TypeVar("T")

#: Given who sends a request, returns the gateway that serves it; its maker closes it.
GatewayFor = Callable[[Caller], Gateway]

_JSON = "application/json"
#: Bodies up to this size arrive at once, before it is known who sends them; nearly all are.
_SMALL_BYTES = 64 * 1024
_NUMBER = re.compile(r"\s*[-+]?[0-9.]+\s*")
_SEQUENCES = (tuple, list, set, frozenset)


class Asked(NamedTuple):
    """A request that has arrived as a whole."""

    path: Mapping[str, str]
    query: QueryParams
    headers: Headers
    body: bytes
    source: str
    seen: Seen


class Workbench:
    """Where requests are worked on: the threads, and the way to the data."""

    def __init__(
        self,
        gateway_for: GatewayFor,
        head: Callable[[], str] | None,
        limits: Limits,
        standing: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.gateway_for = gateway_for
        self.standing = standing
        self.conditions = Conditions(head)
        self.underway = Underway(limits.wait_s)
        # Commands wait for each other; were the threads the same, questions would wait as well.
        self._asking = ThreadPoolExecutor(limits.questions, thread_name_prefix="gridctl-asking")
        self._doing = ThreadPoolExecutor(limits.commands, thread_name_prefix="gridctl-doing")

    async def ask(self, work: Callable[[], T]) -> T:
        """Have a thread look something up, and wait for it."""
        return await asyncio.wrap_future(_begun(self._asking, work))

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Have a thread carry a command out, which nothing takes back."""
        return _begun(self._doing, work)

    async def do(self, work: Callable[[], T]) -> T:
        """Have a thread carry a command out, and wait for it."""
        return await asyncio.wrap_future(self.begin(work))


class Endpoint:
    """One operation at its route."""

    def __init__(self, operation: type[Operation[Any]], bench: Workbench) -> None:
        self.operation = operation
        self._bench = bench
        self.name = operation_name(operation)
        fields = operation.model_fields.items()
        self._several = {n for n, f in fields if _several(f.annotation)}
        self._days = {n for n, f in fields if {date, datetime} & _kinds(f.annotation)}
        self._conditional = bench.conditions.apply_to(operation)

    async def respond(self, request: Request) -> Response:
        """Carry the operation out and answer."""
        noted = seen(request.scope)
        noted.operation = self.name
        source = request.client.host if request.client else ""
        asked = Asked(
            request.path_params, request.query_params, request.headers, b"", source, noted
        )
        if self.operation.action == "query":
            return await self._bench.ask(partial(self._answer, asked))
        arriving = asyncio.ensure_future(request.body()) if _is_small(request.headers) else None
        if not await _is_here(arriving):
            # Whoever may not come in is not waited for, and has no long body taken from them.
            refused = await self._bench.ask(partial(self._refused, asked))
            if refused is not None:
                if arriving is not None:
                    arriving.cancel()
                return refused
        try:
            asked = asked._replace(body=await (arriving or request.body()))
        except GridctlError as error:
            return failures.answer(error, noted)
        work = partial(self._answer, asked)
        if (asking := self._asking(asked)) is None:
            return await self._bench.do(work)
        return await self._bench.underway.answer(asking, partial(self._bench.begin, work), noted)

    def _asking(self, asked: Asked) -> Asking | None:
        """Return what the same request is known by where its sender asks again for its answer."""
        key = asked.headers.get(wire.KEY_HEADER, "")
        if not key or wire.ASKS_AGAIN not in asked.headers.get(wire.PREFER_HEADER, ""):
            return None
        caller = self._caller(asked)
        return Asking(
            caller.token, caller.behalf, "/".join((self.name, *asked.path.values())), key,
            asked.headers.get(wire.DRY_RUN_HEADER) == "1", hash(asked.body),
        )  # fmt: skip

    def _refused(self, asked: Asked) -> Response | None:
        """Return the answer to whoever is not let in, None to all others."""
        try:
            self._bench.gateway_for(self._caller(asked))
        except GridctlError as error:
            return failures.answer(error, asked.seen)
        except Exception as error:
            return failures.unforeseen(error, asked.seen)
        return None

    def _answer(self, asked: Asked) -> Response:
        try:
            if self.operation.action == "command":
                return self._carry_out(asked)
            with self._bench.standing():
                return self._carry_out(asked)
        except GridctlError as error:
            return failures.answer(error, asked.seen)
        except Exception as error:
            return failures.unforeseen(error, asked.seen)

    def _carry_out(self, asked: Asked) -> Response:
        caller = self._caller(asked)
        gateway = self._bench.gateway_for(caller)
        wish = self._read(asked)
        headers = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
        if self._conditional:
            headers |= self._bench.conditions.headers(caller)
            if headers["ETag"] in asked.headers.get("if-none-match", ""):
                return Response(None, 304, headers)
        result = gateway.send(wish, **self._options(asked.headers))
        text = wire.result_adapter(self.operation).dump_json(result)
        return Response(text, media_type=_JSON, headers=headers)

    def _caller(self, asked: Asked) -> Caller:
        number = asked.seen.request_id
        if self.name in STRANGERS:
            # Whoever signs in may still send the token of a sign-in that has ended.
            return Caller("", "", number, asked.source, self.name)
        return caller_of(asked.headers, number, asked.source, self.name)

    def _read(self, asked: Asked) -> Operation[Any]:
        """Return the operation a request stands for.

        Raises:
            RequestInvalid: it stands for none.
        """
        given = {**self._given(asked), **asked.path}
        for name in self._days & given.keys():
            if _NUMBER.fullmatch(str(given[name])):
                # 20261103 would be taken for seconds, and be a day of 1970.
                raise RequestInvalid(field=name, detail="must be a date, not a number")
        try:
            return self.operation.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise RequestInvalid(field=place, detail=first["msg"]) from error

    def _given(self, asked: Asked) -> dict[str, Any]:
        """Return the fields outside the path."""
        if self.operation.action == "query":
            query = asked.query
            return {n: query.getlist(n) if n in self._several else query[n] for n in query}
        try:
            given = from_json(asked.body or b"{}", allow_inf_nan=False)
        except ValueError as error:
            raise RequestInvalid(field="body", detail=str(error)) from error
        if not isinstance(given, dict):
            raise RequestInvalid(field="body", detail="must be a JSON object")
        return given

    def _options(self, headers: Headers) -> dict[str, Any]:
        if self.operation.action == "query":
            return {}
        return {
            "key": headers.get(wire.KEY_HEADER),
            "dry_run": headers.get(wire.DRY_RUN_HEADER) == "1",
            "reason": unquote(headers.get(wire.REASON_HEADER, "")),
        }


def _begun(threads: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
    """Have one of the threads do the work, in the context of the request."""
    return threads.submit(copy_context().run, work)


def _is_small(headers: Headers) -> bool:
    """Tell whether a body says that it is short, so that it may arrive while others are served."""
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length) <= _SMALL_BYTES


async def _is_here(arriving: asyncio.Future[bytes] | None) -> bool:
    """Tell whether a body came along with the headers, as nearly all do."""
    if arriving is None:
        return False
    # One turn of the loop takes what is there.
    await asyncio.sleep(0)
    return arriving.done()


def _kinds(annotation: Any) -> set[Any]:
    """Return a field's type, and each of a choice."""
    return {annotation, *get_args(annotation)}


def _several(annotation: Any) -> bool:
    """Tell whether a field takes several values, and so may stand several times in a query."""
    if get_origin(annotation) in (Union, UnionType):
        return any(map(_several, get_args(annotation)))
    return inspect.isclass(kind := get_origin(annotation) or annotation) and issubclass(
        kind, _SEQUENCES
    )
