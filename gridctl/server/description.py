"""What ``/openapi.json`` says: each operation, derived from its class."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi

from gridctl import __version__
from gridctl.operations.base import Operation
from gridctl.operations.registry import all_operations, operation_name
from gridctl.server import examples, interface

_MAKING = Lock()


def page() -> dict[str, Any]:
    """Return the description of all operations.

    It is the same whatever office is served. To make it takes longer than all else a server does
    to start, so it is made when somebody first reads it, and once though several do.
    """
    with _MAKING:
        return _page()


@cache
def _page() -> dict[str, Any]:
    described = APIRouter()
    for operation in all_operations().values():
        _add(described, operation)
    made = get_openapi(
        title="gridctl",
        version=__version__,
        description=interface.PREFACE,
        routes=described.routes,
    )
    interface.add_headers(made, all_operations().values())
    examples.add_examples(made)
    return made


class _Described:
    """Stands for an operation where FastAPI reads a signature; nothing calls it."""

    def __init__(self, operation: type[Operation[Any]]) -> None:
        self.__name__ = operation.__name__
        self.__signature__ = interface.signature(operation)

    def __call__(self, **_fields: Any) -> None:
        raise NotImplementedError


def _add(described: APIRouter, operation: type[Operation[Any]]) -> None:
    method, path = operation.route.split(" ")
    described.add_api_route(
        path,
        _Described(operation),
        methods=[method],
        operation_id=operation_name(operation),
        summary=interface.summary(operation),
        description=interface.description(operation),
        tags=[operation.noun()],
        response_model=operation.result_type(),
        responses=interface.without_result(operation),
    )
