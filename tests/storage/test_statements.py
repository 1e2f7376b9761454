"""Every SQL text runs on both engines, on a freshly migrated database, with any of its filters."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

import gridctl
from gridctl.gateway.connect import create_office
from gridctl.storage.queries.compose import Engine, Params, Statement, bind, statements
from gridctl.storage.queries.reader import Reader
from gridctl.storage.search.sqlite import register
from tests.postgresql import Server

#: Modules may define statements wherever they use them; all are loaded.
for _module in pkgutil.walk_packages(gridctl.__path__, "gridctl."):
    if _module.name.startswith(("gridctl.storage.", "gridctl.gateway.", "gridctl.handlers.")):
        importlib.import_module(_module.name)

#: What the parts of a statement are chosen by, where not every choice goes with every other.
_DISPATCHES = {"returned": "others", "turns": "others", "public": "read"}
_WORKERS = {"subject": "gridworker", "responsible": "gridworker", "posts": "post", **_DISPATCHES}
_UNITS = {"returned": "unit", "turns": "unit", "public": "unread"}
_PLACES = ("unit", "town", "community", "grid")
COMBINATIONS: dict[str, list[dict[str, str]]] = {
    "ledger.fill": [
        _WORKERS,
        *(
            {"subject": place, "responsible": place, "posts": "none"}
            | (_UNITS if place == "unit" else _DISPATCHES)
            for place in _PLACES
        ),
    ],
    "scored.visits": [
        {"subject": "gridworker", "posts": "post"},
        *({"subject": place, "posts": "none"} for place in _PLACES),
    ],
    "ledger.repeats": [
        {"responsible": "gridworker", "posts": "post"},
        *({"responsible": place, "posts": "none"} for place in _PLACES),
    ],
    "scored.evidence": [
        {"subject": "gridworker", "join": "none"},
        *({"subject": place, "join": "ticket"} for place in _PLACES),
    ],
}


class Variant(NamedTuple):
    """A statement with some of its filters, an order, and a choice of parts."""

    statement: Statement
    filters: tuple[str, ...]
    order: str | None
    after: bool
    parts: Mapping[str, str]

    def compose(self, params: Params) -> str:
        return self.statement.compose(
            params, order=self.order, after=self.after, parts=self.parts or None
        )

    @property
    def names(self) -> dict[str, bool]:
        """The parameters of the text, and whether each is a list."""
        text = self.compose(dict.fromkeys(self.filters, 1))
        found = re.findall(r"(?<!:):([a-z_][a-z0-9_]*)(\*?)", text)
        return {name: bool(star) for name, star in found}


def variants(statement: Statement) -> Iterator[Variant]:
    """Yield a statement bare, with each filter, with all; in each order; with each part."""
    every = tuple(statement.filters)
    filters = list(dict.fromkeys([(), *((name,) for name in every), every]))
    orders: list[tuple[str | None, bool]] = [
        (name, after) for name in statement.orders for after in (False, True)
    ]
    for parts in _combinations(statement):
        for order, after in orders or [(None, False)]:
            yield from (Variant(statement, chosen, order, after, parts) for chosen in filters)


def _combinations(statement: Statement) -> list[dict[str, str]]:
    if statement.name in COMBINATIONS:
        return COMBINATIONS[statement.name]
    choices = [set(part) for part in statement.parts.values()]
    assert all(each == choices[0] for each in choices), (
        f"{statement.name}: say in COMBINATIONS which choices go together"
    )
    keys = sorted(choices[0]) if choices else []
    return [dict.fromkeys(statement.parts, key) for key in keys] or [{}]


def _of(engine: Engine) -> list[str]:
    """Return the names of all statements an engine is asked; some are one engine's own."""
    other = "postgresql." if engine == "sqlite" else "sqlite."
    return [name for name in sorted(statements()) if not name.startswith(other)]


def _label(variant: Variant) -> str:
    words = [*variant.filters, variant.order or "", *dict.fromkeys(variant.parts.values())]
    return "-".join([variant.statement.name, *filter(None, words)] + ["after"] * variant.after)


_VALUES: dict[str, str | int] = {"text": "2026-10-08", "boolean": True, "integer": 1, "bigint": 1}
#: A text that must name a table of the database.
_NAMED = {"table": "ticket"}


