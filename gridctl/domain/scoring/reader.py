"""Typed reading of one TOML table: every key is asked for once, what is left over is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from gridctl.domain.scoring import errors
from gridctl.domain.scoring.expression import (
    Condition,
    Expression,
    Malformed,
    NamedRate,
    names,
    parse_condition,
    parse_expression,
    resolve,
)
from gridctl.domain.scoring.labels import Label
from gridctl.foundation.nearest import nearest

Choice = TypeVar("Choice", bound=StrEnum)

_LIMIT = Decimal(1_000_000_000)


def is_identifier(text: str) -> bool:
    """Tell whether a text can name an item or a fact."""
    return text.isascii() and text.isidentifier() and not text.startswith("_")


@dataclass
class Vocabulary:
    """The names an expression may use in one scheme."""

    facts: set[str]
    rates: dict[str, NamedRate] = field(default_factory=dict)


class Reader:
    """One table of a scheme, which errors call ``item``."""

    def __init__(self, table: Mapping[str, object], item: str, vocabulary: Vocabulary) -> None:
        self._table = table
        self._asked: set[str] = set()
        self.item = item
        self.vocabulary = vocabulary

    def has(self, key: str) -> bool:
        """Tell whether the key is there, without reading it."""
        return key in self._table

    def close(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self._table:
            if key not in self._asked:
                raise errors.KeyUnknown(
                    item=self.item, key=key, nearest=nearest(key, self._asked) or ""
                )

    def _get(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._table:
            raise errors.KeyMissing(item=self.item, key=key)
        return self._table[key]

    def _absent(self, key: str) -> bool:
        self._asked.add(key)
        return key not in self._table

    def _wrong(self, key: str, value: object, wanted: type[errors.WrongType]) -> errors.WrongType:
        return wanted(item=self.item, key=key, value=str(value))

    def text(self, key: str) -> str:
        """Read a text that is not empty."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, value, errors.TextWanted)
        return value

    def identifier(self, key: str = "id") -> str:
        """Read a name of letters, digits and underscores that starts with a letter."""
        value = self.text(key)
        if not is_identifier(value):
            raise self._wrong(key, value, errors.IdWanted)
        return value

    def optional_identifier(self, key: str) -> str | None:
        """Read a name if it is there."""
        return None if self._absent(key) else self.identifier(key)

    def number(self, key: str, low: Decimal = Decimal(0), high: Decimal = _LIMIT) -> Decimal:
        """Read a whole or decimal number between bounds."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong(key, value, errors.NumberWanted)
        number = Decimal(value)
        if not number.is_finite() or not low <= number <= high:
            raise errors.OutOfBounds(
                item=self.item, key=key, value=str(value), low=str(low), high=str(high)
            )
        return number

    def signed(self, key: str) -> Decimal:
        """Read a number that may be negative."""
        return self.number(key, -_LIMIT)

    def optional_number(self, key: str, low: Decimal = Decimal(0)) -> Decimal | None:
        """Read a number if it is there."""
        return None if self._absent(key) else self.number(key, low)

    def whole(self, key: str, low: int = 0, high: int = int(_LIMIT)) -> int:
        """Read a whole number between bounds."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(key, value, errors.WholeNumberWanted)
        return int(self.number(key, Decimal(low), Decimal(high)))

    def optional_whole(self, key: str, low: int = 0, high: int = int(_LIMIT)) -> int | None:
        """Read a whole number if it is there."""
        return None if self._absent(key) else self.whole(key, low, high)

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        if self._absent(key):
            return False
        value = self._get(key)
        if not isinstance(value, bool):
            raise self._wrong(key, value, errors.FlagWanted)
        return value

    def one_of(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Read one of some words."""
        if default is not None and self._absent(key):
            return default
        value, known = self.text(key), list(choices)
        if value not in known:
            raise errors.NotAChoice(
                item=self.item, key=key, value=value, choices=tuple(c for c in known if c)
            )
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Read a member of an enumeration."""
        return kind(self.one_of(key, [str(member) for member in kind], default))

    def optional_choice(self, key: str, kind: type[Choice]) -> Choice | None:
        """Read a member of an enumeration if it is there."""
        return None if self._absent(key) else self.choice(key, kind)

    def label(self, key: str = "label") -> Label:
        """Read ``{zh = "...", en = "..."}``."""
        words = self.table(key)
        label = Label(words.text("zh"), words.text("en"))
        words.close()
        return label

    def table(self, key: str) -> Reader:
        """Read a table; an absent one is empty."""
        value = {} if self._absent(key) else self._get(key)
        if not isinstance(value, dict):
            raise self._wrong(key, value, errors.TableWanted)
        name = f"{self.item}.{key}" if self.item else key
        return Reader(value, name, self.vocabulary)

    def tables(self, key: str) -> list[Reader]:
        """Read a list of tables, each named by its id where it has one."""
        found = []
        for number, entry in enumerate(self._list(key), start=1):
            if not isinstance(entry, dict):
                raise self._wrong(key, entry, errors.TableWanted)
            name = entry.get("id")
            item = name if isinstance(name, str) else f"{self.item}.{key}[{number}]".lstrip(".")
            found.append(Reader(entry, item, self.vocabulary))
        return found

    def _list(self, key: str) -> list[object]:
        value = [] if self._absent(key) else self._get(key)
        if not isinstance(value, list):
            raise self._wrong(key, value, errors.ListWanted)
        return value

    def names(self) -> tuple[str, ...]:
        """Return the keys of a table whose keys are data."""
        return tuple(self._table)

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; an absent one is empty."""
        values = self._list(key)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            raise self._wrong(key, values, errors.ListWanted)
        return texts

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """Read a list of numbers that are not negative."""
        entries = {str(n): value for n, value in enumerate(self._list(key), start=1)}
        reader = Reader(entries, f"{self.item}.{key}", self.vocabulary)
        return tuple(reader.number(n) for n in entries)

    def expression(self, key: str) -> Expression:
        """Read arithmetic over known facts and rates."""
        text = self.text(key)
        try:
            tree = parse_expression(text)
        except Malformed as error:
            raise self._broken(key, text, error) from error
        return self._known(key, tree)

    def optional_expression(self, key: str) -> Expression | None:
        """Read an expression if it is there."""
        return None if self._absent(key) else self.expression(key)

    def condition(self, key: str) -> Condition:
        """Read a comparison of two expressions."""
        text = self.text(key)
        try:
            tree = parse_condition(text)
        except Malformed as error:
            raise self._broken(key, text, error) from error
        left, right = self._known(key, tree.left), self._known(key, tree.right)
        return Condition(left, tree.comparator, right)

    def _broken(self, key: str, text: str, error: Malformed) -> errors.ExpressionBroken:
        return errors.ExpressionBroken(item=self.item, key=key, text=text, position=error.position)

    def _known(self, key: str, tree: Expression) -> Expression:
        resolved = resolve(tree, self.vocabulary.rates)
        for name in names(resolved):
            if name not in self.vocabulary.facts:
                known = [*self.vocabulary.facts, *self.vocabulary.rates]
                raise errors.NameUnknown(
                    item=self.item, key=key, name=name, nearest=nearest(name, sorted(known)) or ""
                )
        return resolved
