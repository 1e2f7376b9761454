"""``gridctl serve`` in processes of its own: its port, its end, its workers, its periodic work."""

from __future__ import annotations

import signal
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from gridctl.foundation.settings import Target
from gridctl.gateway.connect import connect
from gridctl.operations.queries.units import ListUnits
from tests.certificates import make_certificate
from tests.postgresql import Server
from tests.server.serving import PATIENCE_S, Served, Serving, until

pytestmark = pytest.mark.lengthy

Serve = Callable[..., Served]


def test_an_office_is_served_at_the_address_told(serve: Serve) -> None:
    served = serve("--no-periodic")
    gateway = connect(Target("url", served.url, "server"))
    assert gateway.send(ListUnits()).total == 0
    gateway.close()
    assert served.get("/readyz").json() == {"ready": True, "checks": {"database": "ok"}}
    assert served.stop() == 0
    assert "Stopped." in served.said()
    assert "Traceback" not in served.said()


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_was_taken_is_finished(serve: Serve, workers: str, sign: int) -> None:
    served = serve("--no-periodic", "--workers", workers)
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        # Half a request is on its way when the server is told to stop.
        line.sendall(b"POST /units HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\n{")
        until(lambda: "units" in served.said() or True, "the head")
        served.process.send_signal(sign)
        line.sendall('"name": "城管局"}   '.encode())
        answer = line.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 200")
    assert served.process.wait(PATIENCE_S) == 0
    assert "Traceback" not in served.said()


