"""What a server makes of requests: numbers, limits, failures, conditions; what it notes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gridctl.domain.errors import GridctlError
from gridctl.domain.sign_ins import NotSignedIn
from gridctl.gateway import wire
from gridctl.gateway.hosting import Host
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.offices import ShowHead
from gridctl.operations.registry import all_operations
from gridctl.server import conditions
from gridctl.server.app import Site, create_app
from gridctl.server.caller import Caller
from gridctl.server.limits import Limits
from gridctl.server.logs import configuration
from gridctl.server.metrics import Metrics
from tests.server.conftest import Client

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
_FORM = "application/x-www-form-urlencoded"
SECRETS = ("13812345678", "王芳", "gridctl_token", "江阴")


class Broken:
    """A gateway that fails as nobody foresaw, and quotes what it was sent."""

    def send(self, operation: Operation[Any], **_options: Any) -> Any:
        raise RuntimeError("王芳 13812345678")

    def close(self) -> None:
        """Nothing is open."""


def _error(response: httpx.Response) -> GridctlError:
    assert response.headers[wire.PROTOCOL_HEADER] == str(wire.PROTOCOL)
    return wire.decode_error(response.json(), "x")


@pytest.mark.parametrize("number", [UUID, UUID.upper(), "0" * 32])
def test_a_request_keeps_the_number_a_proxy_gave_it(client: Client, number: str) -> None:
    assert client.get("/office", headers={"X-Request-Id": number}).headers["X-Request-Id"] == number


@pytest.mark.parametrize("number", ["", "13812345678", "320281199001011234", "a b", "x" * 999])
def test_a_number_that_may_be_anything_is_replaced(client: Client, number: str) -> None:
    given = client.get("/office", headers={"X-Request-Id": number}).headers["X-Request-Id"]
    assert len(given) == 32
    assert given != number


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("PATCH", "/units", 405), ("GET", "/units/a/b/c/d", 404)],
)
def test_what_no_route_takes_is_told_in_our_form(
    client: Client, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert _error(response).code == "office.unknown_operation"


@pytest.mark.parametrize("method", ["PATCH", "HEAD", "OPTIONS"])
def test_a_path_tells_every_method_it_takes(client: Client, method: str) -> None:
    assert client.request(method, "/units").headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("body", [b"{", b"[]", b"1", b"\xff", b'{"name": NaN}'])
def test_a_body_that_is_no_object_is_refused(client: Client, body: bytes) -> None:
    response = client.post("/units", content=body)
    assert response.status_code == 422
    assert _error(response).params["field"] in ("body", "name")


def _limited(host: Host, **limits: Any) -> FastAPI:
    return create_app(lambda _caller: host.gateway(), Site(limits=Limits(**limits)))


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "in chunks"])
def test_a_body_beyond_the_limit_is_refused(
    host: Host, client_of: Callable[[FastAPI], Client], whole: bool
) -> None:
    client = client_of(_limited(host, body_bytes=1000))
    body = json.dumps({"name": "x" * 2000}).encode()

    def parts() -> Iterator[bytes]:
        yield from (body[start : start + 100] for start in range(0, len(body), 100))

    headers = {} if whole else {"Transfer-Encoding": "chunked"}
    response = client.post("/units", content=body if whole else parts(), headers=headers)
    assert response.status_code == 413
    assert _error(response).code == "requests.request_too_large"


@pytest.mark.parametrize("path", ["/open311/v2/requests.json", "/open311/v2/healthz", "/progress"])
def test_nobody_sends_a_long_form_whatever_they_say_of_themselves(
    host: Host, client_of: Callable[[FastAPI], Client], path: str
) -> None:
    client = client_of(_limited(host, stranger_bytes=1000))
    headers = {"Authorization": "Bearer nobody", "Content-Type": _FORM}
    response = client.post(path, content=b"number=" + b"x" * 2000, headers=headers)
    assert _error(response).code == "requests.request_too_large"


def test_a_compressed_body_is_refused(client: Client) -> None:
    response = client.post("/units", content=b"x", headers={"Content-Encoding": "gzip"})
    assert response.status_code == 415
    assert _error(response).code == "requests.body_compressed"


def test_a_server_with_too_much_to_do_says_so_and_still_answers_probes(
    host: Host, client_of: Callable[[FastAPI], Client]
) -> None:
    client = client_of(_limited(host, at_once=0))
    response = client.get("/office")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert _error(response).exit_code == 3
    assert client.get("/healthz").status_code == 200


class _Line:
    """Requests as they come off the line, bodies and all; those of ``hung`` never end."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def ask(
        self, method: str, path: str, source: str, *, body: bytes = b"", hung: bool = False
    ) -> int:
        length = b"1000" if hung else str(len(body)).encode()
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": b"", "headers": [(b"content-length", length)], "root_path": "",
            "scheme": "http", "server": ("office.test", 80), "client": (source, 1),
            "http_version": "1.1",
        }  # fmt: skip
        told: list[Any] = []

        async def receive() -> Any:
            if hung:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        await self._app(scope, receive, send)
        return int(told[0]["status"])


