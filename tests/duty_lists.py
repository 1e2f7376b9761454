"""Duty lists as clerks keep them: 48 items of 15 departments; 149 collection and 631 patrol tasks.

The counts are those of two counties (domain.md 2); names are put together from public tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice, product
from pathlib import Path

import openpyxl

MATTERS, DEPARTMENTS = 48, 15
COLLECTION, PATROL, UNITS = 149, 631, 25

_UNITS = (
    "应急管理局", "消防救援大队", "公安局", "城市管理局", "生态环境局", "住房和城乡建设局",
    "农业农村局", "民政局", "人力资源和社会保障局", "卫生健康局", "市场监督管理局",
    "交通运输局", "水利局",
    "自然资源和规划局", "教育局", "文体广电和旅游局", "司法局", "医疗保障局", "退役军人事务局",
    "残疾人联合会", "商务局", "工业和信息化局", "信访局", "税务局", "供电公司",
)  # fmt: skip
_PLACES = (
    "沿街商铺", "出租房屋", "九小场所", "建筑工地", "居民小区", "学校周边", "农贸市场", "河道岸线",
    "公共绿地", "养老机构", "村级道路", "商业综合体", "废品收购点", "餐饮门店",
)  # fmt: skip
_PATROLS = ("消防通道", "用电用气安全", "环境卫生", "违规停放", "设施完好")
_FACTS = ("基本情况", "人员数量", "经营状态", "设施台账", "联系人变动", "安全责任人")
_HEADERS = (
    "序号",
    "责任部门",
    "事项名称",
    "任务类型",
    "审批单位",
    "审批日期",
    "准入文号",
    "截止日期",
    "备注",
)


def tasks() -> Iterator[tuple[str, str, str]]:
    """Yield the unit, name and kind of the collection and the patrol tasks."""
    for kind, verb, count, facts in (
        ("信息采集", "采集", COLLECTION, _FACTS), ("日常巡查", "巡查", PATROL, _PATROLS),
    ):  # fmt: skip
        named = (f"{place}{fact}{verb}" for fact, place in product(facts, _PLACES))
        units = cycle(_UNITS)
        for number, name in enumerate(islice(cycle(named), count)):
            # The same task of another department, or of another round, is another item.
            round_no = number // (len(_PLACES) * len(facts)) + 1
            yield next(units), f"{name}（第{round_no}轮）", kind


def write_tasks(path: Path) -> Path:
    """Write the tasks as a CSV file in GB18030, the way the platform exports it."""
    lines = [
        ",".join(("任务编号", "任务名称", "类型", "主管部门", "批准单位", "批准文号", "起始日期"))
    ]
    for number, (unit, name, kind) in enumerate(tasks(), 1):
        lines.append(
            f"RW{number:04},{name},{kind},{unit},市社会治理委员会,"
            f"澄社治〔2026〕{number % 9 + 1}号,2026.1.1"
        )
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def write_matters(path: Path) -> Path:
    """Write the items as a workbook: a title, merged departments, totals and a note below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["网格事项准入清单（2026年版）"])
    sheet.merge_cells("A1:I1")
    sheet.append(_HEADERS)
    shares = [3 + (number < MATTERS - 3 * DEPARTMENTS) for number in range(DEPARTMENTS)]
    row = 3
    for unit, count in zip(_UNITS, shares, strict=False):
        for place in _PLACES[:count]:
            sheet.append(_matter(row - 2, unit, place))
            row += 1
        sheet.merge_cells(f"B{row - count}:B{row - 1}")
    sheet.append(["合计", f"{MATTERS}项"])
    sheet.append(["注：未列入本清单的事项，不得交由网格承担。"])
    book.save(path)
    book.close()
    return path


def _matter(number: int, unit: str, place: str) -> list[object]:
    name = f"协助{unit}开展{place}管理"
    decided = ["县委社会工作部", date(2026, 1, 8), "郫社工〔2026〕3号", "2026年12月31日", ""]
    if number % 12 == 0:
        decided = ["", "", "", "", "待研究"]
    return [number, unit, name, "协助事项", *decided]
