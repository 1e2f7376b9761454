"""What ``gridctl serve`` refuses, in words and exit codes, before anything is served."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from tests.certificates import make_certificate
from tests.cli.conftest import Run

#: What is served is a file.
pytestmark = pytest.mark.usefixtures("office")


def test_others_are_not_served_unencrypted_unless_told_so(at_work: Run) -> None:
    ran = at_work("serve", "--host", "0.0.0.0", "--port", "0")
    assert ran.code == 2
    assert "--tls-cert" in ran.err


def test_a_port_that_is_taken_is_named(at_work: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = at_work("serve", "--port", str(port))
    assert ran.code == 2
    assert f"Port {port} on 127.0.0.1 is taken" in ran.err


def test_an_address_of_another_machine_is_refused(at_work: Run) -> None:
    ran = at_work("serve", "--host", "192.0.2.1", "--plain-http")
    assert ran.code == 2
    assert "Cannot listen on 192.0.2.1" in ran.err


@pytest.mark.parametrize("content", ["", "no certificate"])
def test_a_certificate_that_is_none_is_refused(at_work: Run, tmp_path: Path, content: str) -> None:
    file = tmp_path / "office.pem"
    file.write_text(content)
    ran = at_work("serve", "--port", "0", "--tls-cert", str(file), "--tls-key", str(file))
    assert ran.code == 2
    assert "holds no certificate" in ran.err


def test_the_key_of_another_certificate_is_told(at_work: Run, tmp_path: Path) -> None:
    certificate, _ = make_certificate(tmp_path)
    (tmp_path / "other").mkdir()
    _, other = make_certificate(tmp_path / "other")
    ran = at_work("serve", "--port", "0", "--tls-cert", str(certificate), "--tls-key", str(other))
    assert ran.code == 2
    assert f"The key in {other} does not belong to the certificate in {certificate}" in ran.err


def test_a_key_that_is_not_there_is_named(at_work: Run, tmp_path: Path) -> None:
    ran = at_work("serve", "--port", "0", "--tls-cert", str(tmp_path / "none.pem"))
    assert ran.code == 2
    assert "none.pem" in ran.err
    assert "No such file" in ran.err


def test_a_database_that_is_not_there_is_told_before_anything_else(at_work: Run) -> None:
    ran = at_work("--db", "none.db", "serve")
    assert ran.code == 7
    assert "There is no office" in ran.err


def test_a_server_is_not_served_again(at_work: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRIDCTL_DB")
    assert at_work("profile", "add", "city", "--url", "https://grid.example.test").code == 0
    ran = at_work("serve", "--profile", "city")
    assert ran.code == 2
    assert "city is a server itself" in ran.err


@pytest.mark.parametrize("more", [("--host", "0.0.0.0", "--plain-http"), ("--behind-proxy", "::1")])
def test_without_sign_in_only_this_machine_is_served(at_work: Run, more: tuple[str, ...]) -> None:
    ran = at_work("serve", "--port", "0", "--without-sign-in", *more)
    assert ran.code == 2
    assert "could do everything" in ran.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--tls-key", "office.key"), "--tls-cert"),
        (("--behind-proxy", "*"), "* is not the address of a proxy"),
        (("--behind-proxy", "127.0.0.1,foo.bar"), "foo.bar is not the address"),
        (("--host", "0.0.0.0", "--behind-proxy", "127.0.0.1"), "--plain-http"),
        (("--port", "99999"), "from 0 to 65535"),
        (("--workers", "0"), "from 1 to 64"),
        (("--stop-within", "-1"), "0 or more"),
    ],
)
def test_what_would_be_served_otherwise_than_meant_is_refused(
    at_work: Run, options: tuple[str, ...], told: str
) -> None:
    ran = at_work("serve", *options)
    assert ran.code == 2
    assert told in ran.err
    assert "served at" not in ran.err


def test_a_log_for_machines_holds_lines_for_machines_and_no_code(
    at_work: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("gridctl.server.process.serve", lambda *_: None)
    monkeypatch.setattr("logging.config.dictConfig", lambda _configuration: None)
    with caplog.at_level(logging.INFO, "gridctl"):
        ran = at_work("serve", "--port", "0", "--log-format", "json")
    assert (ran.code, ran.err) == (0, "")
    served, _profile, first, stopped = caplog.messages
    assert "is served at" in served
    assert "user create LOGIN" in first
    assert stopped == "Stopped."
