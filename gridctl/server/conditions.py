"""Answers that need not be sent again: what a screen asks every few seconds seldom changes.

An answer to a query rests on the journal, on the minute (what is due counts by it) and on who
asks. The tag names these three and nothing of the answer, so that an unchanged one is not even
computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from gridctl import __version__
from gridctl.foundation.clock import SystemClock, to_epoch
from gridctl.operations.base import Operation
from gridctl.operations.registry import all_operations
from gridctl.server.caller import Caller

_MINUTE_S = 60


class Conditions:
    """Tags of answers, where the journal's head can be told."""

    def __init__(self, head: Callable[[], str] | None) -> None:
        self._head = head
        self._clock = SystemClock()

    def apply_to(self, operation: type[Operation[Any]]) -> bool:
        """Tell whether answers to an operation carry a tag."""
        return (
            self._head is not None
            and operation.action == "query"
            and operation.noun() not in _past_the_journal()
        )

    def headers(self, caller: Caller) -> dict[str, str]:
        """Return the headers that name what an answer given now rests on.

        Ask before the answer is computed: what changes in between must change the tag.
        """
        assert self._head is not None
        minute = to_epoch(self._clock.now()) // _MINUTE_S
        rests_on = f"{__version__} {self._head()} {minute} {caller.token} {caller.behalf}"
        digest = hashlib.sha256(rests_on.encode()).hexdigest()[:24]
        return {"ETag": f'W/"{digest}"', "Cache-Control": "private, no-cache"}


@cache
def _past_the_journal() -> frozenset[str]:
    """Return the nouns whose commands may change what no entry tells of, such as staged rows."""
    return frozenset(
        operation.noun()
        for operation in all_operations().values()
        if operation.action == "command" and (not operation.journaled or operation.prepared)
    )
