"""Running statements on a database driver, straight to rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any, Protocol

from gridctl.storage.queries.compose import Engine, Params, Statement, bind

if TYPE_CHECKING:
    from gridctl.storage.queries.scope import Scope

Row = tuple[Any, ...]
_COLUMNS: dict[str, tuple[str, ...]] = {}
#: The names of what a statement with these parts returns; drivers make them anew for each answer.
_NAMES: dict[tuple[Statement, Engine, tuple[str, ...]], tuple[str, ...]] = {}


class Cursor(Protocol):
    """What a DB-API cursor offers of what is needed here."""

    description: Any

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run a statement."""
        ...

    def fetchone(self) -> Any:
        """Return the next row or None."""
        ...

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """Return some rows."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the other rows."""
        ...


class Reader:
    """Named statements on one open connection.

    Inside a unit of work it runs on the unit's own connection, and so sees what was flushed.
    With a scope it sees a part of the office. ``asked`` takes the names of what it runs. With
    ``found`` the office stands still to it: what of the whole it has found once is found again.
    """

    def __init__(
        self,
        connection: Any,
        engine: Engine = "sqlite",
        scope: Scope | None = None,
        asked: set[str] | None = None,
        *,
        found: dict[Statement, list[Row]] | None = None,
    ) -> None:
        self._connection = connection
        self.engine = engine
        self._scope = scope
        self._asked = set() if asked is None else asked
        self._found = found
        # Of what is fetched as a whole: to make a cursor takes a quarter of a short statement.
        self._hand = self._cursor()

    def within(self, scope: Scope | None) -> Reader:
        """Return a reader on the same connection that sees a part of the office."""
        seeing = copy(self)
        seeing._scope = scope
        return seeing

    def rests_on(self, statement: Statement) -> None:
        """Note that what is decided rests on a statement whose rows are known already."""
        self._asked.add(statement.name)

    def run(
        self,
        statement: Statement,
        params: Params | None = None,
        *,
        order: str | None = None,
        after: bool = False,
        parts: Mapping[str, str] | None = None,
        cursor: Cursor | None = None,
    ) -> Cursor:
        """Execute a statement and return the open cursor, one of its own where none is given."""
        self._asked.add(statement.name)
        values = params or {}
        text = statement.compose(values, order=order, after=after, parts=parts)
        if self._scope is not None:
            text = self._scope.narrow(statement, text, self.engine, self._columns)
        sql, bound = bind(text, values, self.engine)
        if cursor is None:
            cursor = self._cursor()
        cursor.execute(sql, bound)
        return cursor

    def rows(self, statement: Statement, params: Params | None = None, **options: Any) -> list[Row]:
        """Return all rows as tuples."""
        return self.run(statement, params, cursor=self._hand, **options).fetchall()

    def whole(self, statement: Statement) -> list[Row]:
        """Return all rows of what names no parameter and asks of the whole office, found once."""
        assert statement.whole
        if self._found is None:
            return self.rows(statement)
        if statement not in self._found:
            self._found[statement] = self.rows(statement)
        return self._found[statement]

    def records(
        self, statement: Statement, params: Params | None = None, **options: Any
    ) -> list[dict[str, Any]]:
        """Return all rows as dictionaries by column name."""
        cursor = self.run(statement, params, cursor=self._hand, **options)
        chosen = (statement, self.engine, tuple((options.get("parts") or {}).values()))
        if (names := _NAMES.get(chosen)) is None:
            names = _NAMES[chosen] = tuple(column[0] for column in cursor.description)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def record(
        self, statement: Statement, params: Params | None = None, **options: Any
    ) -> dict[str, Any] | None:
        """Return the first row as a dictionary, or None."""
        found = self.records(statement, params, **options)
        return found[0] if found else None

    def value(self, statement: Statement, params: Params | None = None, **options: Any) -> Any:
        """Return the first column of the first row, or None."""
        found = self.rows(statement, params, **options)
        return found[0][0] if found else None

    def stream(
        self, statement: Statement, params: Params | None = None, *, size: int = 10_000
    ) -> Iterator[Row]:
        """Yield the rows, reading ``size`` at a time."""
        cursor = self.run(statement, params)
        while chunk := cursor.fetchmany(size):
            yield from chunk

    def _cursor(self) -> Cursor:
        cursor: Cursor = self._connection.cursor()
        return cursor

    def _columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns; the same for every office of a format."""
        if table not in _COLUMNS:
            cursor = self._connection.cursor()
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            _COLUMNS[table] = tuple(column[0] for column in cursor.description)
        return _COLUMNS[table]
