"""How a file is read and taken, where the reading engine's own choice is not the right one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from textual.widget import Widget

from gridctl.domain.errors import Usage, word
from gridctl.domain.imports import StatementUnclear
from gridctl.foundation.i18n import N_, _
from gridctl.gateway.sending import Wish
from gridctl.imports.delimited import ENCODINGS
from gridctl.presentation.columns import NO, YES
from gridctl_tui.importing.draft import Choices, Draft
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.fields import FieldLine, NumberLine, YesNoField
from gridctl_tui.widgets.verb_fields import choice_field

#: Kinds whose rows say of a place or a person since when something holds.
_DATED = frozenset({"division", "grid", "staff"})
#: What people call an encoding, where that is not its name.
_NAMED = {"utf-8": "UTF-8", "gb18030": "GB18030 / GBK", "big5": "Big5", "utf-16": "UTF-16"}


class NoDate(Usage):
    """A day was typed that is none."""

    message = N_("{text} is not a date; write 2026-06-05.")


class NoNumber(Usage):
    """A number was asked for, and something else typed."""

    message = N_("{text} is not a whole number.")


class OptionsForm(Form):
    """Asks how a file is read; ``draft`` is what came of it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("How it is read"), [draft.path.name])
        self.draft = draft

    def fields(self) -> Iterator[Widget]:
        """Yield where the table stands; what is empty is left to the reading engine."""
        choices, plan = self.draft.choices, self.draft.plan
        if self.draft.sheets:
            sheets = {"": N_("the best fitting"), **{each: each for each in self.draft.sheets}}
            yield choice_field("sheet", _("Sheet"), sheets, value=choices.sheet or "")
        found = word(_("found: {what}"), {"what": plan.header_rows[0]}) if plan else ""
        row = " ".join(filter(None, (_("Row of the header, counted from 1"), found)))
        yield NumberLine("header_row", row, str(choices.header_row or ""))
        if not self.draft.sheets:
            found = word(_("found: {what}"), {"what": plan.encoding}) if plan else ""
            wish = choices.encoding
            encoding = " ".join(filter(None, (_("Encoding"), found)))
            yield choice_field("encoding", encoding, _encodings(wish), value=wish or "")
        yield NumberLine("year", _("Year of dates without one"), str(choices.year or ""))
        stated = _("; ").join(f"{name}={text}" for name, text in choices.stated)
        every = _("What every row says, such as 审批人=王主任; 依据=评分表")
        yield FieldLine("stated", every, stated)
        yield from self._taking(self.draft.wish)

    def _taking(self, wish: Wish) -> Iterator[Widget]:
        """Yield how the rows are taken."""
        if self.draft.kind in _DATED:
            day = wish.as_of.isoformat() if wish.as_of else ""
            yield FieldLine("as_of", _("First day of what it says; ever where empty"), day)
        if self.draft.kind == "division":
            whole = _("With a day: it names every place of its county")
            yield _yes_no("complete", whole, yes=wish.complete or wish.as_of is None)
        if self.draft.kind == "ticket":
            system = _("The system its numbers are from, such as 12345")
            yield FieldLine("system", system, wish.system)
        rest = _("Bring in the good rows where others are rejected")
        yield _yes_no("accept_rest", rest, yes=wish.accept_rest)

    async def carry_out(self, key: str) -> bool:  # noqa: ARG002 - nothing is sent yet
        """Read the file so.

        Raises:
            GridctlError: it cannot be read so, or a value is none.
        """
        values = self.values()
        day = _day(values.get("as_of"))
        wish = replace(
            self.draft.wish, as_of=day, complete=day is not None and values.get("complete", True),
            system=values.get("system", ""), accept_rest=values.get("accept_rest", False),
        )  # fmt: skip
        choices = self._choices(values)
        draft = await asyncio.to_thread(self.draft.changed, choices=choices, wish=wish)
        if draft.trouble is not None:
            raise draft.trouble
        self.draft = draft
        return True

    def _choices(self, values: dict[str, Any]) -> Choices:
        before = self.draft.choices
        sheet, row = values.get("sheet"), _whole(values.get("header_row"))
        # Letters name other columns on another sheet or under another header.
        stays = (sheet, row) == (before.sheet, before.header_row)
        return Choices(
            sheet=sheet, header_row=row, encoding=values.get("encoding"),
            year=_whole(values.get("year")), columns=before.columns if stays else (),
            stated=_stated(values.get("stated")),
        )  # fmt: skip


def _stated(text: str | None) -> tuple[tuple[str, str], ...]:
    """Return field and text of each part of a line.

    Raises:
        StatementUnclear: a part does not name its field.
    """
    pairs = []
    for part in filter(None, map(str.strip, re.split("[;；]", text or ""))):
        name, sign, said = part.replace("＝", "=", 1).partition("=")
        if not (sign and name.strip() and said.strip()):
            raise StatementUnclear(text=part)
        pairs.append((name.strip(), said.strip()))
    return tuple(pairs)


def _encodings(wish: str | None) -> dict[str, str]:
    """Return the encodings to choose from by name, the one wished among them."""
    named = {name: _NAMED.get(name, name) for name in (*ENCODINGS, wish) if name}
    return {"": N_("recognised"), **named}


def _yes_no(field: str, label: str, *, yes: bool) -> YesNoField:
    return YesNoField(field, label, {"yes": YES, "no": NO}, value="yes" if yes else "no")


def _whole(value: Any) -> int | None:
    if value is not None and not isinstance(value, int):
        raise NoNumber(text=value)
    return value


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoDate(text=text) from error