def _in_flight(served: Served) -> float:
    """Return how many requests are being answered, the one that asks included."""
    lines = served.get("/metrics").text.splitlines()
    return sum(float(x.split()[1]) for x in lines if x.startswith("gridctl_requests_in_flight "))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_second_signal_ends_a_server_at_once(serve: Serve, workers: str) -> None:
    served = serve("--no-periodic", "--workers", workers, "--stop-within", "600")
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST /units HTTP/1.1\r\nHost: x\r\nContent-Length: 24\r\n\r\n{")
        until(lambda: _in_flight(served) == 2, "the head to arrive")
        served.process.send_signal(signal.SIGTERM)
        until(lambda: not served.answers(), "the end of listening")
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(PATIENCE_S)


def test_workers_share_the_port_and_the_figures(serve: Serve) -> None:
    served = serve("--no-periodic", "--workers", "2", "--log-format", "json")
    for _ in range(40):
        assert served.get("/units").status_code == 200
    name = 'gridctl_requests_total{code="200",operation="units.ListUnits"} 40.0'
    assert name in served.get("/metrics").text
    assert served.stop() == 0


def test_a_worker_that_dies_is_replaced(serve: Serve) -> None:
    served = serve("--no-periodic", "--workers", "2")
    children = _children(served.process.pid)
    subprocess.run(["kill", "-9", children[0]], check=True)
    until(lambda: len(set(_children(served.process.pid)) - {children[0]}) >= 2, "a new worker")
    assert served.answers()
    assert served.stop() == 0


def _children(parent: int) -> list[str]:
    """Return the workers of a server: its children but the tracker of shared resources."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
            line = (entry.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if fields[1] == str(parent) and b"spawn_main" in line:
            found.append(entry.parent.name)
    return found


def test_workers_whose_server_was_killed_leave_the_port_to_the_next_one(serve: Serve) -> None:
    served = serve("--periodic-every", "1", "--workers", "2")
    workers = _children(served.process.pid)
    served.stop(signal.SIGKILL)
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in workers), "their end")
    assert not served.answers()


def test_a_server_without_workers_takes_up_a_new_certificate(serve: Serve, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    files = ("--tls-cert", str(certificate), "--tls-key", str(key))
    served = serve("--no-periodic", *files)
    old = ssl.create_default_context(cafile=str(certificate))
    until(lambda: _trusted(served, old), "an answer")
    (tmp_path / "other").mkdir()
    newer, its_key = make_certificate(tmp_path / "other")
    its_key.replace(key)
    served.process.send_signal(signal.SIGHUP)
    until(lambda: "code=serving.key_foreign" in served.said(), "the refusal")
    assert _trusted(served, old)
    newer.replace(certificate)
    served.process.send_signal(signal.SIGHUP)
    new = ssl.create_default_context(cafile=str(certificate))
    until(lambda: _trusted(served, new), "the new certificate")
    assert not _trusted(served, old)
    assert served.stop() == 0


def test_a_server_without_a_certificate_goes_on_after_the_signal_for_a_new_one(
    serve: Serve,
) -> None:
    served = serve("--no-periodic")
    served.process.send_signal(signal.SIGHUP)
    until(lambda: "nothing to read anew" in served.said(), "a word about it")
    assert served.answers()
    assert served.stop() == 0


def test_tls_is_spoken_with_the_files_given(serve: Serve, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    served = serve("--no-periodic", "--tls-cert", str(certificate), "--tls-key", str(key))
    assert served.url.startswith("https://127.0.0.1:")
    trusting = ssl.create_default_context(cafile=str(certificate))
    until(lambda: _trusted(served, trusting), "an answer")
    with pytest.raises(httpx.ConnectError):
        served.get("/healthz")
    assert served.stop() == 0


def test_an_expired_certificate_is_spoken_of_and_served_all_the_same(
    serve: Serve, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path, begins=-800, ends=-400)
    served = serve("--no-periodic", "--tls-cert", str(certificate), "--tls-key", str(key))
    assert "The certificate expired on " in served.said()
    assert served.stop() == 0


def test_workers_are_not_replaced_for_a_certificate_that_could_not_be_used(
    serve: Serve, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    served = serve(
        "--no-periodic", "--workers", "2", "--tls-cert", str(certificate), "--tls-key", str(key)
    )
    trusting = ssl.create_default_context(cafile=str(certificate))
    until(lambda: _trusted(served, trusting), "an answer")
    workers = _children(served.process.pid)
    (tmp_path / "other").mkdir()
    _, other = make_certificate(tmp_path / "other")
    other.replace(key)
    served.process.send_signal(signal.SIGHUP)
    until(lambda: "code=serving.key_foreign" in served.said(), "the refusal")
    assert _children(served.process.pid) == workers
    assert _trusted(served, trusting)
    assert served.stop() == 0


def _trusted(served: Served, context: ssl.SSLContext) -> bool:
    try:
        return served.get("/healthz", verify=context).status_code == 200
    except httpx.TransportError:
        return False


def test_a_prefix_stands_before_every_address(serve: Serve) -> None:
    served = serve("--no-periodic", "--url-prefix", "grid/")
    assert served.url.endswith("/grid")
    gateway = connect(Target("url", served.url, "server"))
    assert gateway.send(ListUnits()).total == 0
    gateway.close()
    assert served.get("/openapi.json").json()["servers"] == [{"url": "/grid"}]
    assert served.stop() == 0


@pytest.fixture
def on_postgresql(postgresql: Server, tmp_path: Path) -> Iterator[Serve]:
    """Start ``gridctl serve`` on a database of a server."""
    with (
        postgresql.database() as name,
        Serving(postgresql.address(name), tmp_path) as serving,
    ):
        yield serving.start


def test_exactly_one_of_two_servers_sweeps_and_the_other_takes_over(serve: Serve) -> None:
    _take_turns(serve)


@pytest.mark.needs_program
def test_the_same_in_a_database_of_a_server(on_postgresql: Serve) -> None:
    _take_turns(on_postgresql)


def _take_turns(serve: Serve) -> None:
    """Let one server sweep and another wait, until the first one is killed."""
    first = serve("--periodic-every", "1")
    until(lambda: "job=sweep" in first.said(), "a sweep")
    second = serve("--periodic-every", "1")
    until(lambda: first.said().count("job=sweep") > 3, "more sweeps")
    assert "job=sweep" not in second.said()
    assert "gridctl_periodic_holder 1.0" in first.get("/metrics").text
    assert "gridctl_periodic_holder 0.0" in second.get("/metrics").text
    first.stop(signal.SIGKILL)
    until(lambda: "job=sweep outcome=ok" in second.said(), "the second to take over")
    assert second.get("/readyz").json()["checks"] == {"database": "ok", "periodic": "ok"}
    assert second.stop() == 0


def test_one_of_two_workers_sweeps(serve: Serve) -> None:
    served = serve("--periodic-every", "1", "--workers", "2")
    until(lambda: served.said().count("job=sweep") > 2, "sweeps")
    assert served.said().count("periodic work is done here") == 1
    assert "gridctl_periodic_holder 1.0" in served.get("/metrics").text
    assert served.stop() == 0
