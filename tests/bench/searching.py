"""Finding words of two signs among many tickets, and names by the first letters of their pinyin.

Floor: the bare statement of the search index in the same file, which says which tickets hold the
pair of signs, for the newest fifty: no text compared, nothing shown. Ours is the first page of
fifty hits as the command gets it. The middle and the slowest tenth of many runs over words that
are in every second or fourth ticket, in one of a thousand, in a handful, in none. Run:
``python tests/bench/searching.py``, or with a number of tickets.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from measure import heading, peak_mb
from open_tickets import NOW

from gridctl.foundation.clock import FixedClock, to_epoch
from gridctl.gateway.connect import create_office
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.search import SearchAll
from gridctl.storage import sqlite
from gridctl.storage.search.sqlite import FILL_SPAN

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
#: What is found: in how many tickets -> the word.
WORDS = {
    "1 of 2": "垃圾",
    "1 of 4": "路灯",
    "1 of 1,000": "井盖",
    "a handful": "燃气",
    "none": "钓鱼",
}
PAGE, RUNS, BLOCK = 50, 20, 50_000
_FLOOR = """SELECT t.id FROM ticket t WHERE t.id IN
    (SELECT rowid FROM ticket_search(sought(?))) ORDER BY t.reported_at DESC, t.id DESC LIMIT 50"""


def build(path: Path, tickets: int) -> None:
    """Make an office with so many tickets, no title quite like the one before."""
    create_office(path)
    gateway = LocalGateway(path, actor="bench", clock=FixedClock(NOW))
    for code, name in (("320281000000", "江阴市"), ("320281001000", "澄江街道")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateTicket(title="垃圾未清", place="澄江街道", reported_at=NOW))
    gateway.close()
    connection = sqlite.connect(path, write=True)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("DROP TRIGGER ticket_search_insert")
    cursor = connection.execute("SELECT * FROM ticket")
    names = [column[0] for column in cursor.description]
    like = dict(zip(names, cursor.fetchone(), strict=True))
    places = ", ".join(f":{name}" for name in names)
    insert = f"INSERT INTO ticket ({', '.join(names)}) VALUES ({places})"
    for begin in range(2, tickets + 1, BLOCK):
        end = min(begin + BLOCK, tickets + 1)
        connection.execute("BEGIN")
        connection.executemany(insert, _rows(like, range(begin, end)))
        connection.execute(FILL_SPAN, (begin, end - 1))
        connection.execute("COMMIT")
    connection.close()


def _rows(like: dict[str, Any], numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        what = "井盖破损" if number % 1_000 == 7 else WHAT[number % len(WHAT)]
        what = "燃气异味" if number % 200_000 == 9 else what
        title = f"{WHERE[number % len(WHERE)]}{number % 97}号{what}"
        yield {
            **like, "id": number, "serial_no": f"{like['serial_no'][:12]}{number:09}",
            "match_key": f"bench {number}", "title": title, "description": f"{title}，影响通行",
            "reported_at": to_epoch(NOW) - number * 30,
        }  # fmt: skip


def spread(action: Callable[[], object]) -> tuple[float, float]:
    """Return the middle and the ninth tenth of many runs, in milliseconds."""
    action()
    times = []
    for _run in range(RUNS):
        begin = time.perf_counter()
        action()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=10)[8]


def measure(path: Path) -> None:
    """Print a line for each word: ours and the floor, middle and slowest tenth."""
    gateway = LocalGateway(path, actor="bench", clock=FixedClock(NOW))
    bare = sqlite.connect(path, write=False)
    print(f"{'word in':<16} {'p50 ms':>9} {'p90 ms':>9} {'floor p50':>9} {'ratio':>6}")
    for share, word in WORDS.items():
        ours = spread(partial(gateway.send, SearchAll(words=word, limit=PAGE)))
        floor = spread(lambda: bare.execute(_FLOOR, (word,)).fetchall())  # noqa: B023 - run at once
        ratio = ours[0] / floor[0]
        print(f"{share:<16} {ours[0]:9.1f} {ours[1]:9.1f} {floor[0]:9.1f} {ratio:6.2f}")
    spelled = spread(partial(gateway.send, SearchAll(words="cjjd", limit=PAGE)))
    print(f"{'initials cjjd':<16} {spelled[0]:9.1f} {spelled[1]:9.1f}")
    gateway.close()
    bare.close()


def main() -> None:
    """Measure."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        build(path, tickets)
        heading(f"search among {tickets:,} tickets, first page of {PAGE}")
        measure(path)
        print(f"# file {path.stat().st_size / 2**20:,.0f} MB, peak memory {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
