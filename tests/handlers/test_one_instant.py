"""However long a command takes, all it writes happened at one instant."""

from __future__ import annotations

from pathlib import Path

from gridctl.foundation.clock import FixedClock
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.queries.audits import VerifyRows
from tests.conftest import NOW
from tests.gateways import local_gateway

_TICKETS = """工单编号,事件标题,上报时间,乡镇
A1,垃圾未清,2026-10-05,澄江街道
A2,路灯不亮,2026-10-06,澄江街道
"""


def test_rows_that_took_longer_than_a_second_agree_with_their_entry(
    office: Path, tmp_path: Path
) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text(_TICKETS, encoding="utf-8")
    # A second goes by at each look at the clock.
    gateway = local_gateway(office, FixedClock(NOW, ticking=True))
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    sent = send_file(gateway, inspect(file, load_kind("ticket")), Wish())
    assert sent.counts.new == 2
    assert gateway.send(VerifyRows()).items == ()
    gateway.close()
