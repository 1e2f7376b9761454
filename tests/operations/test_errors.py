"""Errors have one code, the same words on both sides, and no gap in their words."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
from collections.abc import Iterator
from string import Formatter
from typing import Any

import httpx
import pytest

from gridctl import domain
from gridctl.domain.connections import Unexplained
from gridctl.domain.errors import GridctlError, ProtocolMismatch, Unreachable, error_class
from gridctl.domain.office import UnknownOperation
from gridctl.gateway import wire
from gridctl.gateway.patience import Patience
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.queries.offices import ShowOffice
from gridctl.server.app import create_app
from tests.architecture.sources import nodes
from tests.gateways import AppTransport

TARGET = "http://office.test"
Error = type[GridctlError]


def _load(error: Error = GridctlError) -> Iterator[Error]:
    for module in pkgutil.walk_packages(domain.__path__, "gridctl.domain."):
        importlib.import_module(module.name)
    yield from _below(error)


def _below(error: Error) -> Iterator[Error]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


ERRORS = {error.code: error for error in _load() if error.__module__.startswith("gridctl.domain.")}
every_error = pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS.keys())


def _places(error: Error) -> set[str]:
    """Return the names of the places in an error's words."""
    text = error.message + error.hint
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@every_error
def test_an_error_keeps_class_and_words_over_the_wire(error: Error) -> None:
    told = error(**{name: f"值{index}" for index, name in enumerate(sorted(_places(error)))})
    heard = wire.decode_error(json.loads(json.dumps(wire.encode_error(told))), TARGET)
    assert type(heard) is error
    assert (heard.params, str(heard)) == (told.params, str(told))
    assert "{" not in str(heard)


@every_error
def test_an_error_lives_in_the_rules_and_has_one_code(error: Error) -> None:
    assert error.__module__ == f"gridctl.domain.{error.code.rpartition('.')[0]}"
    assert error_class(error.code) is error
    assert 400 <= error.status < 600
    assert 1 <= error.exit_code <= 8 or error.exit_code == 130


#: The rules, whose errors cross the wire; and the faces with what they share.
_OF_FACES = ("gridctl/domain/", "gridctl/cli/", "gridctl/presentation/", "tui/")


def test_only_a_face_has_errors_of_its_own() -> None:
    """What a face refuses never crosses the wire; everything below is known to both sides."""
    outside = [
        source.at(node)
        for source, node in nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef)
        and not source.path.startswith(_OF_FACES)
        and {_name(base) for base in node.bases} & {each.__name__ for each in ERRORS.values()}
    ]
    assert outside == []


def test_whoever_raises_an_error_fills_its_places() -> None:
    named = {error.__name__: error for error in ERRORS.values()}
    gaps = []
    for source, node in nodes(ast.Raise):
        raised = getattr(node, "exc", None)
        call = raised if isinstance(raised, ast.Call) else None
        error = named.get(_name(call.func if call else raised))
        if error is None or (call and any(word.arg is None for word in call.keywords)):
            continue
        given = {word.arg for word in call.keywords} if call else set()
        if "role" in given:
            # Its name is found by its code (gridctl.presentation.wording).
            given.add("role_name")
        if missing := _places(error) - given:
            gaps.append(f"{source.at(node)} {error.__name__}: {sorted(missing)}")
    assert gaps == []


def _name(node: Any) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _asked(answer: httpx.Response | Exception) -> GridctlError:
    """Return the error a remote gateway raises at an answer."""

    def reply(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(transport=httpx.MockTransport(reply), base_url=TARGET)
    with client, pytest.raises(GridctlError) as caught:
        # Patience is tested elsewhere (tests/gateway).
        RemoteGateway(client, TARGET, patience=Patience(budget_s=0)).send(ShowOffice())
    assert caught.value.params.get("target", TARGET) == TARGET
    return caught.value


OURS = {wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
_PAGE = "<html><h1>502 Bad Gateway</h1></html>"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, text=_PAGE),
        httpx.Response(503, text=""),
        httpx.ReadTimeout("slow"),
        httpx.ConnectTimeout("slow"),
        httpx.ConnectError("nobody there"),
        httpx.RemoteProtocolError("hung up"),
    ],
    ids=lambda answer: str(answer),
)
def test_a_server_that_does_not_answer_is_unreachable(answer: httpx.Response | Exception) -> None:
    assert isinstance(_asked(answer), Unreachable)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, json={"detail": "Not Found"}),
        httpx.Response(405, json={"detail": "Method Not Allowed"}),
        httpx.Response(403, text="<html>log in first</html>"),
        httpx.Response(200, text="<html>welcome to the hotel</html>"),
        httpx.Response(302, headers={"Location": "/login"}),
        httpx.Response(200, text="not json", headers=OURS),
        httpx.Response(200, json={"name": 1}, headers=OURS),
        httpx.Response(409, json={"error": {"code": "tickets.of_tomorrow"}}, headers=OURS),
        httpx.Response(409, json={"error": {"code": "os.path", "params": {}}}, headers=OURS),
        httpx.Response(409, json={"error": {"code": "...", "params": {}}}, headers=OURS),
        httpx.Response(409, json={"error": {"code": "errors.conflict", "params": [1]}}),
        httpx.Response(409, json={"error": "no"}, headers=OURS),
        httpx.Response(409, json=[], headers=OURS),
        httpx.Response(500, text="Internal Server Error", headers=OURS),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.text}",
)
def test_an_answer_that_is_not_ours_is_a_mismatch(answer: httpx.Response) -> None:
    assert isinstance(_asked(answer), ProtocolMismatch | Unexplained)


def test_a_place_may_bear_any_name() -> None:
    body = {"error": {"code": "errors.conflict", "params": {"self": "1", "actual": 2, "seen": 1}}}
    assert wire.decode_error(body, TARGET).params == {"self": "1", "actual": 2, "seen": 1}


def test_an_older_server_says_that_it_lacks_a_newer_operation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gridctl.server.app.all_operations", dict)
    app = create_app(lambda _caller: pytest.fail("nothing may arrive"))
    client = httpx.Client(transport=AppTransport(app), base_url=TARGET)
    with client, pytest.raises(UnknownOperation):
        RemoteGateway(client, TARGET).send(ShowOffice())
