"""Addresses, certificates and proxies: what the line to a server refuses, and in which words."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import which

import httpx
import pytest

from gridctl.domain import connections
from gridctl.domain.errors import GridctlError
from gridctl.gateway.address import server_address
from gridctl.gateway.line import failure, open_client


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://Grid.Example.gov.cn/", "https://grid.example.gov.cn"),
        ("grid.example.gov.cn", "https://grid.example.gov.cn"),
        (" https://example.gov.cn/grid/ ", "https://example.gov.cn/grid"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("10.1.2.3:8765", "https://10.1.2.3:8765"),
        ("https://网格.example.cn", "https://网格.example.cn"),
        ("grid/office", "https://grid/office"),
    ],
)
def test_an_address_has_one_form(given: str, address: str) -> None:
    assert server_address(given) == address


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("", connections.AddressInvalid),
        ("https://", connections.AddressInvalid),
        ("ftp://grid.example", connections.AddressInvalid),
        ("https://grid.example:port", connections.AddressInvalid),
        ("https://grid.example/?a=b", connections.AddressInvalid),
        ("https://grid .example", connections.AddressInvalid),
        ("https://grid.example:0", connections.AddressInvalid),
        ("https://grid.example:99999", connections.AddressInvalid),
        ("https://grid..example", connections.AddressInvalid),
        ("https://-grid.example", connections.AddressInvalid),
        ("https：//grid.example", connections.AddressInvalid),
        ("http:/grid.example", connections.AddressInvalid),
        ("https//grid.example", connections.AddressInvalid),
        ("w/p.db", connections.AddressOfFile),
        ("county.db", connections.AddressOfFile),
        ("./county", connections.AddressOfFile),
        ("~/county", connections.AddressOfFile),
        ("/srv/county.sqlite", connections.AddressOfFile),
        ("C:\\grid\\county.db", connections.AddressOfFile),
        ("file:///srv/county", connections.AddressOfFile),
        ("sqlite:///county", connections.AddressOfFile),
        ("postgresql:/county", connections.AddressOfDatabase),
        ("postgresql+psycopg://clerk:hunter2@db/county", connections.AddressOfDatabase),
        ("mysql://clerk:hunter2@db/county", connections.AddressOfDatabase),
        ("clerk:hunter2@grid.example:99999", connections.AddressWithPassword),
        ("http://grid.example", connections.AddressUnencrypted),
        ("http://127.0.0.1.example", connections.AddressUnencrypted),
        ("http://0.0.0.0:80", connections.AddressUnencrypted),
        ("https://clerk:hunter2@grid.example", connections.AddressWithPassword),
    ],
)
def test_other_addresses_are_refused(given: str, refusal: type[GridctlError]) -> None:
    with pytest.raises(refusal) as refused:
        server_address(given)
    assert "hunter2" not in str(refused.value)


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("all_proxy", "http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "socks9://proxy.example")
    with pytest.raises(connections.ProxyUnfit):
        open_client("https://grid.example")
    monkeypatch.setenv("NO_PROXY", "grid.example")
    open_client("https://grid.example").close()
    open_client("https://127.0.0.1:1").close()


def test_a_file_without_certificates_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    with pytest.raises(connections.AuthorityFileUnfit):
        open_client("https://grid.example", ca_file=file)
    file.write_text("no certificate")
    with pytest.raises(connections.AuthorityFileUnfit):
        open_client("https://grid.example", ca_file=file)


def test_the_token_stands_in_no_representation() -> None:
    client = open_client("https://grid.example", token="gridctl_secret")
    assert client.headers["Authorization"] == "Bearer gridctl_secret"
    assert "secret" not in repr(client.headers).replace("[secure]", "")
    client.close()


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make self-signed certificates: returns the file with key and certificate."""
    program = which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificates")

    def make(name: str) -> Path:
        file = folder / f"{len(list(folder.iterdir()))}.pem"
        key = file.with_suffix(".key")
        subprocess.run(
            [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file,
             "-days", "2", "-subj", "/CN=office", "-addext", f"subjectAltName={name}"],
            check=True, capture_output=True,
        )  # fmt: skip
        file.write_text(key.read_text() + file.read_text())
        return file

    return make


@pytest.fixture
def serving() -> Iterator[Callable[[Path], str]]:
    """Serve with a certificate on the loopback; returns the address."""
    servers: list[HTTPServer] = []

    def serve(certificate: Path) -> str:
        server = HTTPServer(("127.0.0.1", 0), _Answering)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_args: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"https://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def _told(address: str, ca_file: Path | None) -> GridctlError | None:
    with open_client(address, ca_file=ca_file) as client:
        try:
            client.get("/")
        except httpx.RequestError as error:
            return failure(error, address)
    return None


@pytest.mark.needs_program
def test_certificates_are_checked_and_what_is_wrong_is_told_apart(
    authority: Callable[..., Path], serving: Callable[[Path], str]
) -> None:
    good = authority("IP:127.0.0.1")
    assert _told(serving(good), good) is None
    assert isinstance(_told(serving(good), None), connections.CertificateUntrusted)
    another = authority("DNS:elsewhere.example")
    assert isinstance(_told(serving(another), another), connections.CertificateOfAnother)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (9, connections.CertificateTooNew),
        (10, connections.CertificateExpired),
        (23, connections.CertificateRefused),
    ],
)
def test_what_time_does_to_a_certificate_is_told_apart(code: int, told: type[GridctlError]) -> None:
    """The numbers are those of OpenSSL's X509_V_ERR."""
    cause = ssl.SSLCertVerificationError()
    cause.verify_code, cause.verify_message = code, "revoked"
    assert isinstance(_because_of(cause), told)


def _because_of(cause: Exception) -> GridctlError:
    error = httpx.ConnectError("no line")
    error.__cause__ = cause
    return failure(error, "https://grid.example")


def test_a_server_without_encryption_is_told_apart() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = _told(f"https://127.0.0.1:{server.server_port}", None)
    server.shutdown()
    server.server_close()
    assert isinstance(told, connections.LineUnencrypted | connections.LineCut)


def test_an_unknown_name_and_a_closed_port_are_told_apart() -> None:
    assert isinstance(_because_of(socket.gaierror("not known")), connections.HostUnknown)
    assert isinstance(_told("http://127.0.0.1:1", None), connections.LineRefused)
