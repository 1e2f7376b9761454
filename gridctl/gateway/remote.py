"""The remote gateway: the same operations over HTTP. Knows no database and no handler."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from gridctl.domain.errors import ProtocolMismatch, Unreachable
from gridctl.foundation.ids import idempotency_key
from gridctl.gateway import wire
from gridctl.operations.base import Operation

R = TypeVar("R")


class RemoteGateway:
    """Sends operations to a server."""

    def __init__(self, client: httpx.Client, target: str, *, behalf: str | None = None) -> None:
        self._client = client
        self._target = target
        self._behalf = behalf

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation; see :class:`gridctl.operations.base.Gateway`."""
        request = self._request(operation, key or idempotency_key(), dry_run, reason)
        try:
            response = self._client.send(request)
        except httpx.TransportError as error:
            raise Unreachable(target=self._target) from error
        if response.status_code >= 400 or wire.PROTOCOL_HEADER not in response.headers:
            raise self._error(response)
        try:
            result: R = wire.decode_result(type(operation), response.content)
        except ValidationError as error:
            raise ProtocolMismatch(target=self._target) from error
        return result

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _request(
        self, operation: Operation[Any], key: str, dry_run: bool, reason: str
    ) -> httpx.Request:
        method, template, names = wire.split_route(type(operation))
        fields = operation.model_dump(mode="json", exclude_unset=True)
        path = template.format(**{name: quote(str(fields.pop(name)), safe="") for name in names})
        headers = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
        if operation.action == "query":
            given = {name: value for name, value in fields.items() if value is not None}
            return self._client.build_request(method, path, params=given, headers=headers)
        headers[wire.KEY_HEADER] = key
        headers[wire.REASON_HEADER] = quote(reason)
        headers[wire.BEHALF_HEADER] = quote(self._behalf or "")
        if dry_run:
            headers[wire.DRY_RUN_HEADER] = "1"
        return self._client.build_request(method, path, json=fields, headers=headers)

    def _error(self, response: httpx.Response) -> Exception:
        if wire.PROTOCOL_HEADER not in response.headers and response.status_code >= 500:
            return Unreachable(target=self._target)
        try:
            body = response.json()
        except ValueError:
            body = None
        return wire.decode_error(body, self._target)


def open_client(url: str) -> httpx.Client:
    """Return a client for a server address, kept for the life of the gateway."""
    return httpx.Client(base_url=url, timeout=httpx.Timeout(30.0, connect=5.0))
