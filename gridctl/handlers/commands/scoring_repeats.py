"""The fact of repeated complaints, counted where a scheme asks for it (domain.md 5.6)."""

from __future__ import annotations

from collections import defaultdict

from gridctl.handlers.commands.context import CommandContext
from gridctl.storage.queries import ledger
from gridctl.storage.queries.compose import Params

REPEAT = "repeat"


def repeat_calls(context: CommandContext, kind: str, params: Params) -> dict[int, list[str]]:
    """Return the tickets of a period that repeat an earlier report, by subject.

    Of a gridworker they are those of the grids held on the day of the report: a resident who has
    to report the same twice is no report of the worker's own.
    """
    parts = {"responsible": kind, "posts": "post" if kind == "gridworker" else "none"}
    found: dict[int, list[str]] = defaultdict(list)
    for subject, serial in context.read.rows(ledger.REPEATS, params, parts=parts):
        found[subject].append(serial)
    return found
