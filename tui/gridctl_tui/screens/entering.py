"""The form of a new ticket."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from textual.widget import Widget

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.presentation.columns import NO, YES
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.facts import few_field
from gridctl_tui.widgets.fields import FieldLine, StoryLine, YesNoField
from gridctl_tui.widgets.record_fields import RecordField
from gridctl_tui.workflow import typed

_YES_NO = {"yes": YES, "no": NO}


class EntryForm(Form):
    """Asks for what is reported, where, and by whom."""

    def __init__(self) -> None:
        super().__init__(_("New ticket"))

    def fields(self) -> Iterator[Widget]:
        """Yield the fields, those always filled in first."""
        yield FieldLine("title", _("Title"), needed=True)
        yield RecordField("place", _("Grid"), "place", self.find)
        yield RecordField("category", _("Category"), "category", self.find)
        yield StoryLine("description", _("Description"))
        yield FieldLine("address", _("Address"))
        yield few_field("source", _("Source"), "source", self.find)
        yield RecordField("reporter", _("Reported by"), "staff", self.find)
        yield FieldLine("contact_name", _("Contact"))
        yield FieldLine("contact_phone", _("Telephone"))
        yield YesNoField("urgent", _("Urgent"), _YES_NO)
        yield YesNoField("confidential", _("Confidential"), _YES_NO)

    def command(self) -> str:
        """Return the command that does the same; contact details are left out of it."""
        words = [*shlex.split(self.dashboard.opening.command), "ticket", "create"]
        for field, value in self.values().items():
            if isinstance(value, bool):
                words.append(f"--{'' if value else 'no-'}{field}")
            elif not field.startswith("contact_"):
                words += [f"--{field.replace('_', '-')}", str(value)]
        return typed(words)

    async def carry_out(self, key: str) -> bool:
        """Enter the ticket, and say what may be the same matter."""
        view = await self.dashboard.desk.send(CreateTicket.model_validate(self.values()), key=key)
        told = word(_(N_("Entered as {number}.")), {"number": view.serial_no})
        if view.similar:
            alike = {"number": view.similar[0].serial_no, "title": view.similar[0].title}
            told += " " + word(_("It may be the same matter as {number}, {title}."), alike)
        if view.similar_total > 1:
            more = {"count": view.similar_total - 1}
            told += " " + word(_("So may {count} more: see them in the ticket."), more)
        self.dashboard.notify(told, markup=False)
        return True
