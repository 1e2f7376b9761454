"""Correcting a record: what is there, filled in; only what was changed is sent."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from gridctl.domain.conflicts import RecordChanged
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.ids import idempotency_key
from gridctl.operations.registry import operation_class
from gridctl.presentation.edits import ABOUT, EDITS
from gridctl_tui.screens.form import Form
from gridctl_tui.screens.sides import Sides
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


class EditForm(Form):
    """Asks what is to be corrected; where somebody else did meanwhile, which side holds."""

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
        """Send what was changed, and again once every conflict is decided."""
        if lasting := [each.label for each in self.query(FieldLine) if self._taken_away(each)]:
            named = {"field": lasting[0]}
            self.wrong([word(_("{field} cannot be taken away, only changed."), named)])
            return False
        decided = False
        while (changes := self.changes()).keys() - set(ABOUT):
            try:
                await self.dashboard.desk.send(self._operation(changes), key=key)
            except RecordChanged as error:
                if not await self._decide(error):
                    return False
                # What is sent next is another request.
                key, decided = idempotency_key(), True
                self._key = key
                continue
            self._say(N_("{number}: corrected."))
            return True
        if decided:
            self._say(N_("{number}: what is there now stays."))
        else:
            self.wrong([_("Nothing is changed yet.")])
        return decided

    def _say(self, text: str) -> None:
        self.dashboard.notify(word(_(text), {"number": self._number}), markup=False)

    def _operation(self, changes: dict[str, Any]) -> Any:
        edit: Any = operation_class(self._edit.operation)
        fixed = {self._edit.key: self._number, "if_match": self._revision}
        return edit.model_validate({**changes, **fixed})

    def _taken_away(self, field: FieldLine) -> bool:
        """Tell whether a field was emptied that cannot be."""
        about = field.field in ABOUT
        return field.edited and not field.text and field.field not in self._edit.blank and not about

    async def _decide(self, error: RecordChanged) -> bool:
        """Have each field decided, and go on from what is there now; return whether it was."""
        theirs = await self.app.push_screen_wait(Sides(error))
        if theirs is None:
            return False
        operation, field = self._edit.show
        show: Any = operation_class(operation)
        record = await self.dashboard.desk.send(show.model_validate({field: self._number}))
        self._revision = int(error.params["actual"] or 0)
        for each in self.query(FieldLine):
            own = each.edited and each.field not in theirs
            each.adopt(self._edit.reading(record, each.field), typed=own)
        return True
