"""The processes of a server: the port, TLS, workers, and an end in good order."""

from __future__ import annotations

import logging
import logging.config
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import ip_address, ip_network
from pathlib import Path
from types import FrameType
from typing import Any

from fastapi import FastAPI
from uvicorn import Config, Server
from uvicorn.supervisors import Multiprocess

from gridctl.domain.errors import GridctlError
from gridctl.domain.serving import (
    CertificateNeeded,
    NotEncrypted,
    PortRefused,
    PortTaken,
    ProxyUnnamed,
)
from gridctl.server.arrival import Prompt
from gridctl.server.certificate import Validity, read_certificate
from gridctl.server.limits import Limits
from gridctl.server.logs import Format, Level, configuration
from gridctl.server.orphans import end_with_parent
from gridctl.server.worker import Plan, make_app

LOG = logging.getLogger("gridctl.server")

AddressInfo = tuple[int, int, int, str, Any]
#: Seconds a worker may be silent before it is taken for dead.
_SILENT_S = 60
_BACKLOG = 1024
#: What workers are given beyond the time they have to finish.
_PATIENCE_S = 5.0


@dataclass(frozen=True)
class Listening:
    """Where and how a server listens.

    Attributes:
        host: name or number of the interface.
        port: 0 for any free one.
        certificate: file with the certificate and those above it; None for plain http.
        key: file with its key.
        proxies: addresses whose ``X-Forwarded-*`` headers are believed, comma-separated.
        plain: plain http although others can listen.
        workers: how many processes.
        stop_s: seconds for what was taken to be finished at the end.
        log_format, log_level: of the log on stderr.
    """

    host: str
    port: int
    certificate: Path | None
    key: Path | None
    proxies: str
    plain: bool
    workers: int
    stop_s: int
    log_format: Format
    log_level: Level


def check(listening: Listening) -> Validity | None:
    """Refuse what no port should be opened with, and return how long its certificate is good.

    Raises:
        NotEncrypted, CertificateNeeded, ProxyUnnamed: as their names say.
        KeyUnusable, CertificateUnfit, KeyUnfit, KeyForeign: see :func:`read_certificate`.
    """
    _check_proxies(listening.proxies)
    if listening.certificate is not None:
        return read_certificate(listening.certificate, listening.key)
    if listening.key is not None:
        raise CertificateNeeded
    # A proxy encrypts its own side; who reaches this port reaches it without.
    if not (listening.plain or is_loopback(listening.host)):
        raise NotEncrypted(host=listening.host)
    return None


def bind(listening: Listening) -> socket.socket:
    """Return the open port.

    Raises:
        PortTaken, PortRefused: as their names say.
    """
    try:
        found = socket.getaddrinfo(listening.host, listening.port, type=socket.SOCK_STREAM)
        return _opened(found[0])
    except OSError as error:
        host, number = listening.host, listening.port
        if error.errno in _TAKEN:
            raise PortTaken(host=host, port=number) from error
        reason = error.strerror or str(error)
        raise PortRefused(host=host, port=number, reason=reason) from error


def _opened(found: AddressInfo) -> socket.socket:
    family, kind, protocol, _, address = found
    # The loop sends small answers at once only where it is told that this is TCP.
    port = socket.socket(family, kind, protocol)
    try:
        port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Connections have it from the port: whoever reads no answer is not waited for.
            port.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, Limits().unread_s * 1000)
        if os.name == "posix":
            port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port.bind(address)
        port.listen(_BACKLOG)
    except OSError:
        port.close()
        raise
    return port


def begin_log(listening: Listening) -> logging.Logger | None:
    """Begin the log and return it; None where people read it as talk."""
    if listening.log_format != "json":
        return None
    logging.config.dictConfig(configuration(listening.log_format, listening.log_level))
    return LOG


def serve(listening: Listening, plan: Plan, port: socket.socket) -> None:
    """Serve until told to stop, then finish what was taken."""
    with _figures(listening.workers) as folder:
        plan = replace(plan, figures=folder)
        if listening.workers > 1:
            app = partial(_worker, plan, listening.stop_s + _PATIENCE_S)
            _Workers(listening, _config(listening, app), port).run()
        else:
            server = _Alone(listening, _config(listening, partial(make_app, plan)))
            server.run([port])
            if server.server_state.tasks:
                # Threads still at work would keep the process; their transactions are undone.
                logging.shutdown()
                os._exit(1)


def _worker(plan: Plan, within_s: float) -> FastAPI:
    """Return the application of one worker of several, which does not outlive their parent."""
    end_with_parent(within_s)
    return make_app(plan)