def test_bodies_that_never_come_keep_nobody_out(host: Host) -> None:
    line = _Line(_limited(host, at_once=2, arriving_bytes=3 * 64 * 1024))

    def nobody(_caller: Caller) -> Gateway:
        raise NotSignedIn(profile="")

    shut = _Line(create_app(nobody))

    async def attack() -> None:
        # Who may not come in is told so before a body has come.
        assert await shut.ask("POST", "/units", "10.0.0.9", hung=True) == 401
        # Whoever has more than one address is one all the same.
        held = [
            asyncio.create_task(line.ask("POST", "/units", f"2001:db8::{n}", hung=True))
            for n in range(3)
        ]
        await asyncio.sleep(0)
        assert await line.ask("POST", "/units", "2001:db8::9", hung=True) == 503
        assert await line.ask("GET", "/office", "10.0.0.9") == 200
        assert await line.ask("POST", "/units", "10.0.0.1") == 422
        for each in held:
            each.cancel()

    asyncio.run(asyncio.wait_for(attack(), 30))


def test_an_office_behind_one_address_sends_all_at_once_and_nobody_is_turned_away(
    host: Host,
) -> None:
    line = _Line(_limited(host))

    async def rush() -> list[int]:
        # They all begin in one turn of the loop, as after the work of another request.
        asked = [line.ask("POST", "/units", "10.0.0.1", body=b"{}") for _clerk in range(200)]
        return await asyncio.gather(*asked)

    assert asyncio.run(asyncio.wait_for(rush(), 60)) == [422] * 200


