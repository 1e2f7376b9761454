"""The form operations, results and errors take outside the process: JSON, the same everywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from gridctl.domain.connections import Unexplained
from gridctl.domain.errors import GridctlError, ProtocolMismatch, error_class
from gridctl.operations.base import Operation
from gridctl.operations.registry import operation_name

#: Grows when a request of an older client could be misunderstood.
PROTOCOL = 1
#: The oldest version of the program a server still understands.
OLDEST_CLIENT = "0.1.0"
PROTOCOL_HEADER = "X-Gridctl-Protocol"
KEY_HEADER = "Idempotency-Key"
DRY_RUN_HEADER = "X-Gridctl-Dry-Run"
REASON_HEADER = "X-Gridctl-Reason"
BEHALF_HEADER = "X-Gridctl-On-Behalf"
#: How a client says that it asks again for an answer that takes longer (RFC 7240).
PREFER_HEADER, ASKS_AGAIN = "Prefer", "respond-async"


def encode(operation: Operation[Any]) -> str:
    """Return an operation as JSON; fields that were not set stay absent, null stays null."""
    return operation.model_dump_json(exclude_unset=True)


def digest(operation: Operation[Any]) -> str:
    """Return the SHA-256 of an operation's name and JSON, contact fields left out.

    A telephone number has so few digits that its digest would give it away.
    """
    kind = type(operation)
    body = operation.model_dump_json(exclude_unset=True, exclude=set(kind.private))
    text = f"{operation_name(kind)} {body}"
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def result_adapter(operation: type[Operation[Any]]) -> TypeAdapter[Any]:
    """Return the (de)serialiser of an operation's result."""
    return TypeAdapter(operation.result_type())


def encode_result(operation: type[Operation[Any]], result: Any) -> str:
    """Return a result as JSON."""
    return result_adapter(operation).dump_json(result).decode()


def decode_result(operation: type[Operation[Any]], text: str | bytes) -> Any:
    """Return the result a JSON text stands for."""
    return result_adapter(operation).validate_json(text)


def split_route(operation: type[Operation[Any]]) -> tuple[str, str, list[str]]:
    """Return method, path template and the names of the path's fields."""
    method, _, path = operation.route.partition(" ")
    return method, path, re.findall(r"{(\w+)}", path)


def encode_work(lasts_s: int) -> dict[str, Any]:
    """Return what is told of a command that has been at work for some seconds."""
    return {"at_work": {"seconds": lasts_s}}


def decode_work(body: Any, target: str) -> int:
    """Return for how many seconds a command has been at work.

    Raises:
        ProtocolMismatch: the body does not say it.
    """
    told = body.get("at_work") if isinstance(body, Mapping) else None
    lasts_s = told.get("seconds") if isinstance(told, Mapping) else None
    if not isinstance(lasts_s, int):
        raise ProtocolMismatch(target=target)
    return lasts_s


def encode_error(error: GridctlError) -> dict[str, Any]:
    """Return an error as its code and parameters."""
    return {"error": {"code": error.code, "params": error.params}}


def decode_error(body: Any, target: str) -> GridctlError:
    """Return the error a response body stands for; ProtocolMismatch when it is none of ours."""
    content = body.get("error") if isinstance(body, Mapping) else None
    if isinstance(content, Mapping) and isinstance(params := content.get("params"), Mapping):
        code = str(content.get("code", ""))
        found = error_class(code)
        return found(**_places(params)) if found else Unexplained(code=code)
    return ProtocolMismatch(target=target)


def _places(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of an error as they were: JSON knows no tuple."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in params.items()
    }
