"""Correcting a record: what is there, filled in; only what was changed is sent."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.registry import operation_class
from gridctl.presentation.edits import ABOUT, EDITS
from gridctl_tui.screens.correcting import Correcting
from gridctl_tui.widgets.facts import field_of
from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.workflow import options, typed

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard


async def edit_record(app: Dashboard, noun: str, number: str) -> bool:
    """Correct a record in a form filled with what is there now; return whether it was done.

    Args:
        app: the dashboard; called in one of its workers.
        noun: of the command line, such as ``ticket``.
        number: what the record is known by.
    """
    operation, field = EDITS[noun].show
    show: Any = operation_class(operation)
    try:
        record = await app.desk.send(show.model_validate({field: number}))
    except Exception as error:
        app.tell(error)
        return False
    return await app.push_screen_wait(EditForm(noun, record))


class EditForm(Correcting):
    """Asks what is to be corrected."""

    def __init__(self, noun: str, record: Any) -> None:
        self._noun, self._edit, self._record = noun, EDITS[noun], record
        self._number = str(getattr(record, self._edit.number))
        name = getattr(record, "title", None) or getattr(record, "name", "")
        fields = self._edit.fields(record)
        notes = [str(name)]
        if len(fields) < len(self._edit.facts):
            notes.append(_("It was dispatched: unit, helpers and deadline change by steps."))
        self._revision: int = record.revision
        self._fields = fields
        super().__init__(word(_("Edit {number}"), {"number": self._number}), notes)

    def fields(self) -> Iterator[Widget]:
        """Yield a field for each fact, filled in."""
        for name, text in self._fields.items():
            yield field_of(name, self._edit.facts[name], self.find, text)

    def changes(self) -> dict[str, Any]:
        """Return what was changed, as the operation takes it."""
        edited = [each for each in self.query(FieldLine) if each.edited]
        return {
            each.field: self._edit.blank.get(each.field) if each.value is None else each.value
            for each in edited
        }

    def command(self) -> str:
        """Return the command that does the same; contact details are left out of it."""
        told = {
            each.field: each.text if self._edit.facts[each.field].kind == "yuan" else each.value
            for each in self.query(FieldLine)
            if each.edited and not each.field.startswith(("contact_", "phone"))
        }
        words = [*shlex.split(self.dashboard.opening.command), self._noun, "edit", self._number]
        told = {name: "" if value is None else value for name, value in told.items()}
        words += options(told, self._edit.facts)
        return typed([*words, "--if-match", str(self._revision)])

    async def carry_out(self, key: str) -> bool:
        """Send what was changed, unless something was taken away that must be there."""
        if lasting := [each.label for each in self.query(FieldLine) if self._taken_away(each)]:
            named = {"field": lasting[0]}
            self.wrong([word(_("{field} cannot be taken away, only changed."), named)])
            return False
        return await super().carry_out(key)

    def wanted(self) -> bool:
        """Tell whether anything was changed."""
        return bool(self.changes().keys() - set(ABOUT))

    async def change(self, key: str) -> None:
        """Send what was changed."""
        edit: Any = operation_class(self._edit.operation)
        fixed = {self._edit.key: self._number, "if_match": self._revision}
        operation = edit.model_validate({**self.changes(), **fixed})
        await self.dashboard.desk.send(operation, key=key)
        done = word(_(N_("{number}: corrected.")), {"number": self._number})
        self.dashboard.notify(done, markup=False)

    async def read_again(self, revision: int) -> Mapping[str, str]:
        """Read the record again."""
        operation, field = self._edit.show
        show: Any = operation_class(operation)
        record = await self.dashboard.desk.send(show.model_validate({field: self._number}))
        self._revision = revision
        return {name: self._edit.reading(record, name) for name in self._fields}

    def _taken_away(self, field: FieldLine) -> bool:
        """Tell whether a field was emptied that cannot be."""
        about = field.field in ABOUT
        return field.edited and not field.text and field.field not in self._edit.blank and not about
