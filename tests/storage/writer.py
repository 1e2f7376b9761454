"""A process that enters tickets into an office: ``writer.py FILE NAME COUNT``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from gridctl.foundation.clock import FixedClock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.tickets import ListTickets

NOW = datetime(2026, 10, 8, 2, tzinfo=UTC)


def main(file: str, name: str, count: str) -> None:
    gateway = LocalGateway(Path(file), actor=name, clock=FixedClock(NOW))
    for number in range(int(count)):
        made = gateway.send(CreateTicket(title=f"{name} {number}", reported_at=NOW))
        sys.stdout.write(f"{made.serial_no}\n")
        # Reading goes on while the other writes.
        gateway.send(ListTickets(limit=5))
    gateway.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
