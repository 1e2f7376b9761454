"""Setting up the office."""

from __future__ import annotations

from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.offices import show_office
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.offices import OfficeView, ShowOffice
from gridctl.storage.tables.office import Office


def set_up_office(operation: SetUpOffice, context: CommandContext) -> OfficeView:
    """Write down whose office this is."""
    office = context.uow.session.get_one(Office, 1)
    office.name = operation.name
    office.county_code = operation.county_code
    office.operator = operation.operator
    office.created_at = office.created_at or context.now()
    return show_office(ShowOffice(), context)
