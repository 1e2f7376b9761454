"""The one composer of SQL: placeholders, filters, sort keys, IN lists, for both engines.

A statement is one text for SQLite and PostgreSQL with bound parameters only. Optional parts are
declared beside it, so that a test can prepare every statement with none and with all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Engine = Literal["sqlite", "postgresql"]
Value = int | str | bool | None
Params = Mapping[str, Value | Sequence[Value]]
#: Values by place or by name, as the driver takes them.
Bound = list[Value] | dict[str, Value]

_NAME = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)(\*?)")
_INDENTED = re.compile(r"\n\s+")
#: A further use of a filter: ``unit__2``, or ``unit__not_2`` where it must not hold.
_AGAIN = re.compile(r"(?P<name>[a-z_]+?)__(?P<negated>not_)?\d+")
#: Texts remembered at each step on their way: filters are chosen by people, in many ways.
_KEPT = 512
_REGISTRY: dict[str, Statement] = {}


# A statement is itself and no other, however alike.
@dataclass(frozen=True, eq=False)
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
        given = tuple(name for name, value in params.items() if value is not None)
        return _composed(self, given, order, after, tuple((parts or {}).items()))


@lru_cache(maxsize=_KEPT)
def _composed(
    statement: Statement,
    given: tuple[str, ...],
    order: str | None,
    after: bool,
    parts: tuple[tuple[str, str], ...],
) -> str:
    conditions = [text for name, text in statement.filters.items() if name in given]
    conditions += _used_again(statement.filters, given)
    ordering = ""
    if order is not None:
        ordering, keyset = statement.orders[order]
        if after:
            conditions.append(keyset)
    chosen = {name: statement.parts[name][key] for name, key in parts}
    where = "".join(f" AND {condition}" for condition in conditions)
    # Where lines begin does not matter, but psycopg takes a text of 4,096 signs apart each time.
    return _INDENTED.sub("\n", statement.sql.format(where=where, order=ordering, **chosen))


def _used_again(filters: Mapping[str, str], given: tuple[str, ...]) -> Iterator[str]:
    """Yield the conditions of filters used under numbered names."""
    for key in given:
        use = _AGAIN.fullmatch(key)
        if use is None or use["name"] not in filters:
            continue
        own = re.compile(rf":({use['name']}(?:_(?:first|last|words|like))?)\b")
        text = own.sub(rf":\1{key.removeprefix(use['name'])}", filters[use["name"]])
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
    if (plain := _plain(sql, engine)) is not None:
        text, names = plain
        if engine == "sqlite":
            return text, [_single(name, params) for name in names]
        return text, {name: _single(name, params) for name in names}
    places = _places(sql)
    lists = {name: _listed(params.get(name)) for name, many in places if many}
    text = _placed(sql, engine, tuple((name, len(values)) for name, values in lists.items()))
    if engine == "sqlite":
        return text, [
            value
            for name, many in places
            for value in (lists[name] if many else (_single(name, params),))
        ]
    bound = {name: _single(name, params) for name, many in places if not many}
    for name, values in lists.items():
        bound |= {f"{name}_{n}": value for n, value in enumerate(values)}
    return text, bound


@lru_cache(maxsize=_KEPT)
def _plain(sql: str, engine: Engine) -> tuple[str, tuple[str, ...]] | None:
    """Return a text without lists in a driver's form, and its parameters; None where it has any."""
    places = _places(sql)
    if any(many for _, many in places):
        return None
    return _placed(sql, engine, ()), tuple(name for name, _ in places)


@lru_cache(maxsize=_KEPT)
def _places(sql: str) -> tuple[tuple[str, bool], ...]:
    """Return the parameters of a text in order, and whether each is a list; a single one once."""
    found = [(name, bool(many)) for name, many in _NAME.findall(sql)]
    return tuple(each for n, each in enumerate(found) if each[1] or each not in found[:n])


@lru_cache(maxsize=_KEPT)
def _placed(sql: str, engine: Engine, counts: tuple[tuple[str, int], ...]) -> str:
    """Return a text in the form of an engine's driver, its lists as long as they are."""
    put = _numbered(dict(counts)) if engine == "sqlite" else _named(dict(counts))
    return _NAME.sub(put, sql if engine == "sqlite" else sql.replace("%", "%%"))


def _numbered(counts: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    """Return the form of SQLite, which looks a name up among all others: two thousand take long."""
    numbers: dict[str, int] = {}
    last = 0

    def put(match: re.Match[str]) -> str:
        nonlocal last
        name, many = match.groups()
        if many:
            last += counts[name]
            return ", ".join("?" * counts[name]) or "NULL"
        if name not in numbers:
            last += 1
            numbers[name] = last
        return f"?{numbers[name]}"

    return put


def _named(counts: Mapping[str, int]) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        name, many = match.groups()
        if not many:
            return f"%({name})s"
        return ", ".join(f"%({name}_{n})s" for n in range(counts[name])) or "NULL"

    return put


def _single(name: str, params: Params) -> Value:
    value = params.get(name)
    assert not isinstance(value, list | tuple), name
    return value  # type: ignore[return-value]


def _listed(value: Value | Sequence[Value]) -> list[Value]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return [] if value is None else [value]
