"""Every operation and result survives the way to a server and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from gridctl.domain.errors import Conflict, GridctlError
from gridctl.domain.requests import RequestInvalid
from gridctl.gateway import wire
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Operation, View
from gridctl.operations.registry import all_operations
from gridctl.server.app import create_app
from tests.gateways import AppTransport
from tests.operations.shapes import documents

Kind = type[Operation[Any]]
OPERATIONS = all_operations()
every_operation = pytest.mark.parametrize("kind", OPERATIONS.values(), ids=OPERATIONS.keys())
some = settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)  # fmt: skip


class Recorder:
    """A gateway that keeps what arrives and answers with an error of ours."""

    def __init__(self) -> None:
        self.arrived: list[tuple[Operation[Any], dict[str, Any]]] = []

    def send(self, operation: Operation[Any], **options: Any) -> NoReturn:
        self.arrived.append((operation, options))
        raise Conflict(actual=2, seen=1)

    def close(self) -> None:
        """Nothing is open."""


RECORDER = Recorder()


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteGateway]:
    app = create_app(lambda _caller: RECORDER)
    client = httpx.Client(transport=AppTransport(app), base_url="http://office.test")
    gateway = RemoteGateway(client, "http://office.test")
    yield gateway
    gateway.close()


def _made(kind: Kind, document: Any) -> Operation[Any]:
    """Return an operation, or look for another where its own rules refuse the document."""
    try:
        return kind.model_validate_json(json.dumps(document))
    except ValidationError:
        assume(False)
        raise


@every_operation
@some
@given(data=st.data())
def test_an_operation_is_the_same_after_json_and_has_no_other_field(
    kind: Kind, data: st.DataObject
) -> None:
    document = data.draw(documents(kind))
    with pytest.raises(ValidationError, match="surprise"):
        kind.model_validate(document | {"surprise": 1})
    operation = _made(kind, document)
    again = kind.model_validate_json(wire.encode(operation))
    assert again == operation
    assert again.model_fields_set == operation.model_fields_set
    assert wire.digest(again) == wire.digest(operation)


@every_operation
@some
@given(data=st.data())
def test_a_server_gets_what_was_sent(
    kind: Kind, remote: RemoteGateway, data: st.DataObject
) -> None:
    operation = _made(kind, data.draw(documents(kind)))
    with pytest.raises(Conflict):
        remote.send(operation, key="k1", dry_run=True, reason="原因 1/2")
    arrived, options = RECORDER.arrived[-1]
    assert arrived == operation
    if kind.action == "command":
        # What a command leaves out and what it sets to null are two things.
        assert arrived.model_fields_set == operation.model_fields_set
        assert options == {"key": "k1", "dry_run": True, "reason": "原因 1/2"}


@every_operation
@some
@given(data=st.data())
def test_a_result_is_the_same_after_json_and_with_an_unknown_field(
    kind: Kind, data: st.DataObject
) -> None:
    document = data.draw(documents(kind.result_type()))
    try:
        result = wire.decode_result(kind, json.dumps(document))
    except ValidationError:
        assume(False)
    assert isinstance(result, View)
    assert wire.decode_result(kind, wire.encode_result(kind, result)) == result
    assert wire.decode_result(kind, json.dumps(document | {"surprise": 1})) == result


def test_a_server_names_the_field_it_does_not_know() -> None:
    transport = AppTransport(create_app(lambda _caller: RECORDER))
    with httpx.Client(transport=transport, base_url="http://office.test") as client:
        answer = client.post("/units", json={"name": "城管局", "surprise": 1})
    assert answer.status_code == RequestInvalid.status
    assert answer.headers[wire.PROTOCOL_HEADER] == str(wire.PROTOCOL)
    error = wire.decode_error(answer.json(), "x")
    assert isinstance(error, RequestInvalid)
    assert error.params["field"] == "surprise"


def _measures() -> list[tuple[Kind, str]]:
    """Return every field of an operation that is a number with a fraction."""
    return [
        (kind, name)
        for kind in OPERATIONS.values()
        for name, field in kind.model_fields.items()
        if "Decimal" in str(field.annotation) or "float" in str(field.annotation)
    ]


@pytest.mark.parametrize(("kind", "name"), _measures(), ids=str)
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(kind: Kind, name: str, value: str) -> None:
    for form in (value, Decimal(value)):
        with pytest.raises(ValidationError) as caught:
            kind.model_validate({name: form})
        assert "finite_number" in {
            problem["type"] for problem in caught.value.errors() if problem["loc"][0] == name
        }


def test_there_are_numbers_to_refuse() -> None:
    assert _measures()


def test_the_page_of_the_interface_names_every_operation_once() -> None:
    page = create_app(lambda _caller: RECORDER).openapi()
    described = [
        (f"{method.upper()} {path}", description)
        for path, methods in page["paths"].items()
        for method, description in methods.items()
    ]
    assert sorted(d["operationId"] for _, d in described) == sorted(OPERATIONS)
    for route, description in described:
        kind = OPERATIONS[description["operationId"]]
        assert route == kind.route
        assert description["summary"]
        assert set(description["responses"]) >= {"200"}
    assert issubclass(RequestInvalid, GridctlError)
