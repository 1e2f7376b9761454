"""Which tables hold the day's work."""

from __future__ import annotations

from gridctl.storage.queries.scope import HANGING

#: Records of the day's work, with what hangs on them: places, people, units, categories and rules
#: are none of them.
WORK = frozenset(
    {"batch", "digest", "serial_counter", "ticket", "whistle"}
    | {table for table, (_, record) in HANGING.items() if record in ("ticket", "whistle")}
)
