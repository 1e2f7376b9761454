"""A small office with one month of work: four gridworkers, three units, two towns."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.evidence import CreateEvidence
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.staff import CreateStaff, PostStaff
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.commands.units import CreateUnit

CHINA = timezone(timedelta(hours=8))
#: Staff number -> name, community, days on duty of 22.
WORKERS = {
    "G001": ("张三", "文定社区", 22),
    "G002": ("李四", "月城村", 21),
    "G003": ("王五", "君山社区", 12),
    "G004": ("赵六", "双泾村", 22),
}
#: Verdicts its source states, without the instants to compute them from.
STATED = """工单编号,事件标题,上报时间,乡镇,社区,承办单位,事项大类,事项小类,办结状态
A1,垃圾未清,2026-10-05 08:30,澄江街道,文定社区,城市管理局,市容环境,暴露垃圾,按期办结
A2,路灯不亮,2026-10-06,月城镇,月城村,住房和城乡建设局,公用设施,路灯,逾期办结
"""


def at(day: int, hour: int = 9, month: int = 10) -> datetime:
    """Return an instant of the office's clock."""
    return datetime(2026, month, day, hour, tzinfo=CHINA)


def begin(gateway: Gateway) -> None:
    """Fill an empty office with October 2026, as :func:`build` does."""
    with TemporaryDirectory() as folder:
        build(gateway, Path(folder))


def build(gateway: Gateway, folder: Path) -> None:
    """Fill an empty office with October 2026.

    Of 26 tickets due in the month 23 are closed on time: 城市管理局 has 14 due and 13 on time,
    住房和城乡建设局 12 and 10, 档案局 no ticket at all. Two verdicts are stated by the source.
    Six were reported in September, of which three were open when October began.
    """
    _places_and_units(gateway)
    _workers(gateway)
    for day in range(1, 14):
        _ticket(gateway, day, "城市管理局", "文定社区", "G001", late=day == 13)
    for day in range(1, 12):
        _ticket(gateway, day, "住房和城乡建设局", "月城村", "G002", late=day == 11)
    for day in (20, 21, 22):
        _ticket(gateway, day, "城市管理局", "君山社区", "G003", month=9)
    for day in (23, 24, 25):
        gateway.send(
            CreateTicket(
                title=f"九月{day}日未结", place="双泾村", reporter="G004", source="12345热线",
                reported_at=at(day, month=9), state="handling", deadline_at=at(20, 18, month=11),
            )
        )  # fmt: skip
    path = folder / "stated.csv"
    path.write_text(STATED, encoding="utf-8")
    send_file(gateway, inspect(path, load_kind("ticket")), Wish())


def _places_and_units(gateway: Gateway) -> None:
    gateway.send(SetUpOffice(name="江阴市社会治理中心", county_code="320281", operator="王芳"))
    for code, name in (
        ("320281000000", "江阴市"),
        ("320281001000", "澄江街道"),
        ("320281102000", "月城镇"),
        ("320281001001", "文定社区居委会"),
        ("320281001002", "君山社区居委会"),
        ("320281102201", "月城村委会"),
        ("320281102202", "双泾村委会"),
    ):
        gateway.send(CreateGrid(name=name, code=code))
    for name in ("城市管理局", "住房和城乡建设局", "档案局"):
        gateway.send(CreateUnit(name=name))


def _workers(gateway: Gateway) -> None:
    for staff_no, (name, community, days) in WORKERS.items():
        grid = gateway.send(CreateGrid(name=f"{community}第一网格", parent=community, level="grid"))
        gateway.send(CreateStaff(name=name, staff_no=staff_no, employment="full"))
        gateway.send(
            PostStaff(staff_no=staff_no, place=grid.code, role="gridworker", as_of=date(2026, 1, 1))
        )
        gateway.send(
            CreateEvidence(
                kind="duty",
                on=date(2026, 10, 31),
                staff=staff_no,
                quantity=Decimal(days),
                expected=Decimal(22),
            )
        )
    gateway.send(
        CreateEvidence(
            kind="merit", on=date(2026, 10, 20), staff="G004", outcome="fabricated_report",
            document="澄网格办〔2026〕3号", approver="王主任",
        )
    )  # fmt: skip


def _ticket(
    gateway: Gateway, day: int, unit: str, community: str, reporter: str, *,
    late: bool = False, month: int = 10,
) -> None:  # fmt: skip
    source = "网格员上报" if day % 3 else "12345热线"
    gateway.send(
        CreateTicket(
            title=f"{month}月{day}日{unit}", place=f"{community}第一网格", reporter=reporter,
            lead_unit=unit, source=source, reported_at=at(day, month=month), state="closed",
            deadline_at=at(day + 2, 18, month), closed_at=at(day + (4 if late else 1), 10, month),
        )
    )  # fmt: skip
