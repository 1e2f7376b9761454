"""The tables that are loaded in bulk, with the values of a new row."""

from __future__ import annotations

from typing import Any

from gridctl.storage.bulk import BulkTable
from gridctl.storage.tables.evidence import Evidence
from gridctl.storage.tables.tickets import Ticket

_KEPT = {"id", "match_key", "revision", "withdrawn"}


def _defaults(table: type[Any]) -> dict[str, Any]:
    """Return column -> default of a new row; a required column has None until it is given."""
    return {
        name: None if field.is_required() else field.default
        for name, field in table.model_fields.items()
        if name not in _KEPT
    }


TICKETS = BulkTable("ticket", _defaults(Ticket))
EVIDENCE = BulkTable("evidence", _defaults(Evidence))
