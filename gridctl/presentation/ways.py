"""What of several things a verb needs: one of them, said once for every face."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Ways(NamedTuple):
    """The ways to say what a verb is about; each is all of some fields.

    Attributes:
        ways: names of the fields of each way.
        alone: whether what belongs to one way forbids what belongs to another.
    """

    ways: tuple[tuple[str, ...], ...]
    alone: bool = True

    def settled(self, said: Collection[str]) -> bool:
        """Tell whether some fields say it: one way wholly, and no other where each is alone."""
        whole = [way for way in self.ways if all(name in said for name in way)]
        begun = [way for way in self.ways if any(name in said for name in way)]
        return bool(whole) and not (self.alone and len(begun) > 1)
