"""Every statement can be narrowed to a part of the office, on both engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import SQLModel

from gridctl.gateway.connect import create_office
from gridctl.handlers.queries.ticket_words import TicketSearch
from gridctl.storage import sqlite
from gridctl.storage.migrate import revisions
from gridctl.storage.queries import tickets
from gridctl.storage.queries.compose import Statement, bind, statements
from gridctl.storage.queries.reader import Engine, Reader
from gridctl.storage.queries.scope import HANGING, OPEN, OWN, WHOLE, Scope
from gridctl.storage.queries.ticket_figures import OVER
from gridctl.storage.queries.ticket_stats import STATS
from tests.storage.test_statements import Inference, Variant, _of, variants

pytestmark = pytest.mark.lengthy

if TYPE_CHECKING:
    from tests.postgresql import Server

SCOPES = {
    "place": Scope("place", 2, "town", (2, 3), (1,), 4, 5),
    "unit": Scope("unit", unit_id=4),
    "office": Scope("office"),
}


def test_every_table_is_open_or_narrowed() -> None:
    """A new table is out of sight until somebody says who sees it."""
    assert revisions()
    classes = [OPEN, WHOLE, frozenset(HANGING), frozenset(OWN)]
    assert sum(map(len, classes)) == len(frozenset().union(*classes)), "a table stands twice"
    assert frozenset().union(*classes) == SQLModel.metadata.tables.keys()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("scope") / "office.db"
    create_office(path)
    connection = sqlite.connect(path, write=True)
    yield connection
    connection.close()


def _tried(engine: Engine) -> Iterator[Variant]:
    """Yield statements bare and with all filters at once: these name all tables one alone does.

    Going on behind a row names no other table, and SQLite plans each statement anew.
    """
    for variant in chain.from_iterable(variants(statements()[name]) for name in _of(engine)):
        if not variant.after and variant.filters in ((), tuple(variant.statement.filters)):
            yield variant


def _narrowed(variant: Variant, kind: str, reader: Reader) -> str:
    text = variant.compose(dict.fromkeys(variant.filters, 1))
    return SCOPES[kind].narrow(variant.statement, text, reader.engine, reader._columns)


@pytest.mark.parametrize("kind", list(SCOPES))
def test_narrowed_statements_are_good_on_sqlite(kind: str, file: sqlite3.Connection) -> None:
    reader, narrowed = Reader(file), 0
    for variant in _tried("sqlite"):
        params = {name: [1, 2] if many else 1 for name, many in variant.names.items()}
        text = _narrowed(variant, kind, reader)
        sql, bound = bind(text, params, "sqlite")
        file.execute(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall()
        narrowed += text != variant.compose(params)
    assert narrowed > 100


@pytest.mark.needs_program
@pytest.mark.parametrize("kind", list(SCOPES))
def test_narrowed_statements_are_good_on_postgresql(kind: str, postgresql: Server) -> None:
    with postgresql.database() as name, postgresql.connect(name) as connection:
        reader, inference = Reader(connection, "postgresql"), Inference(connection)
        for variant in _tried("postgresql"):
            inference.types(variant, _narrowed(variant, kind, reader))


def test_what_is_narrowed_is_read_in_place(file: sqlite3.Connection) -> None:
    """The engine puts the condition where the table stood: no copy of a table is made."""
    variant = Variant(tickets.LIST, (), "newest", after=False, parts={})
    params = dict.fromkeys(variant.names, 1)
    sql, bound = bind(_narrowed(variant, "place", Reader(file)), params, "sqlite")
    plan = file.execute(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall()
    steps = [row[3] for row in plan]
    assert any("USING INDEX ix_ticket_reported" in step for step in steps)
    assert not [step for step in steps if "MATERIALIZE" in step or "TEMP B-TREE" in step]


def test_open_tickets_are_counted_by_their_index(file: sqlite3.Connection) -> None:
    """A few thousand of millions are open: what counts them goes through no others."""
    asked = []

    class Noting(Reader):
        def value(self, statement: Statement, params: Any = None, **options: Any) -> Any:
            asked.append(bind(statement.compose(params, **options), params, "sqlite"))
            return super().value(statement, params, **options)

    context: Any = SimpleNamespace(read=Noting(file))
    for states in (
        {"state__1": ["handling"]}, {"state__not_1": [*OVER]}, {"state__1": ["handling", "closed"]},
    ):  # fmt: skip
        TicketSearch(states, context).count(10)
    used = ["ix_ticket_open" in str(file.execute(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall())
            for sql, bound in asked]  # fmt: skip
    assert used == [True, True, False]


def test_figures_of_open_tickets_are_counted_by_their_index(file: sqlite3.Connection) -> None:
    """The figures of a few thousand open tickets go through no others, by whatever they are."""
    params = {
        "now": 1, "from_day": "0001-01-01", "to_day": "9999-12-31", "lasting": True,
        "state__not_1": [*OVER],
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    for key in STATS.parts["due"]:
        text = STATS.compose(params, parts=dict.fromkeys(STATS.parts, key))
        sql, bound = bind(text, params, "sqlite")
        plan = file.execute(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall()
        steps = [
            step.split(" USING ")[1] for *_, step in plan if step.split(" USING ")[0][5:] == "t"
        ]
        found[key] = {step.split(" ")[1] for step in steps}
    open_ = {key: used for key, used in found.items() if key.startswith("lasting_")}
    assert set().union(*open_.values()) == {"ix_ticket_open"}
    assert "ix_ticket_open" not in found["day"]
