"""Who a request is from: by its token alone, and nothing of it is told on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gridctl.foundation.clock import Clock
from gridctl.gateway import wire
from gridctl.gateway.hosting import Host
from gridctl.operations.registry import all_operations
from gridctl.server.app import Site, create_app
from gridctl.server.auth import admitting
from tests.beginnings import Beginning
from tests.handlers.accounts_desk import PASSWORD, begin
from tests.server.serving import Served

pytestmark = pytest.mark.usefixtures("cheap_passwords")
Client = httpx.Client


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def guarded(host: Host, client_of: Callable[[FastAPI], Client]) -> Client:
    """A client of an application whose requests must say who sends them."""
    return client_of(create_app(admitting(host.door()), Site(head=host.head)))


def _signed_in(client: Client, login: str = "limin") -> dict[str, str]:
    answer = client.post("/sign-in", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def _code(answer: httpx.Response) -> str:
    assert answer.headers[wire.PROTOCOL_HEADER] == str(wire.PROTOCOL)
    return str(answer.json()["error"]["code"])


def test_every_route_asks_for_a_token(guarded: Client) -> None:
    open_to_all = {
        "/sign-in", "/set-up", "/office/nameplate",
        "/public-endpoint", "/public-services", "/public-services/1",
    }  # fmt: skip
    answered = {}
    for operation in all_operations().values():
        method, path, names = wire.split_route(operation)
        for name in names:
            path = path.replace(f"{{{name}}}", "1")
        if path not in open_to_all:
            answered[f"{method} {path}"] = guarded.request(method, path, json={})
    assert len(answered) > 100
    for route, answer in answered.items():
        # What the request asks for may be refused first; nothing is ever done.
        assert answer.status_code in (401, 422), route
    assert _code(guarded.get("/tickets")) == "sign_ins.not_signed_in"
    assert guarded.get("/tickets").headers["WWW-Authenticate"] == "Bearer"


def test_all_a_question_takes_is_asked_of_one_moment(
    host: Host, client_of: Callable[[FastAPI], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose the token is, whether anything changed, and the answer: one transaction."""
    site = Site(head=host.head, standing=host.standing)
    client = client_of(create_app(admitting(host.door()), site))
    headers = _signed_in(client)
    client.get("/tickets", headers=headers)
    moment, begun = host._store._moment, []  # type: ignore[attr-defined]
    lend = moment._lend
    monkeypatch.setattr(moment, "_lend", lambda: begun.append(1) or lend())
    assert client.get("/tickets", headers=headers).status_code == 200
    assert len(begun) == 1


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic bGltaW46eA==", "bearer gridctl_x", "x" * 4000],
)
def test_whatever_is_no_good_token_gets_one_answer(guarded: Client, header: str) -> None:
    answer = guarded.get("/tickets", headers={"Authorization": header})
    assert (answer.status_code, _code(answer)) == (401, "sign_ins.not_signed_in")
    assert answer.json()["error"]["params"] == {"profile": ""}


def test_a_token_opens_what_its_account_sees(guarded: Client) -> None:
    signed = _signed_in(guarded)
    assert guarded.get("/tickets", headers=signed).status_code == 200
    assert _code(guarded.get("/users", headers=signed)) == "rights.permission_missing"
    own = guarded.get("/own-account", headers=signed).json()
    assert (own["login"], own["behalf"]) == ("limin", "澄江街道网格中心")
    behalf = {
        **signed,
        wire.BEHALF_HEADER: "%E6%9C%88%E5%9F%8E%E9%95%87%E7%BD%91%E6%A0%BC%E4%B8%AD%E5%BF%83",
    }
    assert _code(guarded.get("/tickets", headers=behalf)) == "sign_ins.behalf_outside"


def test_what_has_not_changed_is_not_told_to_whom_it_is_closed(guarded: Client) -> None:
    signed = _signed_in(guarded)
    tag = guarded.get("/tickets", headers=signed).headers["ETag"]
    signed["If-None-Match"] = tag
    assert guarded.get("/tickets", headers=signed).status_code == 304
    assert guarded.get("/tickets", headers={"If-None-Match": tag}).status_code == 401
    guarded.post("/sign-out", headers=signed, json={})
    assert guarded.get("/tickets", headers=signed).status_code == 401


def test_who_signs_in_may_send_an_ended_token(guarded: Client) -> None:
    signed = _signed_in(guarded)
    guarded.post("/sign-out", headers=signed, json={})
    wish = {"login": "limin", "password": PASSWORD}
    assert guarded.post("/sign-in", headers=signed, json=wish).status_code == 200


def test_guessing_is_answered_with_how_long_to_wait(guarded: Client) -> None:
    wrong = {"login": "limin", "password": "不对不对不对不对"}
    codes = [guarded.post("/sign-in", json=wrong).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    assert int(guarded.post("/sign-in", json=wrong).headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "body",
    [
        {"login": "limin", "password": "x" * 5000},
        {"login": "x" * 5000, "password": PASSWORD},
        {"login": "limin", "password": ["x"]},
        {"login": None, "password": PASSWORD},
        {"login": "limin"},
    ],
)
def test_what_was_typed_is_never_told_back(guarded: Client, body: dict[str, Any]) -> None:
    answer = guarded.post("/sign-in", json=body)
    assert answer.status_code == 422
    assert "x" * 20 not in answer.text
    assert PASSWORD not in answer.text


def test_a_server_tells_no_secret_of_who_signs_in(
    serve: Callable[..., Served], tmp_path: Path, clock: Clock
) -> None:
    assert clock
    served = serve("--no-periodic", sign_in=True)
    assert served.get("/tickets").status_code == 401
    # There are accounts in this office, so no code was told.
    assert "Set-up code" not in served.said()
    wish = {"login": "limin", "password": PASSWORD}
    answer = httpx.post(served.url + "/sign-in", json=wish, timeout=30, trust_env=False)
    token = answer.json()["token"]
    signed = {"Authorization": f"Bearer {token}"}
    assert served.get("/tickets", headers=signed).status_code == 200
    assert served.get("/tickets?token=" + token).status_code in (401, 422)
    said = served.said()
    assert token not in said
    assert PASSWORD not in said
    assert "limin" not in said


class TestNewOffice:
    """An office without accounts is set up with the code the server told."""

    @pytest.fixture
    def beginning(self) -> Beginning | None:
        return None

    def test_the_code_makes_the_first_account(self, serve: Callable[..., Served]) -> None:
        served = serve("--no-periodic", sign_in=True)
        code = served.said().partition("Set-up code: ")[2].partition(",")[0]
        assert len(code) == 19
        wish = {"code": code, "login": "chen", "name": "陈洁", "password": PASSWORD}

        def set_up(**other: str) -> httpx.Response:
            return httpx.post(
                served.url + "/set-up", json=wish | other, timeout=30, trust_env=False
            )

        assert _code(set_up(code=code[::-1])) == "sign_ins.set_up_code_wrong"
        answer = set_up()
        assert answer.status_code == 200, answer.text
        assert _code(set_up(login="wu")) == "sign_ins.already_set_up"
        signed = {"Authorization": f"Bearer {answer.json()['token']}"}
        users = served.get("/users", headers=signed).json()["items"]
        assert [user["login"] for user in users] == ["chen"]
