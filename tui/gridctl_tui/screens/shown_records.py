"""The records a verb has shown: what they are called, which verbs take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridctl.presentation.columns import cell_text, pick
from gridctl.presentation.fitting import fits
from gridctl.presentation.verbs import Verb, VerbForm
from gridctl_tui.screens.acting import MAKING, ActingScreen
from gridctl_tui.stage import DeskStage, ShownList, ShownRecord
from gridctl_tui.widgets.row_window import RowWindow

#: Columns whose cell names a record of a noun.
_NOUNS = {"serial_no": "ticket", "ticket": "ticket", "staff_no": "staff"}


class ShownRecords(ActingScreen):
    """Base of the screen of what a verb has shown: its records take the verbs of their noun."""

    def __init__(
        self, form: VerbForm, values: Mapping[str, Any], stage: DeskStage, *, tried: bool = False
    ) -> None:
        super().__init__()
        self._form, self._values, self._tried = form, dict(values), tried
        self._stage = stage

    @property
    def _list(self) -> ShownList | None:
        return next((each for each in self._stage.parts if isinstance(each, ShownList)), None)

    @property
    def rows(self) -> RowWindow:
        """Return the list."""
        return self.query_one("#rows", RowWindow)

    @property
    def _there(self) -> bool:
        """Return whether the records shown are in the office: what was only tried made none."""
        return not self._tried or self._form.named is not None

    def held(self) -> Mapping[str, Sequence[str]]:
        """Return the records shown, where they are in the office."""
        return super().held() if self._there else {}

    def noun(self) -> str:
        """Return the noun of the records shown."""
        shown = self._list
        own = self._form.verb.words[0]
        return _NOUNS.get(shown.columns[0].key, own) if shown and shown.columns else own

    def offers(self, verb: Verb) -> bool:
        """Tell whether a verb takes such records and has something to do with them."""
        return super().offers(verb) and fits(verb.words, self._told_of())

    def _told_of(self) -> list[Mapping[str, Any]]:
        """Return what the chosen rows, or the record shown, tell of themselves."""
        if self._list is not None:
            return [row.record for row in self.rows.chosen()]
        return [each.record for each in self._stage.parts if isinstance(each, ShownRecord)]

    def records(self) -> Sequence[str]:
        """Return what the chosen rows, or the record shown, are called."""
        if (shown := self._list) is not None:
            key = shown.columns[0].key
            return [str(pick(row.record, key)) for row in self.rows.chosen()]
        named = self._form.named
        told = self._values.get(named.name) if named else self._made()
        return told if isinstance(told, list) else [str(told)] if told else []

    def _made(self) -> str | None:
        """Return what the new record is called, None where the verb made none."""
        shown = [each for each in self._stage.parts if isinstance(each, ShownRecord)]
        if self._form.verb.words[-1] not in MAKING or len(shown) != 1:
            return None
        return _name_of(shown[0])

    def called(self) -> str:
        """Return the names in the chosen rows, the numbers where they have none."""
        shown = self._list
        columns = shown.columns if shown else ()
        named = [each for each in columns if each.key == "name"]
        naming = named or [each for each in columns if each.width == "wide"]
        if not naming:
            return super().called()
        column = naming[0]
        names = (cell_text(column, pick(row.record, column.key)) for row in self.rows.chosen()[:3])
        return " ".join(names)

    def learn(self, noun: str, change: DeskStage) -> None:
        """Take over what a change has shown of the record at hand.

        What the change told once has taken the place of what was told once before.
        """
        places = [at for at, each in enumerate(self._stage.parts) if isinstance(each, ShownRecord)]
        if self._tried or noun != self.noun() or len(places) != 1:
            return
        for part in change.parts:
            if isinstance(part, ShownRecord) and [_name_of(part)] == list(self.records()):
                self._stage.told_once -= change.told_once
                self._stage.renew(places[0], part.record)

    async def read_record_again(self) -> None:
        """Read again the one record a change has shown; what was told once stays."""
        from gridctl_tui.verbing import read_record

        places = [at for at, each in enumerate(self._stage.parts) if isinstance(each, ShownRecord)]
        if self._tried or len(places) != 1 or len(names := self.records()) != 1:
            return
        try:
            found = await read_record(self.dashboard, self.noun(), names[0])
        except Exception as error:
            self.dashboard.tell(error)
            return
        if found is not None:
            self._stage.renew(places[0], found)


def _name_of(shown: ShownRecord) -> str:
    """Return what a record is called: its first column."""
    return str(pick(shown.record, shown.sections[0].columns[0].key))
