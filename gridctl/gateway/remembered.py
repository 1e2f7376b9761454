"""Answers a server need not give again: each is kept with its tag until another one comes.

A screen asks the same every few seconds. Where nothing was changed the server says so without
looking anything up (``gridctl.server.conditions``), and what it answered before still holds.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import httpx

#: Answers kept, and the longest that is, in bytes: what is polled is short.
_KEPT, _LONGEST = 32, 65_536
_ASKING, _TAG = "If-None-Match", "ETag"


class Remembered:
    """The latest answers to queries, by what was asked."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, Any]] = OrderedDict()

    def ask(self, request: httpx.Request) -> None:
        """Have a query say which answer is known already."""
        if known := self._known.get(str(request.url)):
            request.headers[_ASKING] = known[0]

    def recall(self, request: httpx.Request) -> Any:
        """Return the answer that a server says still holds."""
        self._known.move_to_end(str(request.url))
        return self._known[str(request.url)][1]

    def keep(self, request: httpx.Request, response: httpx.Response, result: Any) -> None:
        """Keep an answer that has a tag and is short."""
        tag = response.headers.get(_TAG)
        if request.method != "GET" or not tag or len(response.content) > _LONGEST:
            return
        self._known[str(request.url)] = (tag, result)
        self._known.move_to_end(str(request.url))
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
