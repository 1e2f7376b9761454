"""Typed reading of one table of a rule file: what is left over, or of another type, is an error."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, TypeVar

import tomli

from gridctl.domain.errors import Param
from gridctl.domain.scoring.labels import Label
from gridctl.domain.workflow.errors import (
    RuleChoiceWrong,
    RuleDecimalWanted,
    RuleFileOther,
    RuleFileUnreadable,
    RuleFlagWanted,
    RuleKeyMissing,
    RuleKeyUnknown,
    RuleLimitWanted,
    RuleNumberWanted,
    RuleTableWanted,
    RuleTextsWanted,
    RuleTextWanted,
    RuleTypeWrong,
    WorkflowMalformed,
)
from gridctl.domain.workflow.lines import Path, line_of
from gridctl.foundation.nearest import nearest

Error = TypeVar("Error", bound=WorkflowMalformed)

#: The table that tells a kind of rule file -> the verb such a file is given to.
_VERBS: Mapping[str, str] = {
    "states": "workflow lint",
    "policy": "clock lint-policy",
    "roles": "role lint",
    "grades": "whistle adopt",
}


class Source(NamedTuple):
    """The file a table is of.

    Attributes:
        text: all of it.
        shown_by: the command that prints a whole file of this kind.
    """

    text: str
    shown_by: str


class Table:
    """One table, which errors call by its path in the file and by its line.

    Attributes:
        path: of the table, "" for the outermost.
    """

    def __init__(self, values: Mapping[str, Any], path: str, source: Source, at: Path) -> None:
        self._values = values
        self._asked: set[str] = set()
        self._source, self._at = source, at
        self.path = path

    def names(self) -> tuple[str, ...]:
        """Return the keys of a table whose keys are data."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        """Tell whether a key is there, which somebody else reads."""
        self._asked.add(key)
        return key in self._values

    def only(self, known: Collection[str]) -> None:
        """Refuse other keys before any is missed, so that a slip of the pen is told as one."""
        for key in self._values:
            if key not in known:
                near = nearest(key, sorted(known))
                raise self.wrong(RuleKeyUnknown, key, nearest=near, table=self.path or None)

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        self.only(self._asked)

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not empty."""
        value = self._get(key, default)
        if value != default and (not isinstance(value, str) or not value.strip()):
            raise self._unfit(key, value, RuleTextWanted)
        return str(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """Read a whole number, zero or above."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._unfit(key, value, RuleNumberWanted)
        return value

    def decimal(self, key: str) -> Decimal:
        """Read a number, zero or above."""
        value = self._get(key, None)
        try:
            number = Decimal(str(value))
        except InvalidOperation as error:
            raise self._unfit(key, value, RuleDecimalWanted) from error
        if not number.is_finite() or number < 0:
            raise self._unfit(key, value, RuleDecimalWanted)
        return number

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Read true or false."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self._unfit(key, value, RuleFlagWanted)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; an absent one is empty."""
        values = self._get(key, ())
        if not isinstance(values, list | tuple) or not all(isinstance(v, str) for v in values):
            raise self._unfit(key, values, RuleTextsWanted)
        return tuple(values)

    def one_of(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Read one of some words."""
        value, known = self.text(key, default), tuple(choices)
        if value != default and value not in known:
            raise self.wrong(RuleChoiceWrong, key, value=value, choices=tuple(known))
        return value

    def limit(self, key: str) -> str:
        """Read the wording of a time limit."""
        from gridctl.domain.limits import LimitUnreadable, parse_limit

        text = self.text(key)
        try:
            parse_limit(text)
        except LimitUnreadable as error:
            raise self._unfit(key, text, RuleLimitWanted) from error
        return text

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
            raise self._unfit(key, value, RuleTableWanted)
        return Table(value, f"{self.path}.{key}".lstrip("."), self._source, (*self._at, key))

    def tables(self, key: str) -> list[Table]:
        """Read a list of tables, each called by its code where it has one."""
        values = self._get(key, None)
        if not isinstance(values, list) or not all(isinstance(v, dict) for v in values):
            raise self._unfit(key, values, RuleTableWanted)
        return [
            Table(
                value, f"{key}.{value.get('code', number)}", self._source,
                (*self._at, key, str(number)),
            )
            for number, value in enumerate(values, start=1)
        ]  # fmt: skip

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            raise self.missing(key)
        return default

    def missing(self, key: str) -> RuleKeyMissing:
        """Return the error for a key that is not there."""
        return self.wrong(RuleKeyMissing, key, command=self._source.shown_by)

    def wrong(self, error: type[Error], key: str, **params: Param) -> Error:
        """Return an error about a key, with the table and the line it stands in."""
        line = line_of(self._source.text, (*self._at, key))
        return error(**{"table": self.path or key, "key": key, "line": line, **params})

    def _unfit(self, key: str, value: object, wanted: type[RuleTypeWrong]) -> RuleTypeWrong:
        return self.wrong(wanted, key, value=str(value))


def read_rules(text: str, shown_by: str, told_by: str) -> Table:
    """Return the outermost table of a rule file.

    Args:
        text: the file.
        shown_by: the command that prints a whole file of this kind.
        told_by: the table that no other kind of rule file has.

    Raises:
        RuleFileUnreadable: it is not TOML.
        RuleFileOther: it is a rule file of another kind.
    """
    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise RuleFileUnreadable(
            table="", key="", file=None, line=error.lineno, detail=error.msg
        ) from error
    for other in _VERBS.keys() & values.keys():
        if told_by not in values:
            raise RuleFileOther(
                table="", key=told_by, file=None, found=other, command=_VERBS[other]
            )
    return Table(values, "", Source(text, shown_by), ())