_TAKEN = (98, 48, 10048)  # EADDRINUSE on Linux, macOS and Windows


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an interface."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_proxies(proxies: str) -> None:
    """Refuse what would have everybody believed, or nobody."""
    for proxy in filter(None, map(str.strip, proxies.split(","))):
        try:
            named = ip_network(proxy).prefixlen > 0
        except ValueError:
            named = False
        if not named:
            raise ProxyUnnamed(proxy=proxy[:60])


def _believed(proxies: str) -> list[str]:
    """Return the proxies as a port sees them: one for both families sees the old inside the new."""
    named = [ip_network(proxy) for proxy in filter(None, map(str.strip, proxies.split(",")))]
    inside = [
        f"::ffff:{each.network_address}/{96 + each.prefixlen}"
        for each in named
        if each.version == 4
    ]
    return [*map(str, named), *inside]


def _config(listening: Listening, app: Callable[[], FastAPI]) -> Config:
    return Config(
        app,
        factory=True,
        lifespan="on",
        ws="none",
        workers=listening.workers,
        log_config=configuration(listening.log_format, listening.log_level),
        access_log=False,
        server_header=False,
        proxy_headers=bool(listening.proxies),
        forwarded_allow_ips=_believed(listening.proxies),
        ssl_certfile=listening.certificate,
        ssl_keyfile=listening.key,
        timeout_graceful_shutdown=listening.stop_s,
        timeout_worker_healthcheck=_SILENT_S,
        http=Prompt,
        h11_max_incomplete_event_size=Limits().head_bytes,
    )


@contextmanager
def _figures(workers: int) -> Iterator[Path | None]:
    """Yield the folder several workers keep their figures in, None for one."""
    if workers == 1:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gridctl-metrics-") as name:
        # Read by the workers when they import the library.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = name
        yield Path(name)


class _Alone(Server):
    """A server in this process: the second signal ends it at once, SIGHUP renews its certificate.

    Connections that are open keep the certificate they began with.
    """

    def __init__(self, listening: Listening, config: Config) -> None:
        super().__init__(config)
        self._listening = listening
        self._hung_up = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's
        """Finish what was taken; asked again, do not even that."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def handle_hup(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Note the wish: in the middle of something else no file is read."""
        self._hung_up = True

    async def on_tick(self, counter: int) -> bool:
        """Carry the wish out, ten times a second."""
        if self._hung_up:
            self._hung_up = False
            self._renew()
        return await super().on_tick(counter)

    def _renew(self) -> None:
        """Read the certificate anew, unless the one lying there now could not be used."""
        if self.config.ssl is None:
            LOG.info("nothing to read anew: no certificate was given")
        elif _usable(self._listening, "the certificate stays as it is"):
            certificate, key = self._listening.certificate, self._listening.key
            assert certificate is not None
            self.config.ssl.load_cert_chain(certificate, key)
            LOG.info("the certificate was read anew")

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals for the time of serving; a wished end is no failure."""
        taken = {signal.SIGINT: self.handle_exit, signal.SIGTERM: self.handle_exit}
        if hasattr(signal, "SIGHUP"):
            taken[signal.SIGHUP] = self.handle_hup
        before = {sig: signal.signal(sig, handler) for sig, handler in taken.items()}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)


def _usable(listening: Listening, otherwise: str) -> bool:
    """Tell whether the certificate lying there now can be used; log what happens otherwise."""
    try:
        check(listening)
    except GridctlError as error:
        LOG.error(otherwise, extra={"facts": {"code": error.code}})
        return False
    return True


class _Workers(Multiprocess):
    """Workers under one parent: who dies is replaced, the second signal ends them all at once."""

    def __init__(self, listening: Listening, config: Config, port: socket.socket) -> None:
        super().__init__(config, [port])
        self._listening = listening

    def handle_hup(self) -> None:
        """Replace the workers, unless the certificate lying there now could not be used."""
        if _usable(self._listening, "workers stay as they are"):
            super().handle_hup()

    def terminate_all(self) -> None:
        """Have the workers finish; who calls now is refused, not left waiting."""
        for each in self.sockets:
            each.close()
        super().terminate_all()

    def join_all(self) -> None:
        """Wait for the workers as long as they have, and not once somebody is impatient."""
        self.signal_queue.clear()
        until = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + _PATIENCE_S
        while any(each.process.is_alive() for each in self.processes):
            if time.monotonic() > until or self._impatient():
                for each in self.processes:
                    each.process.kill()
            time.sleep(0.05)

    def _impatient(self) -> bool:
        return bool({signal.SIGINT, signal.SIGTERM} & set(self.signal_queue))
