"""The remote gateway: the same operations over HTTP. Knows no database and no handler."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from gridctl.domain import connections
from gridctl.domain.errors import GridctlError, ProtocolMismatch, Unreachable
from gridctl.domain.office import UnknownOperation
from gridctl.domain.requests import RequestInvalid
from gridctl.domain.sign_ins import NotSignedIn, SignInOver, TokenOver
from gridctl.foundation.ids import idempotency_key
from gridctl.gateway import greeting, line, wire
from gridctl.gateway.patience import Patience, Rests
from gridctl.gateway.remembered import Remembered
from gridctl.operations.base import Operation

R = TypeVar("R")

#: What passes by itself; everything else would fail again.
_PASSING = (connections.LineRefused, connections.LineCut, connections.ServerAway)
#: After these it may have been done.
_UNSURE = (connections.LineCut, connections.ServerAway, connections.AnswerLate)
#: What two versions that differ may bring about.
_STRANGE = (UnknownOperation, RequestInvalid, connections.Unexplained)

#: Told of a failure that is not the end, and after how many seconds it is tried again.
Waiting = Callable[[GridctlError, float], None]
#: Told for how many seconds a server has been at work on a command.
Working = Callable[[int], None]


class RemoteGateway:
    """Sends operations to a server, again where the line or the server failed for a moment.

    That is safe: queries change nothing, and a command that arrives twice under one key is
    carried out once. So a command may take as long as it takes: every few seconds the server says
    that it is still at work, and is asked again.
    """

    def __init__(
        self,
        client: httpx.Client,
        target: str,
        *,
        profile: str = "",
        variable: str = "",
        behalf: str | None = None,
        acquaintances: greeting.Acquaintances | None = None,
        patience: Patience | None = None,
        waiting: Waiting = lambda _error, _seconds: None,
        working: Working = lambda _seconds: None,
    ) -> None:
        """Take a client over.

        Args:
            client: for the server's address.
            target: the address, as messages name it.
            profile: what the person calls the way there, for hints that name it.
            variable: of the environment, where the client's token is from one.
            behalf: whom commands are carried out for.
            acquaintances: servers greeted before; None greets nobody.
            patience: how long to try again.
            waiting: told when that takes a while.
            working: told when a command takes a while.
        """
        self._client = client
        self._target = target
        self._profile = profile
        self._variable = variable
        self._behalf = behalf
        self._acquaintances = acquaintances
        self._remembered = Remembered()
        self._greeted = False
        self._answered = False
        self._patience = patience or Patience()
        self._waiting = waiting
        self._working = working

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation; see :class:`gridctl.operations.base.Gateway`.

        Raises:
            OutcomeUnknown: a command was sent and no answer came, however often it was tried.
            CommandLeft: the person no longer waits for a command that was sent.
        """
        self._meet()
        key = key or idempotency_key()
        request = self._request(operation, key, dry_run, reason)
        unsure = operation.action == "command" and not dry_run
        self._remembered.ask(request)
        try:
            response = self._answer(request, key if unsure else "")
            if response.status_code == httpx.codes.NOT_MODIFIED:
                known: R = self._remembered.recall(request)
                return known
            result: R = wire.decode_result(type(operation), response.content)
        except KeyboardInterrupt as interrupt:
            if not unsure:
                raise
            raise connections.CommandLeft(target=self._target, key=key) from interrupt
        except ValidationError as error:
            self._compare()
            raise ProtocolMismatch(target=self._target) from error
        except GridctlError as error:
            if isinstance(error, _STRANGE) or type(error) is ProtocolMismatch:
                self._compare()
            raise
        self._remembered.keep(request, response, result)
        return result

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def greet(self) -> greeting.Greeting:
        """Ask the server for its versions and compare them.

        Raises:
            ClientTooOld, ServerTooOld: the two do not understand each other.
            Unreachable, ProtocolMismatch: there is no such server.
        """
        response = self._answer(self._client.build_request("GET", greeting.PATH), "")
        found = greeting.Greeting.of(_json(response))
        if found is None:
            raise ProtocolMismatch(target=self._target)
        greeting.check(found, self._target)
        if self._acquaintances is not None:
            self._acquaintances.remember(self._target, found)
        return found

    def _meet(self) -> None:
        """Greet a server that was not greeted for a while."""
        if self._greeted or self._acquaintances is None:
            return
        if not self._acquaintances.knows(self._target):
            self.greet()
        self._greeted = True

    def _compare(self) -> None:
        """Look whether other versions than the last time explain what is strange."""
        if self._acquaintances is None:
            return
        with suppress(Unreachable):
            self.greet()

    def _request(
        self, operation: Operation[Any], key: str, dry_run: bool, reason: str
    ) -> httpx.Request:
        method, template, names = wire.split_route(type(operation))
        fields = operation.model_dump(mode="json", exclude_unset=True)
        path = template.format(**{name: quote(str(fields.pop(name)), safe="") for name in names})
        headers = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
        timeout = line.timeout(operation.action)
        if self._behalf:
            headers[wire.BEHALF_HEADER] = quote(self._behalf)
        if operation.action == "query":
            given = {name: value for name, value in fields.items() if value is not None}
            return self._client.build_request(
                method, path, params=given, headers=headers, timeout=timeout
            )
        headers[wire.KEY_HEADER] = key
        headers[wire.REASON_HEADER] = quote(reason)
        headers[wire.PREFER_HEADER] = wire.ASKS_AGAIN
        if dry_run:
            headers[wire.DRY_RUN_HEADER] = "1"
        return self._client.build_request(
            method, path, json=fields, headers=headers, timeout=timeout
        )

    def _answer(self, request: httpx.Request, key: str) -> httpx.Response:
        """Return the answer that is one; try again what passes by itself.

        Args:
            request: may be sent several times.
            key: names a command whose outcome matters; "" for others.
        """
        failed: GridctlError
        rests = Rests(
            self._patience, lambda seconds: self._waiting(failed, seconds), known=self._answered
        )
        unsure, told_s = False, 0
        while True:
            wanted = 0.0
            try:
                response = self._client.send(request)
            except httpx.RequestError as error:
                failed = line.failure(error, self._target)
                failed.__cause__ = error
            else:
                line.let_go(response)
                self._answered = True
                wanted = _wanted(response)
                if (lasts_s := self._at_work(response)) is not None:
                    unsure, told_s = True, self._tell_work(lasts_s, told_s)
                    rests.meanwhile(wanted)
                    continue
                if (refused := self._refusal(response)) is None:
                    return response
                failed = refused
            if told_s and _busy(failed):
                # Whoever has it in hand, or keeps others waiting by it, is there.
                rests.renew()
            unsure = unsure or isinstance(failed, _UNSURE)
            if not (_passes(failed) and rests.rest(wanted)):
                if key and unsure and isinstance(failed, Unreachable):
                    raise connections.OutcomeUnknown(target=self._target, key=key) from failed
                if key and unsure and isinstance(failed, SignInOver):
                    raise type(failed)(**{**failed.params, "key": key}) from failed
                raise failed

    def _at_work(self, response: httpx.Response) -> int | None:
        """Return for how many seconds a command has been at work, None where this is its answer."""
        ours = wire.PROTOCOL_HEADER in response.headers
        if not ours or response.status_code != httpx.codes.ACCEPTED:
            return None
        return wire.decode_work(_json(response), self._target)

    def _tell_work(self, lasts_s: int, told_s: int) -> int:
        """Tell for how long a command has been at work, ever more seldom; return what was told."""
        if told_s and lasts_s < 2 * told_s:
            return told_s
        self._working(lasts_s)
        return max(lasts_s, 1)

    def _refusal(self, response: httpx.Response) -> GridctlError | None:
        """Return what an answer says went wrong, None where it is a result."""
        status = response.status_code
        if wire.PROTOCOL_HEADER not in response.headers:
            return self._foreign(response)
        if status < 400:
            return None
        error = wire.decode_error(_json(response), self._target)
        if isinstance(error, NotSignedIn) and "Authorization" in response.request.headers:
            return self._over()
        if "{profile}" in error.hint:
            return type(error)(**{**error.params, "profile": self._profile})
        return error

    def _over(self) -> SignInOver:
        """Return what to make of a token that is not good, by where it is from."""
        if self._variable:
            return TokenOver(variable=self._variable, key="")
        return SignInOver(profile=self._profile, key="")

    def _foreign(self, response: httpx.Response) -> GridctlError:
        """Return what to make of an answer that is not from a server of ours."""
        status, target = response.status_code, self._target
        if status in (502, 503, 504):
            return connections.ServerAway(target=target, status=status)
        if status == 413:
            return connections.ProxyTooSmall(target=target)
        if response.is_redirect:
            location = response.headers["Location"].partition("?")[0]
            return connections.SentElsewhere(target=target, location=location)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return connections.OtherServer(target=target, found=f"HTTP {status} {kind}".strip())


def _passes(error: GridctlError) -> bool:
    return isinstance(error, _PASSING) or _busy(error)


def _busy(error: GridctlError) -> bool:
    """Tell whether a server of ours has so much to do that it did nothing."""
    ours = isinstance(error, Unreachable) and type(error).__module__ != connections.__name__
    return ours and error.status == 503


def _wanted(response: httpx.Response) -> float:
    """Return how many seconds a server asks to wait; a date is not taken for one."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else 0.0


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
