"""Deliveries over a real connection, and addresses that are not told."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from gridctl.domain.webhooks import signature
from gridctl.foundation.clock import Clock
from gridctl.gateway.courier import deliver
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.webhooks import CreateWebhook, EndWebhook, RetryDelivery
from gridctl.operations.queries.webhooks import ListDeliveries
from tests.beginnings import Beginning
from tests.gateways import local_gateway

SECRET = "a-secret-of-the-receiver"


class Receiver(HTTPServer):
    """Keeps what it is told, and answers as it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[tuple[dict[str, str], str]] = []
        self.answers: list[int | bytes] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append((dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if isinstance(status, bytes):
            self._go_on_and_on(status)
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def _go_on_and_on(self, drop: bytes) -> None:
        """Send the same again and again, until nobody listens."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" if drop == b"X" else b"")
            while True:
                self.wfile.write(drop)
                time.sleep(0.05)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def beginning() -> Beginning:
    return lambda gateway: gateway.send(CreateGrid(name="江阴市", code="320281000000"))


@pytest.fixture
def told(
    office: Path, clock: Clock, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gateway]:
    monkeypatch.setenv("GRIDCTL_WEBHOOKS_INSIDE", "yes")
    gateway = local_gateway(office, clock)
    gateway.send(CreateWebhook(name="大屏", url=receiver.url, secret=SECRET))
    gateway.send(CreateTicket(title="垃圾", place="江阴市"))
    yield gateway
    gateway.close()


def test_it_arrives_signed(told: Gateway, receiver: Receiver) -> None:
    assert deliver(told, inside=True) == {"delivered": 1, "failed": 0}
    ((headers, body),) = receiver.told
    at = int(headers["X-Gridctl-Signature"].partition(",")[0].removeprefix("t="))
    assert headers["X-Gridctl-Signature"] == signature(SECRET, at, body)
    assert json.loads(body)["event"] == headers["X-Gridctl-Event"] == "ticket.report"
    assert headers["Host"] == f"127.0.0.1:{receiver.server_port}"
    assert deliver(told, inside=True) == {"delivered": 0, "failed": 0}


@pytest.mark.parametrize("host", ["localhost", "another.example"])
def test_a_receiver_is_believed_by_the_authority_and_the_name(
    told: Gateway, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    certificate = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    address = f"https://{host}:{receiver.server_port}/hook"
    told.send(EndWebhook(name="大屏"))
    told.send(CreateWebhook(name="内网", url=address, secret=SECRET))
    told.send(CreateTicket(title="井盖", place="江阴市"))
    here = lambda _host, _port: ["127.0.0.1"]  # noqa: E731
    if host == "localhost":
        assert deliver(told, inside=True, look=here) == {"delivered": 0, "failed": 1}
        told.send(RetryDelivery(delivery=told.send(ListDeliveries()).items[0].delivery))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    arrived = int(host == "localhost")
    found = deliver(told, inside=True, look=here)
    assert found == {"delivered": arrived, "failed": 1 - arrived}
    assert len(receiver.told) == arrived


def _certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate of its own authority, for localhost."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    file = folder / "receiver.pem"
    subprocess.run(
        [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", file, "-out",
         folder / "own.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + (folder / "own.pem").read_text())
    return file


@pytest.mark.parametrize("answer", [302, 404, 500, 999])
def test_any_other_answer_is_none(told: Gateway, receiver: Receiver, answer: int) -> None:
    receiver.answers = [answer]
    assert deliver(told, inside=True) == {"delivered": 0, "failed": 1}
    assert len(receiver.told) == 1
    (kept,) = told.send(ListDeliveries()).items
    assert (kept.state, kept.status, kept.trouble) == ("pending", answer, "status")


@pytest.mark.parametrize("drop", [b"X", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_an_answer_that_comes_drop_by_drop_keeps_nobody_waiting(
    told: Gateway, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, drop: bytes
) -> None:
    monkeypatch.setattr("gridctl.gateway.courier.ANSWER_S", 0.5)
    receiver.answers = [drop]
    assert deliver(told, inside=True) == {"delivered": 0, "failed": 1}
    (kept,) = told.send(ListDeliveries()).items
    assert (kept.state, kept.status, kept.trouble) == ("pending", None, "timeout")


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"]])
def test_addresses_inside_are_not_told(told: Gateway, receiver: Receiver, found: list[str]) -> None:
    assert deliver(told, look=lambda _host, _port: found) == {"delivered": 0, "failed": 1}
    assert receiver.told == []
    (kept,) = told.send(ListDeliveries()).items
    assert kept.trouble == "inside"


def test_a_run_goes_on_to_the_end_of_a_long_journal(
    told: Gateway, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl.handlers.commands.webhook_events._ENTRIES", 1)
    for number, name in enumerate(("月城镇", "青阳镇"), 100):
        told.send(CreateGrid(name=name, code=f"320281{number}000"))
    told.send(CreateTicket(title="井盖", place="江阴市"))
    assert deliver(told, inside=True) == {"delivered": 2, "failed": 0}


def test_who_gives_no_answer_is_asked_once_and_the_rest_waits(told: Gateway) -> None:
    asked = []

    def unknown(host: str, _port: int) -> list[str]:
        asked.append(host)
        raise OSError

    told.send(CreateTicket(title="井盖", place="江阴市"))
    assert deliver(told, look=unknown) == {"delivered": 0, "failed": 2}
    waits, failed = told.send(ListDeliveries()).items
    assert len(asked) == 1
    assert (failed.trouble, failed.attempts) == ("unreachable", 1)
    assert (waits.trouble, waits.attempts) == ("waiting", 0)
    # Later steps are not even taken.
    told.send(CreateTicket(title="路灯", place="江阴市"))
    assert deliver(told, look=unknown) == {"delivered": 0, "failed": 0}
