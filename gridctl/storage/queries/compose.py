"""The one composer of SQL: placeholders, filters, sort keys, IN lists, for both engines.

A statement is one text for SQLite and PostgreSQL with bound parameters only. Optional parts are
declared beside it, so that a test can prepare every statement with none and with all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Engine = Literal["sqlite", "postgresql"]
Value = int | str | bool | None
Params = Mapping[str, Value | Sequence[Value]]
#: Values by place or by name, as the driver takes them.
Bound = list[Value] | dict[str, Value]

_NAME = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)(\*?)")
#: A further use of a filter: ``unit__2``, or ``unit__not_2`` where it must not hold.
_AGAIN = re.compile(r"(?P<name>[a-z_]+?)__(?P<negated>not_)?\d+")
_REGISTRY: dict[str, Statement] = {}


@dataclass(frozen=True)
class Statement:
    """A named SQL text.

    Attributes:
        name: ``<noun>.<what>``, unique.
        sql: the text; ``{where}`` takes the filters in use, ``{order}`` the chosen order and
            ``{part}`` any chosen entry of ``parts``.
        filters: parameter name -> condition, added when the parameter is given. It may be used
            several times: ``again`` names the parameters of each use.
        orders: order name -> (ORDER BY text, keyset condition with ``:after_1`` …).
        parts: part name -> choices; a closed vocabulary, never text from outside.
        whole: what the acting account sees does not matter: a number that must be free, a rule.
    """

    name: str
    sql: str
    filters: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: bool = False

    def __post_init__(self) -> None:
        _REGISTRY[self.name] = self

    def compose(
        self,
        params: Params,
        *,
        order: str | None = None,
        after: bool = False,
        parts: Mapping[str, str] | None = None,
    ) -> str:
        """Return the SQL text with ``:name`` places for the filters whose parameter is given."""
        conditions = [text for name, text in self.filters.items() if params.get(name) is not None]
        conditions += self._used_again(params)
        ordering = ""
        if order is not None:
            ordering, keyset = self.orders[order]
            if after:
                conditions.append(keyset)
        chosen = {name: self.parts[name][key] for name, key in (parts or {}).items()}
        where = "".join(f" AND {condition}" for condition in conditions)
        return self.sql.format(where=where, order=ordering, **chosen)

    def _used_again(self, params: Params) -> Iterator[str]:
        """Yield the conditions of filters used under numbered names."""
        for key, value in params.items():
            use = _AGAIN.fullmatch(key)
            if use is None or value is None or use["name"] not in self.filters:
                continue
            own = re.compile(rf":({use['name']}(?:_(?:first|last|words|like))?)\b")
            text = own.sub(rf":\1{key.removeprefix(use['name'])}", self.filters[use["name"]])
            # What is not known is not so: no unit is not this unit.
            yield f"({text}) IS NOT TRUE" if use["negated"] else text


def holds(*columns: str, pattern: str = "text_like") -> str:
    """Return the condition that one of some columns holds a text.

    Large and small Latin letters are the same: left to itself, ``LIKE`` tells them apart on
    PostgreSQL and not on SQLite.

    Args:
        columns: of text.
        pattern: the parameter with the ``LIKE`` pattern, its letters small, ``!`` before signs
            meant as they are.
    """
    alike = (f"lower({column}) LIKE :{pattern} ESCAPE '!'" for column in columns)
    return f"({' OR '.join(alike)})"


def again(
    name: str,
    number: int,
    value: Value | Sequence[Value] | Mapping[str, Value],
    *,
    negated: bool = False,
) -> dict[str, Value | Sequence[Value]]:
    """Return the parameters of one more use of a filter.

    Args:
        name: the filter.
        number: tells uses apart.
        value: its value; of a condition with several, by what is behind the filter's name in it:
            ``first`` and ``last`` of a span, the ``words`` of a text.
        negated: whether the condition must not hold.
    """
    end = f"__{'not_' if negated else ''}{number}"
    if isinstance(value, Mapping):
        return {f"{name}{end}": True} | {
            f"{name}_{part}{end}": each for part, each in value.items()
        }
    return {f"{name}{end}": value}


def statements() -> dict[str, Statement]:
    """Return every statement defined so far, by name."""
    return dict(_REGISTRY)


def bind(sql: str, params: Params, engine: Engine) -> tuple[str, Bound]:
    """Return the text and parameters in the form of an engine's driver.

    ``:name`` is one value; ``:name*`` an IN list, spread over places of its own; a value that is
    no list is a list of one. An empty list becomes NULL, which matches nothing.
    """
    return _numbered(sql, params) if engine == "sqlite" else _named(sql, params)


def _numbered(sql: str, params: Params) -> tuple[str, list[Value]]:
    """Return the form of SQLite, which looks a name up among all others: two thousand take long."""
    numbers: dict[str, int] = {}
    bound: list[Value] = []

    def put(match: re.Match[str]) -> str:
        name, many = match.groups()
        if many:
            values = _listed(params.get(name))
            bound.extend(values)
            return ", ".join("?" * len(values)) or "NULL"
        if name not in numbers:
            bound.append(_single(name, params))
            numbers[name] = len(bound)
        return f"?{numbers[name]}"

    return _NAME.sub(put, sql), bound


def _named(sql: str, params: Params) -> tuple[str, dict[str, Value]]:
    bound: dict[str, Value] = {}

    def put(match: re.Match[str]) -> str:
        name, many = match.groups()
        if not many:
            bound[name] = _single(name, params)
            return f"%({name})s"
        listed = {f"{name}_{n}": each for n, each in enumerate(_listed(params.get(name)))}
        bound.update(listed)
        return ", ".join(f"%({each})s" for each in listed) or "NULL"

    return _NAME.sub(put, sql.replace("%", "%%")), bound


def _single(name: str, params: Params) -> Value:
    value = params.get(name)
    assert not isinstance(value, list | tuple), name
    return value  # type: ignore[return-value]


def _listed(value: Value | Sequence[Value]) -> list[Value]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return [] if value is None else [value]
