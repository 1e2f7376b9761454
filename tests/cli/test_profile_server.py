"""Profiles of servers: what may stand in one, and what a check of it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gridctl.foundation.clock import SystemClock
from gridctl.operations.commands.accounts import CreateAccount
from tests.cli.conftest import Run
from tests.gateways import local_gateway
from tests.server.serving import Served, Serving


@pytest.fixture
def serve(office: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    with Serving(office, tmp_path) as serving:
        yield serving.start


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--url", "http://grid.example"), "connections.address_unencrypted"),
        (("--url", "https://clerk:hunter2@grid.example"), "connections.address_with_password"),
        (("--url", "https://grid.example?x=1"), "connections.address_invalid"),
        (("--url", "https://grid.example", "--ca-file", "none.pem"),
         "connections.authority_file_unfit"),
        (("--path", "x.db", "--ca-file", "none.pem"), "no_certificate"),
        (("--url", "w/p.db"), "connections.address_of_file"),
        (("--url", "postgresql://"), "office.address_malformed"),
        (("--url", "postgresql://clerk:hunter2@db:99999/county"), "office.address_malformed"),
        (("--url", "postgresql://clerk:hunter2@db/%zz"), "office.address_malformed"),
        (("--path", "postgresql://db/county"), "path_unfit"),
        (("--path", "https://grid.example"), "path_unfit"),
        (("--path", ""), "path_unfit"),
        (("--path", "x.db", "--color", "rainbow"), "color_unknown"),
    ],
)  # fmt: skip
def test_an_unfit_server_is_not_added(run: Run, options: tuple[str, ...], code: str) -> None:
    ran = run("profile", "add", "city", *options, "--json-errors")
    assert ran.code == 2
    assert f'{code}"' in ran.err
    assert "hunter2" not in ran.err
    assert run("profile", "list", "-o", "json").json["items"] == []


def test_a_server_is_added_in_one_form(run: Run) -> None:
    assert run("profile", "add", "city", "--url", "Grid.Example.gov.cn/").code == 0
    shown = run("profile", "show", "city", "-o", "json").json["items"][0]
    assert shown["address"] == "https://grid.example.gov.cn"


def test_what_an_address_without_a_scheme_is_taken_for_is_told(
    run: Run, serve: Callable[..., Served]
) -> None:
    assert (
        "Taken as https://grid.example." in run("profile", "add", "a", "--url", "grid.example").err
    )
    assert "Taken as" not in run("profile", "add", "b", "--url", "https://grid.example").err
    served = serve()
    ran = run("profile", "add", "here", "--url", served.url.removeprefix("http://"))
    assert (ran.code, "is written with http:// in front" in ran.err) == (0, True)
    ran = run("--profile", "here", "ticket", "list")
    assert (ran.code, f"of your own machine write {served.url}." in ran.err) == (3, True)


def test_only_a_server_is_checked(run: Run) -> None:
    run("profile", "add", "county", "--path", "county.db")
    assert run("profile", "check", "county").code == 2


def test_a_check_tells_what_works_and_what_not(run: Run, serve: Callable[..., Served]) -> None:
    served = serve()
    run("profile", "add", "city", "--url", served.url)
    ran = run("profile", "check", "city", "-o", "json")
    found = {each["check"]: each["status"] for each in ran.json["items"]}
    assert ran.code == 0
    assert found == dict.fromkeys(("line", "certificate", "clock", "versions", "account"), "ok")
    assert run("--profile", "city", "doctor", "-o", "json").code in (0, 8)
    served.stop()
    ran = run("profile", "check", "city", "-o", "json")
    assert ran.code == 8
    assert [(each["check"], each["status"]) for each in ran.json["items"]] == [("line", "fail")]


def test_a_server_that_asks_who_one_is_says_how_to_sign_in(
    run: Run, serve: Callable[..., Served], office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve(sign_in=True)
    run("profile", "add", "city", "--url", served.url)

    def account() -> str:
        ran = run("profile", "check", "city", "-o", "json")
        found = ran.json["items"][-1]
        assert (ran.code, found["check"], found["status"]) == (0, "account", "warn")
        return str(found["hint"])

    # Who comes to a new office has nobody to sign in as.
    assert "--profile city login --setup" in account()
    gateway = local_gateway(office, SystemClock())
    gateway.send(CreateAccount(login="app", name="市民端", role="citizen_app", sign_in=False))
    gateway.close()
    assert "--profile city login'" in account()
    monkeypatch.setenv("GRIDCTL_TOKEN", "gridctl_stolen")
    for command in (("--profile", "city", "unit", "list", "--debug"), ("profile", "show", "city")):
        told = run(*command)
        assert "stolen" not in told.out + told.err
    assert "stolen" not in served.said()
