"""A bare FastAPI application to measure against: ``bare.py PORT ADDRESS STATEMENTS WORKERS``.

``GET /ping`` does nothing in a ``def`` route; ``GET /same/NAME`` runs the statements ours runs for
the same question, each thread on its own connection, and answers with the rows as they are.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import sys
import threading
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

_HERE = threading.local()


def connection(address: str) -> Any:
    """Return this thread's connection."""
    if not hasattr(_HERE, "connection"):
        if address.startswith("postgresql://"):
            import psycopg

            _HERE.connection = psycopg.connect(address, autocommit=True)
        else:
            _HERE.connection = sqlite3.connect(address, isolation_level=None)
            _HERE.connection.execute("PRAGMA cache_size=-65536")
    return _HERE.connection


def make() -> FastAPI:
    """Return the application that ``BARE_ADDRESS`` and ``BARE_STATEMENTS`` describe."""
    address = os.environ["BARE_ADDRESS"]
    with open(os.environ["BARE_STATEMENTS"], encoding="utf-8") as file:
        statements: dict[str, list[list[Any]]] = json.load(file)
    app = FastAPI()

    @app.get("/ping")
    def ping() -> dict[str, str]:
        return {"ping": "pong"}

    @app.get("/same/{name}")
    def same(name: str) -> JSONResponse:
        cursor = connection(address).cursor()
        rows = [cursor.execute(sql, bound).fetchall() for sql, bound in statements[name]]
        return JSONResponse(rows)

    return app


def main(port: str, address: str, statements: str, workers: str) -> None:
    """Serve until killed."""
    from uvicorn import Config, Server
    from uvicorn.supervisors import Multiprocess

    os.environ["BARE_ADDRESS"], os.environ["BARE_STATEMENTS"] = address, statements
    config = Config(
        "bare:make", factory=True, workers=int(workers), access_log=False, log_level="warning"
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
