"""The first words with a server: which versions meet, and whether they understand each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gridctl import __version__
from gridctl.domain.connections import ClientTooOld, ServerTooOld
from gridctl.foundation import own_files
from gridctl.foundation.clock import Clock, SystemClock
from gridctl.gateway import wire

PATH = "/version"
#: How long a greeting holds; what a server no longer understands brings about a new one at once.
_HOLDS_S = 12 * 3600


@dataclass(frozen=True)
class Greeting:
    """What a server says of itself (``GET /version``).

    Attributes:
        program: its version of gridctl.
        protocol: the number of its protocol.
        format: the number of its storage format.
        oldest_client: the oldest version it understands.
    """

    program: str
    protocol: int
    format: int
    oldest_client: str

    @classmethod
    def of(cls, body: Any) -> Greeting | None:
        """Return the greeting an answer holds; what a newer server adds is passed over."""
        if not isinstance(body, Mapping):
            return None
        program, oldest = body.get("program"), body.get("oldest_client")
        numbers = body.get("protocol"), body.get("format")
        if not (isinstance(program, str) and isinstance(oldest, str)):
            return None
        protocol, storage = numbers
        if not (isinstance(protocol, int) and isinstance(storage, int)):
            return None
        return cls(program, protocol, storage, oldest)


def check(greeting: Greeting, target: str) -> None:
    """Refuse a server this version does not understand, or the other way round.

    Raises:
        ClientTooOld, ServerTooOld: with the command that mends it.
    """
    versions = {"target": target, "mine": __version__, "theirs": greeting.program}
    if greeting.protocol < wire.PROTOCOL:
        raise ServerTooOld(**versions)
    if _parts(__version__) < _parts(greeting.oldest_client):
        raise ClientTooOld(**versions)


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


class Acquaintances:
    """The servers this person's gridctl has greeted, kept in a file for a while."""

    def __init__(self, file: Path, clock: Clock | None = None) -> None:
        self._file = file
        self._clock = clock or SystemClock()

    @classmethod
    def usual(cls) -> Acquaintances:
        """Return those in the person's folder of passing things."""
        from platformdirs import user_cache_path

        return cls(user_cache_path("gridctl", appauthor=False) / "servers.json")

    def knows(self, target: str) -> bool:
        """Tell whether a server was greeted by this version not long ago."""
        entry = self._read().get(target)
        if not isinstance(entry, Mapping) or entry.get("by") != __version__:
            return False
        at = entry.get("at")
        return isinstance(at, int) and 0 <= self._now() - at < _HOLDS_S

    def remember(self, target: str, greeting: Greeting) -> None:
        """Keep a greeting; where nothing can be kept, the next command greets again."""
        known = {**self._read(), target: {"at": self._now(), "by": __version__, **asdict(greeting)}}
        try:
            own_files.make_folder(self._file.parent)
            own_files.replace_file(self._file, json.dumps(known).encode())
        except OSError:
            return

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}