class Inference:
    """Asks PostgreSQL which type each parameter of a text has, and so proves the text."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def types(self, variant: Variant, text: str | None = None) -> dict[str, str]:
        """Return parameter name -> type; psycopg.Error where the text is no good there."""
        text = text or variant.compose(dict.fromkeys(variant.filters, 1))
        names = list(variant.names)
        places = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)\*?")
        numbered = places.sub(lambda match: f"${names.index(match.group(1)) + 1}", text)
        with self._connection.transaction(force_rollback=True):
            self._connection.execute(f"PREPARE tried AS {numbered}")
            row = self._connection.execute(
                "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'tried'"
            ).fetchone()
            self._connection.execute("DEALLOCATE tried")
        assert row is not None
        return dict(zip(names, row[0], strict=True))


@pytest.fixture(scope="module")
def database(postgresql: Server) -> Iterator[psycopg.Connection[Any]]:
    with postgresql.database() as name, postgresql.connect(name) as connection:
        yield connection


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("statements") / "office.db"
    create_office(path)
    connection = sqlite3.connect(path, isolation_level=None)
    register(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize("name", _of("sqlite"))
def test_sqlite_prepares_it(name: str, file: sqlite3.Connection) -> None:
    _try_all(name, lambda variant: _prepare(variant, file))


def _try_all(name: str, attempt: Callable[[Variant], None]) -> None:
    """Try every variant of a statement, and name those that are no good."""
    failed = []
    for variant in variants(statements()[name]):
        try:
            attempt(variant)
        except (sqlite3.Error, psycopg.Error) as error:
            failed.append(f"{_label(variant)}: {error}")
    assert failed == []


def _prepare(variant: Variant, file: sqlite3.Connection) -> None:
    params: Params = {name: [1, 2] if many else 1 for name, many in variant.names.items()}
    # A filter is asked for by its own name, whatever its values are called.
    text = variant.compose(dict.fromkeys(variant.filters, 1) | params)
    sql, bound = bind(text, params, "sqlite")
    file.execute(f"EXPLAIN {sql}", bound).fetchall()


@pytest.mark.needs_program
@pytest.mark.parametrize("name", _of("postgresql"))
def test_postgresql_prepares_and_runs_it(name: str, database: psycopg.Connection[Any]) -> None:
    _try_all(name, lambda variant: _run(variant, database))


def _run(variant: Variant, database: psycopg.Connection[Any]) -> None:
    types = Inference(database).types(variant)
    values = {name: _VALUES[kind] for name, kind in types.items()} | {
        name: table for name, table in _NAMED.items() if name in types
    }
    many = variant.names
    params: Params = {name: [value] if many[name] else value for name, value in values.items()}
    with database.transaction(force_rollback=True):
        sql, bound = bind(variant.compose(params), params, "postgresql")
        found = database.execute(sql, bound)
        assert found.description is None or found.fetchall() is not None


@pytest.mark.needs_program
def test_both_engines_sort_text_alike(
    file: sqlite3.Connection, database: psycopg.Connection[Any]
) -> None:
    """The server sorts by language where a column does not say otherwise."""
    names = ["b", "a", "B", "A", "_", "1", "10", "2", "张三", "李四", "ä", ""]
    ordered = Statement("test.ordered", "SELECT code FROM unit ORDER BY code")
    columns = "code, name, name_key, level, provisional, revision, withdrawn"
    rows = [(name, name, name, "county", False, 1, False) for name in names]
    with database.transaction(force_rollback=True):
        database.cursor().executemany(
            f"INSERT INTO unit ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", rows
        )
        there = Reader(database, "postgresql").rows(ordered)
    file.execute("BEGIN")
    file.executemany(f"INSERT INTO unit ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    here = Reader(file).rows(ordered)
    file.execute("ROLLBACK")
    assert [code for (code,) in here] == sorted(names)
    assert there == here


def test_every_statement_is_named_once_and_by_its_module() -> None:
    names = list(statements())
    assert len(names) > 50
    assert [name for name in names if not re.fullmatch(r"[a-z]+[0-9]*(\.[a-z_]+)+", name)] == []
