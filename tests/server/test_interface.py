"""A client nobody here wrote tries every operation as the interface page describes it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from typing import Any, get_args
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gridctl.foundation.clock import FixedClock
from gridctl.foundation.settings import Target, kind_of
from gridctl.gateway import wire
from gridctl.gateway.connect import create_office
from gridctl.gateway.hosting import Host
from gridctl.operations.base import Operation
from gridctl.operations.registry import all_operations
from gridctl.server import description
from gridctl.server.app import create_app
from gridctl.server.examples import STORY
from tests import assessed_office
from tests.conftest import NOW
from tests.gateways import AppTransport
from tests.ports import application

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
#: A deep run asks for more: ``GRIDCTL_EXAMPLES=60 pytest tests/server/test_interface.py``.
EXAMPLES = int(os.environ.get("GRIDCTL_EXAMPLES", "3"))


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_program)],
)
def described(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """The page of an office with a month of work behind it."""
    folder = tmp_path_factory.mktemp("described")
    with ExitStack() as stack:
        address = str(folder / "office.db")
        if request.param == "postgresql":
            server = request.getfixturevalue("postgresql")
            address = server.address(stack.enter_context(server.database("template0")))
        create_office(address)
        host = Host(Target(kind_of(address), address, "office"), FixedClock(NOW))
        stack.callback(host.close)
        assessed_office.build(host.gateway(actor="test"), folder)
        app = create_app(lambda caller: host.gateway(actor="test", behalf=caller.behalf))
        yield schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize("name", all_operations())
def test_an_operation_answers_as_described(described: Any, name: str) -> None:
    operation = described.find_operation_by_id(name)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        # Whoever acts for nobody in particular gets further.
        (case.headers or {}).pop(wire.BEHALF_HEADER, None)
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        assert response.headers[wire.PROTOCOL_HEADER.lower()] == [str(wire.PROTOCOL)]

    asked()


#: A value by the kind of a field; in front of these days and behind them there is none.
ENDS = {
    datetime: ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00"),
    date: ("0001-01-01", "9999-12-31"),
    str: ("0000-01", "1000-01", "9999-12", "9999-Q4", "9999", "２０２６-10"),
}


def _queries_about_days() -> Iterator[tuple[type[Operation[Any]], str, str]]:
    for operation in all_operations().values():
        for name, field in operation.model_fields.items():
            given = {field.annotation, *get_args(field.annotation)}
            kind = str if name == "period" else next(filter(given.__contains__, ENDS), None)
            if operation.action == "query" and kind and (kind is not str or name == "period"):
                yield from ((operation, name, value) for value in ENDS[kind])


def test_the_ends_of_the_calendar_are_no_failure(described: Any) -> None:
    client = httpx.Client(transport=AppTransport(described.app), base_url="http://office.test")
    asked = 0
    for operation, name, value in _queries_about_days():
        method, path, parts = wire.split_route(operation)
        if method == "GET" and not parts:
            asked += 1
            answer = client.get(path, params={name: value})
            assert answer.status_code in (200, 400, 404, 422), (path, name, value)
    assert asked > 40


def test_the_examples_can_be_sent_one_after_the_other(client: httpx.Client) -> None:
    """Each as the page tells it: its path, its query, its body."""
    page = client.get("/openapi.json").json()
    sent: Counter[str] = Counter()
    for example in STORY:
        method, path, _ = wire.split_route(type(example.operation))
        told = page["paths"][path][method.lower()]
        sent[path] += 1
        given = {"path": {}, "query": {}}
        for each in told.get("parameters", ()):
            if "example" in each:
                given[each["in"]][each["name"]] = each["example"]
        bodies = told.get("requestBody", {}).get("content", {}).get("application/json", {})
        answer = client.request(
            method, path.format(**given["path"]), params=given["query"],
            json=bodies.get("examples", {}).get(str(sent[path]), {}).get("value"),
            headers={wire.BEHALF_HEADER: quote(example.behalf)},
        )  # fmt: skip
        assert answer.status_code == 200, (path, answer.text)
    assert len(sent) > 25


def test_others_are_answered_while_the_description_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answered = threading.Event(), threading.Event()

    def page() -> dict[str, Any]:
        begun.set()
        return {"meanwhile": answered.wait(5)}

    monkeypatch.setattr(description, "page", page)

    async def ask() -> Any:
        transport = httpx.ASGITransport(app=application())
        async with httpx.AsyncClient(transport=transport, base_url="http://office.test") as client:
            first = asyncio.create_task(client.get("/openapi.json"))
            while not begun.is_set():
                await asyncio.sleep(0.01)
            assert (await client.get("/healthz")).status_code == 200
            answered.set()
            return (await first).json()

    assert asyncio.run(ask()) == {"meanwhile": True}