def test_an_unforeseen_failure_names_the_request_and_nothing_else(
    client_of: Callable[[FastAPI], Client], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(create_app(lambda _caller: Broken()))
    with caplog.at_level(logging.INFO, "gridctl"):
        response = client.get("/office", headers={"X-Request-Id": UUID})
    assert response.status_code == 500
    assert _error(response).params == {"request_id": UUID}
    (facts,) = [vars(record)["facts"] for record in caplog.records]
    assert facts["failure"] == "RuntimeError"
    assert any("test_requests.py" in line for line in facts["at"])
    assert not [secret for secret in SECRETS if secret in f"{facts}{response.text}{caplog.text}"]


def test_the_log_tells_the_operation_and_nothing_personal(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Authorization": "Bearer gridctl_token", wire.REASON_HEADER: "13812345678"}
    with caplog.at_level(logging.INFO, "gridctl"):
        client.get("/units", params={"text": "13812345678"}, headers=headers)
        client.get("/staff/王芳", headers=headers)
        client.get("/江阴?13812345678")
        client.post("/units", json={"name": "王芳"}, headers=headers)
    told = [vars(record)["facts"] for record in caplog.records]
    assert [(each["operation"], each["status"]) for each in told] == [
        ("units.ListUnits", 200), ("staff.ShowStaff", 404), ("-", 404), ("units.CreateUnit", 200),
    ]  # fmt: skip
    assert not [secret for secret in SECRETS if secret in f"{told}{caplog.text}"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_of_the_log_holds_its_facts(form: Any) -> None:
    settings = configuration(form, "info")
    made = settings["formatters"]["line"]
    record = logging.makeLogRecord(
        {"name": "gridctl.server", "levelname": "INFO", "msg": "request", "created": 0.0,
         "facts": {"status": 200, "at": ["a:1 b"]}}
    )  # fmt: skip
    line = made["()"](made["form"]).format(record)
    if form == "json":
        assert json.loads(line) == {
            "time": "1970-01-01T08:00:00+08:00", "level": "info", "logger": "gridctl.server",
            "event": "request", "status": 200, "at": ["a:1 b"],
        }  # fmt: skip
    else:
        assert line == '1970-01-01T08:00:00+08:00 info    request status=200 at=["a:1 b"]'


def test_an_unchanged_answer_is_not_sent_again(client: Client, host: Host) -> None:
    first = client.get("/units")
    tag = first.headers["ETag"]
    again = client.get("/units", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers[wire.PROTOCOL_HEADER] == str(wire.PROTOCOL)
    host.gateway().send(CreateUnit(name="城管局"))
    changed = client.get("/units", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert changed.json()["total"] == 1


def test_who_polls_is_told_that_nothing_changed_without_an_answer(
    client: Client, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A new minute is a new tag.
    monkeypatch.setattr(conditions, "_MINUTE_S", 2**40)
    seen: list[int] = []
    client.event_hooks["response"].append(lambda response: seen.append(response.status_code))
    gateway = RemoteGateway(client, "http://office.test")
    polled = [gateway.send(ShowHead()) for _time in range(3)]
    assert (seen, polled[0] == polled[2]) == ([200, 304, 304], True)
    host.gateway().send(CreateUnit(name="城管局"))
    after = gateway.send(ShowHead())
    assert (seen[3:], after.entry - polled[0].entry) == ([200], 1)


def test_two_people_never_share_a_tag(client: Client) -> None:
    tags = {
        client.get("/units", headers={"Authorization": f"Bearer {token}"}).headers["ETag"]
        for token in ("one", "two")
    }
    assert len(tags) == 2


def test_staged_rows_change_past_the_journal_and_bear_no_tag(client: Client) -> None:
    assert "ETag" not in client.get("/imports").headers


def test_figures_are_of_operations_only(host: Host, client_of: Callable[[FastAPI], Client]) -> None:
    client = client_of(create_app(lambda _caller: host.gateway(), Site(metrics=Metrics())))
    client.get("/units", params={"text": "13812345678"})
    client.get("/staff/王芳")
    page = client.get("/metrics").text
    assert 'gridctl_requests_total{code="200",operation="units.ListUnits"} 1.0' in page
    assert 'operation="staff.ShowStaff"} 1.0' in page
    assert not [secret for secret in SECRETS if secret in page]


def test_the_caller_never_shows_the_token() -> None:
    assert "secret" not in repr(Caller("secret", "王芳", "1"))


def test_the_page_needs_no_script_and_no_other_host(client: Client) -> None:
    response = client.get("/docs")
    assert response.status_code == 200
    assert "<script" not in response.text
    assert "http" not in response.text.replace(wire.PROTOCOL_HEADER, "").split("<body>")[0]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert all(f'id="{name}"' in response.text for name in all_operations())


def test_the_interface_tells_permissions_and_errors(client: Client) -> None:
    page = client.get("/openapi.json").json()
    told = page["paths"]["/units"]["post"]
    assert "unit.edit" in told["description"]
    assert {"401", "403", "409", "422"} <= set(told["responses"])
    body = told["responses"]["409"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("/FailureBody")


def test_the_interface_tells_the_token_and_the_headers(client: Client) -> None:
    page = client.get("/openapi.json").json()
    assert page["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert page["security"] == [{"token": []}]
    assert page["paths"]["/sign-in"]["post"]["security"] == []
    told = {each["name"] for each in page["paths"]["/units"]["post"]["parameters"]}
    assert told == {
        wire.KEY_HEADER, wire.PREFER_HEADER, wire.DRY_RUN_HEADER, wire.REASON_HEADER,
        wire.BEHALF_HEADER,
    }  # fmt: skip
    asked = {each["name"] for each in page["paths"]["/units"]["get"]["parameters"]}
    assert asked >= {wire.BEHALF_HEADER, "If-None-Match"}


def test_versions_are_told(client: Client) -> None:
    told = client.get("/version").json()
    assert told.keys() == {"program", "protocol", "format", "oldest_client"}
    assert told["protocol"] == wire.PROTOCOL


@pytest.mark.parametrize("day", ["20261103", "0", " -1.5", "1762128000"])
def test_a_number_is_no_day(client: Client, day: str) -> None:
    """Where it is taken for seconds, 20261103 is a day of 1970."""
    assert _error(client.get("/grids", params={"as_of": day})).params["field"] == "as_of"
    opening = {"kind": "unit", "file_name": "x", "file_digest": "0" * 64, "as_of": day}
    assert _error(client.post("/imports", json=opening)).params["field"] == "as_of"
    assert client.get("/grids", params={"as_of": "2026-11-03"}).status_code == 200
