"""Finding words of two signs among many tickets, and names by the first letters of their pinyin.

Floor: the bare statement of the search index in the same database, which says which tickets hold
the pairs of signs, for the newest fifty: no text compared, nothing shown. Ours is the first page of
fifty hits as the command gets it, and the first page of a list filtered by the words, which says
how many there are as well. The middle and the slowest tenth of many runs over words that are in
every second ticket, in fewer, in none. Run: ``python -m tests.bench.searching``, or with a number
of tickets; with ``postgresql`` behind it, on a server started for the purpose.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from gridctl.foundation.clock import FixedClock, to_epoch
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.tickets import ListTickets
from gridctl.storage import sqlite
from gridctl.storage.search import postgresql
from gridctl.storage.search.sqlite import FILL_SPAN
from gridctl.storage.stores.postgresql import PostgresStore
from tests.bench.measure import peak_mb
from tests.bench.open_tickets import NOW
from tests.postgresql import Server, programs, running

WHERE = (
    "菜场北门",
    "小区南大门",
    "河道桥头",
    "公交站台旁",
    "幼儿园门前",
    "停车场入口",
    "村口岗亭旁",
)
WHAT = ("垃圾满溢", "店外经营", "路灯不亮", "垃圾堆积")
#: What is found: in how many tickets -> the words.
WORDS = {
    "1 of 2": "垃圾",
    "1 of 4": "路灯",
    "1 of 4, one sign": "路",
    "1 of 28, two words": "路灯 菜场",
    "none, of 1 of 2 and of 4": "垃圾 路灯",
    "1 of 50, the oldest": "暴雪",
    "1 of 1,000": "井盖",
    "a handful": "燃气",
    "none": "钓鱼",
}
PAGE, RUNS, BARE_RUNS, BLOCK = 50, 20, 5, 50_000
_FLOOR = """SELECT t.id FROM ticket t WHERE t.id IN
    (SELECT rowid FROM ticket_search(sought(?))) ORDER BY t.reported_at DESC, t.id DESC LIMIT 50"""


def build(path: Path, tickets: int) -> None:
    """Make an office file with so many tickets, no title quite like the one before."""
    create_office(path)
    with closing(LocalGateway(path, actor="bench", clock=FixedClock(NOW))) as gateway:
        _begin(gateway)
    with closing(sqlite.connect(path, write=True)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("DROP TRIGGER ticket_search_insert")
        like = _first(connection)
        places = ", ".join(f":{name}" for name in like)
        insert = f"INSERT INTO ticket ({', '.join(like)}) VALUES ({places})"
        for begin in range(2, tickets + 1, BLOCK):
            numbers = range(begin, min(begin + BLOCK, tickets + 1))
            connection.execute("BEGIN")
            connection.executemany(insert, _rows(like, numbers, tickets))
            connection.execute(FILL_SPAN, (numbers[0], numbers[-1]))
            connection.execute("COMMIT")


def build_on(server: Server, tickets: int) -> str:
    """Make the same office in a database of a server; return the database's name."""
    name = server.make()
    store = PostgresStore(server.address(name))
    with closing(LocalGateway(store, actor="bench", clock=FixedClock(NOW))) as gateway:
        _begin(gateway)
    with server.connect(name) as connection:
        connection.execute("DROP INDEX ix_ticket_search")
        like = _first(connection)
        with connection.cursor().copy(f"COPY ticket ({', '.join(like)}) FROM STDIN") as copy:
            for row in _rows(like, range(2, tickets + 1), tickets):
                copy.write_row(tuple(row.values()))
        connection.execute(postgresql.INDEX.statement())
        connection.execute("VACUUM ANALYZE")
    return name


def _begin(gateway: LocalGateway) -> None:
    for code, name in (("320281000000", "江阴市"), ("320281001000", "澄江街道")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateTicket(title="垃圾未清", place="澄江街道", reported_at=NOW))


def _first(connection: Any) -> dict[str, Any]:
    """Return the one ticket there is, which the others are like."""
    cursor = connection.execute("SELECT * FROM ticket")
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))


def _rows(like: dict[str, Any], numbers: range, of: int) -> Iterator[dict[str, Any]]:
    for number in numbers:
        title = f"{WHERE[number % len(WHERE)]}{number % 97}号{_matter(number, of)}"
        yield {
            **like, "id": number, "serial_no": f"{like['serial_no'][:12]}{number:09}",
            "match_key": f"bench {number}", "title": title, "description": f"{title}，影响通行",
            "reported_at": to_epoch(NOW) - number * 30,
        }  # fmt: skip


def _matter(number: int, of: int) -> str:
    if number > of - of // 50:
        return "暴雪积冰"
    if number % 200_000 == 9:
        return "燃气异味"
    return "井盖破损" if number % 1_000 == 7 else WHAT[number % len(WHAT)]


class Times(NamedTuple):
    """Milliseconds of many runs: the middle, the slowest tenth, the processor's in the middle."""

    middle: float
    slow: float
    processor: float

    def __str__(self) -> str:
        return f"{self.middle:9.1f} {self.slow:9.1f} {self.processor:9.1f}"


def spread(action: Callable[[], object], runs: int = RUNS) -> Times:
    """Return how long many runs take; the processor's time is that of this process alone."""
    action()
    walls, processor = [], []
    for _run in range(runs):
        begin, busy = time.perf_counter(), time.process_time()
        action()
        walls.append((time.perf_counter() - begin) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    slow = statistics.quantiles(walls, n=10)[8]
    return Times(statistics.median(walls), slow, statistics.median(processor))


def measure(gateway: LocalGateway, bare: Callable[[str], object]) -> None:
    """Print a line for each word: search, list and floor."""
    print(" " * 26, *(f"{title:>9} {'p90':>9} {'cpu':>9}" for title in ("search", "list", "floor")))
    for share, words in WORDS.items():
        found = spread(partial(gateway.send, SearchAll(words=words, limit=PAGE)))
        listed = spread(partial(gateway.send, ListTickets(filter=words, limit=PAGE)))
        floor = spread(partial(bare, "\n".join(words.split())), BARE_RUNS)
        print(f"{share:<26} {found} {listed} {floor}", flush=True)
    print(f"{'initials cjjd':<26} {spread(partial(gateway.send, SearchAll(words='cjjd')))}")


def main(tickets: int, engine: str) -> None:
    """Measure."""
    with ExitStack() as stack:
        if engine == "postgresql":
            folder = programs()
            assert folder, "PostgreSQL is not installed"
            server = stack.enter_context(running(folder))
            name = build_on(server, tickets)
            store: Path | PostgresStore = PostgresStore(server.address(name))
            connection: Any = stack.enter_context(server.connect(name))
            statement = _FLOOR.replace("?", "%s")
        else:
            store = Path(stack.enter_context(TemporaryDirectory())) / "office.db"
            build(store, tickets)
            connection = stack.enter_context(closing(sqlite.connect(store, write=False)))
            statement = _FLOOR
        gateway = LocalGateway(store, actor="bench", clock=FixedClock(NOW))
        stack.enter_context(closing(gateway))
        print(f"# search among {tickets:,} tickets, {engine}, first page of {PAGE}, milliseconds")
        measure(gateway, lambda words: connection.execute(statement, (words,)).fetchall())
        print(f"# peak memory {peak_mb():.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, "".join(sys.argv[2:]) or "sqlite")
