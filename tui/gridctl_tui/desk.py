"""The desk between screens and the office: operations go out, results come back, nothing blocks.

Each lane is one thread with gateways of its own, so no connection is ever used by two threads, and
what waits in a lane when its screen is left never starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from gridctl.domain.errors import Forbidden, Unreachable

if TYPE_CHECKING:
    from gridctl.operations.base import Gateway, Operation
    from gridctl_tui.opening import Connect

R = TypeVar("R")
#: One lane for what is looked at, one for what is looked up beside it.
_LANES = 2


class Desk:
    """Carries operations out in threads.

    Attributes:
        behalf: who is acted for where nobody else is named.
        online: whether the office answered last time.
        on_line: is told whether the office answers, whenever that changes.
        on_refused: is called when the office does not let do what was asked.
        waiting_since: since when something is being waited for, in seconds of the machine; or None.
    """

    def __init__(self, connect: Connect, behalf: str | None = None) -> None:
        self.behalf = behalf
        self.online: bool | None = None
        self.on_line: Callable[[bool], None] = lambda _online: None
        self.on_refused: Callable[[], object] = lambda: None
        self._connect = connect
        self._lanes = [_Lane(connect) for _number in range(_LANES)]
        self.waiting_since: float | None = None

    async def send(
        self,
        operation: Operation[R],
        *,
        behalf: str | None = None,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation in a thread and return its result.

        Args:
            operation: what to do.
            behalf: who is acted for, the desk's own party where left out.
            key: idempotency key, so that a repeat acts only once.
            dry_run: do everything, then undo it.
            reason: free text for the journal.

        Raises:
            GridctlError: any error of the operation.
        """
        party = self.behalf if behalf is None else behalf
        changing = operation.action == "command"

        def carry(gateway: Gateway) -> R:
            if not changing:
                return gateway.send(operation)
            return gateway.send(operation, key=key, dry_run=dry_run, reason=reason)

        lane = min(self._lanes, key=lambda each: each.waiting)
        self.waiting_since = self.waiting_since or monotonic()
        try:
            result = await lane.run(carry, party or None)
        except Unreachable:
            self._heard(False)
            raise
        except Forbidden:
            self.on_refused()
            raise
        finally:
            if not any(each.waiting for each in self._lanes):
                self.waiting_since = None
        self._heard(True)
        return result

    async def apart(self, work: Callable[[Gateway], R]) -> R:
        """Do something long in a thread with a gateway of its own; the lanes stay free.

        Args:
            work: is given the gateway, on which the desk's own party is acted for.

        Raises:
            Exception: whatever ``work`` raises.
        """

        def carried() -> R:
            gateway = self._connect(self.behalf or None)
            try:
                return work(gateway)
            finally:
                gateway.close()

        return await asyncio.to_thread(carried)

    def _heard(self, online: bool) -> None:
        if online != self.online:
            self.online = online
            self.on_line(online)

    def close(self) -> None:
        """Give all connections back; what waits is not begun."""
        for lane in self._lanes:
            lane.close()


class _Lane:
    """A thread and the gateways it uses, one for each party acted for."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._gateways: dict[str | None, Gateway] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gridctl-desk")
        self.waiting = 0

    async def run(self, carry: Callable[[Gateway], R], behalf: str | None) -> R:
        with self._counted():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, self._carried, carry, behalf)

    def _carried(self, carry: Callable[[Gateway], R], behalf: str | None) -> R:
        if behalf not in self._gateways:
            self._gateways[behalf] = self._connect(behalf)
        return carry(self._gateways[behalf])

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1

    def close(self) -> None:
        self._thread.submit(self._hang_up)
        self._thread.shutdown(wait=True, cancel_futures=False)

    def _hang_up(self) -> None:
        for gateway in self._gateways.values():
            gateway.close()
        self._gateways.clear()
