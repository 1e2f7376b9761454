"""A bare FastAPI application to measure against.

Run: ``python -m tests.bench.bare PORT ADDRESS STATEMENTS WORKERS``.

``GET /ping`` does nothing in a ``def`` route; ``GET /same/NAME`` runs the statements ours runs for
the same question, each thread on its own connection and in one transaction, and answers with the
rows as they are. ``POST /same/NAME`` runs the statements of a command, in one transaction.
"""

from __future__ import annotations

import json
import os
import random
import socket
import sqlite3
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from gridctl.storage.sqlite import open_raw
from gridctl.storage.stores.postgresql import BEGIN_READING, connect
from tests.bench.replaying import say_again

_HERE = threading.local()


def connection(address: str) -> Any:
    """Return this thread's connection, with the settings ours has."""
    if not hasattr(_HERE, "connection"):
        if address.startswith("postgresql://"):
            # Left to itself, PostgreSQL compiles for a second what takes milliseconds.
            _HERE.connection = connect(address)
            _HERE.connection.autocommit = True
            # What is said again names rows that were taken back.
            _HERE.connection.execute("SET session_replication_role = replica")
        else:
            _HERE.connection = open_raw(Path(address), write=True)
    return _HERE.connection


def asked(connection: Any, said: list[Any]) -> list[Any]:
    """Return the rows of some questions, asked of one moment as ours asks them."""
    cursor = connection.cursor()
    on_file = isinstance(connection, sqlite3.Connection)
    cursor.execute("BEGIN" if on_file else BEGIN_READING)
    rows = [cursor.execute(sql, bound).fetchall() for sql, bound in said]
    cursor.execute("ROLLBACK" if on_file else "COMMIT")
    return rows


def make() -> FastAPI:
    """Return the application that ``BARE_ADDRESS`` and ``BARE_STATEMENTS`` describe."""
    address = os.environ["BARE_ADDRESS"]
    with open(os.environ["BARE_STATEMENTS"], encoding="utf-8") as file:
        statements: dict[str, list[Any]] = json.load(file)
    app = FastAPI()
    numbers = count(1)

    @app.get("/ping")
    def ping() -> dict[str, str]:
        return {"ping": "pong"}

    @app.get("/same/{name}")
    def same(name: str) -> JSONResponse:
        return JSONResponse(asked(connection(address), statements[name]))

    @app.post("/same/{name}")
    def done(name: str) -> dict[str, str]:
        # One of several records of the same command, each on another ticket.
        said = random.choice(statements[name])
        say_again(connection(address), said, f"{os.getpid()}-{next(numbers)}")
        return {"done": name}

    return app


def main(port: str, address: str, statements: str, workers: str) -> None:
    """Serve until killed."""
    from uvicorn import Config, Server
    from uvicorn.supervisors import Multiprocess

    os.environ["BARE_ADDRESS"], os.environ["BARE_STATEMENTS"] = address, statements
    config = Config(
        "tests.bench.bare:make",
        factory=True,
        workers=int(workers),
        access_log=False,
        log_level="warning",
    )
    # As ours: without it every answer of several workers would wait for an acknowledgement.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind(("127.0.0.1", int(port)))
    opened.listen(1024)
    if int(workers) > 1:
        Multiprocess(config, [opened]).run()
    else:
        Server(config).run([opened])


if __name__ == "__main__":
    main(*sys.argv[1:])
