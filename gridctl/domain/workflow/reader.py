"""Typed reading of one table of a rule file: what is left over, or of another type, is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tomli

from gridctl.domain.scoring.labels import Label
from gridctl.domain.workflow.errors import (
    RuleChoiceWrong,
    RuleFileUnreadable,
    RuleFlagWanted,
    RuleKeyMissing,
    RuleKeyUnknown,
    RuleNumberWanted,
    RuleTableWanted,
    RuleTextsWanted,
    RuleTextWanted,
    RuleTypeWrong,
)
from gridctl.foundation.nearest import nearest


class Table:
    """One table, which errors call by its path in the file.

    Attributes:
        path: of the table, "" for the outermost.
        shown_by: the command that prints a whole file of this kind.
    """

    def __init__(self, values: Mapping[str, Any], path: str, shown_by: str) -> None:
        self._values = values
        self._asked: set[str] = set()
        self.path = path
        self.shown_by = shown_by

    def keys(self) -> tuple[str, ...]:
        """Return the keys of a table whose keys are data."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Tell whether a key is there, which somebody else reads."""
        self._asked.add(key)
        return key in self._values

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = nearest(key, sorted(self._asked))
                raise RuleKeyUnknown(table=self.path or None, key=key, nearest=near)

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty."""
        value = self._get(key, default)
        if value != default and (not isinstance(value, str) or not value.strip()):
            raise self._wrong(key, value, RuleTextWanted)
        return str(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """Read a whole number, zero or above."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._wrong(key, value, RuleNumberWanted)
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Read true or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, value, RuleFlagWanted)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; an absent one is empty."""
        values = self._get(key, ())
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) for v in values):
            raise self._wrong(key, values, RuleTextsWanted)
        return tuple(values)

    def one_of(self, key: str, choices: Iterable[str]) -> str:
        """Read one of some words."""
        value, known = self.text(key), tuple(choices)
        if value not in known:
            raise RuleChoiceWrong(table=self.path, key=key, value=value, choices=", ".join(known))
        return value

    def label(self, key: str) -> Label:
        """Read ``{zh = "...", en = "..."}``."""
        words = self.table(key)
        label = words.words()
        words.close()
        return label

    def words(self) -> Label:
        """Read ``zh`` and ``en`` of this table itself."""
        return Label(self.text("zh"), self.text("en"))

    def table(self, key: str) -> Table:
        """Read a table within this one."""
        value = self._get(key, None)
        if not isinstance(value, dict):
            raise self._wrong(key, value, RuleTableWanted)
        return Table(value, f"{self.path}.{key}".lstrip("."), self.shown_by)

    def tables(self, key: str) -> list[Table]:
        """Read a list of tables, each called by its code where it has one."""
        values = self._get(key, None)
        if not isinstance(values, list) or not all(isinstance(v, dict) for v in values):
            raise self._wrong(key, values, RuleTableWanted)
        return [
            Table(value, f"{key}.{value.get('code', number)}", self.shown_by)
            for number, value in enumerate(values, start=1)
        ]

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            raise self.missing(key)
        return default

    def missing(self, key: str) -> RuleKeyMissing:
        """Return the error for a key that is not there."""
        return RuleKeyMissing(table=self.path or key, key=key, command=self.shown_by)

    def _wrong(self, key: str, value: object, wanted: type[RuleTypeWrong]) -> RuleTypeWrong:
        return wanted(table=self.path or key, key=key, value=str(value))


def read_rules(text: str, shown_by: str) -> Table:
    """Return the outermost table of a rule file.

    Args:
        text: the file.
        shown_by: the command that prints a whole file of this kind.

    Raises:
        RuleFileUnreadable: it is not TOML.
    """
    try:
        return Table(tomli.loads(text), "", shown_by)
    except tomli.TOMLDecodeError as error:
        raise RuleFileUnreadable(table="", key="", detail=str(error)) from error
