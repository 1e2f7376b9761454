"""A synthetic county of any size, the same at every run; its tickets are plain rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

COUNTY = "320281"
TOWNS = 20
VILLAGES_PER_TOWN = 15
UNITS = ("城市管理局", "住建局", "水务局", "供电公司", "交通局", "生态环境局")
CLASSES = {
    "市容环境": ("暴露垃圾", "道路不洁", "占道经营"),
    "公用设施": ("路灯", "井盖", "供水管道"),
    "矛盾劝解": ("邻里纠纷", "物业管理", "噪音扰民"),
}
FIRST_DAY = date(2025, 11, 6)
DAYS = 360
HEADER = (
    "工单编号,事件标题,事件描述,上报时间,办结时限,结案时间,乡镇,社区,网格,上报人工号,"
    "承办单位,事项大类,事项小类,来源,状态"
)


def divisions() -> Iterator[str]:
    """Yield the division list as lines of CSV."""
    yield "code,name"
    yield f"{COUNTY}000000,江阴市"
    for town in range(1, TOWNS + 1):
        yield f"{COUNTY}{town:03}000,第{town:02}街道"
        for village in range(1, VILLAGES_PER_TOWN + 1):
            yield f"{COUNTY}{town:03}{village:03},{town:02}街{village:02}社区"


def grid_code(number: int) -> str:
    """Return the code of a grid by its number from 0."""
    place, sequence = divmod(number, 999)
    town, village = divmod(place, VILLAGES_PER_TOWN)
    return f"{COUNTY}{town + 1:03}{village + 1:03}{sequence + 1:03}"


def tickets(count: int, workers: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Yield tickets as cells in the order of :data:`HEADER`, by day of report."""
    draw = random.Random(seed)
    per_day = max(count // DAYS, 1)
    for number in range(count):
        day = FIRST_DAY + timedelta(days=min(number // per_day, DAYS - 1))
        opening = datetime.combine(day, time(8))
        reported = opening + timedelta(minutes=draw.randrange(600))
        deadline = reported + timedelta(days=draw.randrange(1, 6))
        closed = reported + timedelta(hours=draw.randrange(2, 130))
        kind = draw.choice(tuple(CLASSES))
        subclass = draw.choice(CLASSES[kind])
        worker = draw.randrange(workers)
        code = grid_code(worker % (TOWNS * VILLAGES_PER_TOWN * 60))
        town, village = int(code[6:9]), int(code[9:12])
        yield (
            f"N{number:08}", f"{subclass}问题{number % 97}", f"{kind}：巡查发现{subclass}，请处理",
            f"{reported:%Y-%m-%d %H:%M}", f"{deadline:%Y-%m-%d %H:%M}", f"{closed:%Y-%m-%d %H:%M}",
            f"第{town:02}街道", f"{town:02}街{village:02}社区", "", f"W{worker:05}",
            draw.choice(UNITS), kind, subclass, "网格员上报", "已结案",
        )  # fmt: skip


def write_csv(path: Path, count: int, workers: int) -> None:
    """Write the tickets as a CSV file."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for row in tickets(count, workers):
            file.write(",".join(row) + "\n")
