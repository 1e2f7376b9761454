"""The tables that are loaded in bulk, with the values of a new row."""

from __future__ import annotations

from typing import Any

from gridctl.storage.bulk import BulkTable
from gridctl.storage.tables.evidence import Evidence
from gridctl.storage.tables.tickets import Ticket

_KEPT = {"id", "match_key", "revision", "withdrawn"}
#: Moved by the workflow only; a new row has the database's own values.
_LOOP = {"cycle", "centre", "limit_text", "urgency", "suspended_until", "duty_item_id"}


def _defaults(table: type[Any]) -> dict[str, Any]:
    """Return column -> default of a new row; a required column has None until it is given."""
    return {
        name: None if field.is_required() else field.default
        for name, field in table.model_fields.items()
        if name not in _KEPT | _LOOP
    }


TICKETS = BulkTable("ticket", _defaults(Ticket))
EVIDENCE = BulkTable("evidence", _defaults(Evidence))
