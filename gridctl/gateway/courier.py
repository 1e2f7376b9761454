"""Telling webhooks what is due, over the network.

The names of hosts are looked up here once, and the connection goes to the address that was
judged: an address inside the network is told only where a setting allows it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from gridctl.domain.webhooks import SILENT, DeliveryNotFound, is_public
from gridctl.operations.base import Gateway
from gridctl.operations.commands.webhooks import NoteDelivery, TakeDeliveries, TaskView

#: Seconds a receiver has from the connection to the end of its answer's headers, in all.
ANSWER_S = 10.0
_TIMEOUT = httpx.Timeout(ANSWER_S, connect=5.0)
_AT_ONCE = 25
#: One run tells no more; the next goes on.
_MOST = 500
_BUDGET_S = 120.0

#: Given host and port, returns the addresses behind them.
Look = Callable[[str, int], list[str]]


def addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the machine knows them.

    Raises:
        OSError: it is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def deliver(
    gateway: Gateway, *, inside: bool = False, look: Look = addresses, within_s: float = _BUDGET_S
) -> dict[str, int]:
    """Tell webhooks what is due; return how many were told, and how many could not be.

    A receiver that gives no answer is told nothing more in this run, nor is anybody once the time
    is over: what was taken for them waits, and loses no try by that.

    Args:
        gateway: to the office.
        inside: whether addresses inside the network may be told.
        look: looks up hosts.
        within_s: seconds after which nothing new is told.
    """
    done = {"delivered": 0, "failed": 0}
    silent: set[str] = set()
    until = time.monotonic() + within_s
    # What the machine's environment says of proxies would go past the judged address; what it says
    # of authorities is meant: receivers inside have certificates of their own.
    trusted = httpx.create_ssl_context()
    with httpx.Client(
        timeout=_TIMEOUT, verify=trusted, trust_env=False, follow_redirects=False
    ) as client:
        while sum(done.values()) < _MOST and time.monotonic() < until:
            taken = gateway.send(TakeDeliveries(limit=_AT_ONCE))
            for task in taken.items:
                late = task.url in silent or time.monotonic() > until
                outcome = (None, "waiting") if late else _tell(client, task, inside, look)
                if outcome[1] in SILENT:
                    silent.add(task.url)
                done["delivered" if _note(gateway, task.delivery, *outcome) else "failed"] += 1
            if not taken.items and not taken.more:
                break
    return done


def _note(gateway: Gateway, delivery: int, status: int | None, trouble: str) -> bool:
    """Note how a delivery ended; return whether it arrived."""
    try:
        view = gateway.send(NoteDelivery(delivery=delivery, status=status, trouble=trouble))
    except DeliveryNotFound:
        # Meanwhile somebody undid the webhook.
        return False
    return view.state == "delivered"


def _tell(client: httpx.Client, task: TaskView, inside: bool, look: Look) -> tuple[int | None, str]:
    """Send one body; return the status of the answer, or what kept it from arriving."""
    parts = urlsplit(task.url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    line = _Line()
    try:
        found = look(host, port)
        if not found or not (inside or all(map(is_public, found))):
            return None, "inside" if found else "unreachable"
        request = client.build_request(
            "POST",
            httpx.URL(task.url).copy_with(host=found[0], port=port),
            content=task.body.encode(),
            headers={
                **task.headers, "Host": parts.netloc, "User-Agent": "gridctl",
                "Connection": "close",
            },
            extensions={"sni_hostname": host, "trace": line.follow},
        )  # fmt: skip
        # The answer's body is nobody's business, and may never end.
        with line.for_seconds(ANSWER_S):
            response = client.send(request, stream=True)
            response.close()
    except httpx.TimeoutException:
        return None, "timeout"
    except (httpx.HTTPError, OSError, UnicodeError, ValueError):
        return None, "timeout" if line.late else "unreachable"
    return response.status_code, ""


class _Line:
    """The connection of one telling, cut when its time is over.

    The client's own time-outs are for each byte: an answer that comes drop by drop, or says again
    and again that it is about to come, would keep everybody else waiting for ever.

    Attributes:
        late: whether it was cut.
    """

    def __init__(self) -> None:
        self.late = False
        self._socket: socket.socket | None = None

    def follow(self, event: str, facts: dict[str, Any]) -> None:
        """Keep a second handle to the connection; encryption takes the first one away."""
        if event == "connection.connect_tcp.complete":
            self._socket = facts["return_value"].get_extra_info("socket").dup()

    @contextmanager
    def for_seconds(self, seconds: float) -> Iterator[None]:
        """Let the connection last so long."""
        clock = threading.Timer(seconds, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()
            clock.join()
            if self._socket is not None:
                self._socket.close()

    def _cut(self) -> None:
        self.late = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
