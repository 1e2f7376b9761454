"""A client nobody here wrote tries every operation as the interface page describes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

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
from gridctl.operations.registry import all_operations
from gridctl.server.app import create_app
from tests import assessed_office
from tests.conftest import NOW

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 3


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
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        assert response.headers[wire.PROTOCOL_HEADER.lower()] == [str(wire.PROTOCOL)]

    asked()
