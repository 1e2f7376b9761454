"""The bulletin of a month: its figures, its units, its people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.ticket_closing import RevisitTicket
from gridctl.operations.commands.ticket_handling import FeedbackTicket
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.commands.units import CreateUnit
from gridctl.operations.queries.assessments import ExplainScore
from gridctl.operations.queries.reports import RenderBulletin
from gridctl.operations.queries.tickets import ShowStats
from tests.assessed_office import at
from tests.gateways import ActingGateway
from tests.handlers.reports.desk import BASIS, MONTH, Step, finalise_and_pay


def bulletin(gateway: Gateway, **stated: Any) -> str:
    wish = {"period": MONTH, "basis": BASIS, "format": "md", "language": "en", **stated}
    return gateway.send(RenderBulletin.model_validate(wish)).content.decode()


def test_the_bulletin_has_the_figures_of_the_ticket_statistics(month: Gateway) -> None:
    found = month.send(ShowStats(by="source", period=MONTH)).sum
    text = bulletin(month)
    assert (found.count, found.due_to_close, found.closed, found.closed_on_time) == (26, 26, 26, 23)
    assert (
        "Received in the period: 26; carried over: 3; in hand: 29. Due to close: 26; closed: 26, "
        "a closing rate of 100.00%; closed on time: 23, an on-time closing rate of 88.46%."
    ) in text
    assert "stated by its source in 2 cases and computed from the time limits in 24." in text
    for row in month.send(ShowStats(by="source", period=MONTH)).items:
        assert f"| {row.name or '(not given)'} | {row.count} |" in text


def test_the_bulletin_tells_of_repeats_what_the_statistics_do(month: Gateway) -> None:
    assert "repeat rate" not in bulletin(month)
    unit = ActingGateway(month, "城市管理局")
    for day, verdict in ((8, None), (9, "satisfied"), (10, "dissatisfied"), (12, None)):
        ticket = month.send(
            CreateTicket(
                title="垃圾", place="文定社区", category="暴露垃圾", reported_at=at(day),
                state="handling", lead_unit="城市管理局", contact_phone="13800001111",
            )
        )  # fmt: skip
        if verdict:
            unit.send(FeedbackTicket(ticket=ticket.serial_no, reply="已清"))
            wish = {"ticket": ticket.serial_no, "outcome": verdict, "opinion": "电话回访"}
            month.send(RevisitTicket.model_validate(wish))
    figures = month.send(ShowStats(by="source", period=MONTH, indicators=True)).sum
    assert figures.indicators is not None
    assert (figures.count, figures.indicators.repeat_rate) == (30, Decimal("10.00"))
    text = bulletin(month)
    assert (
        "Of those received, 3 repeat an earlier report of the same caller and matter, a repeat "
        "rate of 10.00%; of the 2 of them the callers gave a verdict on, 1 satisfied them at least "
        "basically, which is 50.00%."
    ) in text
    assert "重复诉求3件，重复诉求率10.00%" in bulletin(month, language="zh_CN")


def test_what_was_never_due_does_not_raise_the_closing_rate(month: Gateway) -> None:
    before = bulletin(month)
    month.send(
        CreateTicket(
            title="自行处置", place="文定社区", lead_unit="城市管理局", reported_at=at(9),
            state="self_closed", closed_at=at(9, 10),
        )
    )  # fmt: skip
    text = bulletin(month)
    told = "Due to close: 26; closed: 26, a closing rate of 100.00%"
    assert (told in before, told in text) == (True, True)
    assert "| Departments and units | 城市管理局 | 15 | 14 | 14 | 13 | 92.86 | 92.86 | 1 |" in text


def test_a_towns_units_stand_as_one_row(month: Gateway) -> None:
    """A ticket counts once, so the sums of the annex are those of the bulletin."""
    for name, place in (("文定社区工作站", "文定社区"), ("君山社区工作站", "君山社区")):
        month.send(CreateUnit(name=name, level="village", place=place))
        for number in range(6):
            month.send(
                CreateTicket(
                    title=f"{name}{number}", lead_unit=name, place=place, reported_at=at(5),
                    state="closed", deadline_at=at(8), closed_at=at(7 if number else 9),
                )
            )  # fmt: skip
    text = bulletin(month)
    assert "### (2) Towns and subdistricts" in text
    assert "| Towns and subdistricts | 澄江街道 | 12 | 12 | 12 | 10 | 83.33 | 83.33 | 1 |" in text
    assert "工作站" not in text
    assert "| Total |  |  | 38 | 38 | 38 | 33 |" in text
    assert "Received in the period: 38; carried over: 3; in hand: 41." in text
    month.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="unit"))
    month.send(FreezeAssessment(assessment="A1"))
    assert bulletin(month) == text


def test_shares_are_compared_with_the_month_before(month: Gateway) -> None:
    """4 of 6 in September and 7 of 26 in October by hotline: 66.67 % and 26.92 %."""
    before = {row.name: row.count for row in month.send(ShowStats(by="source", period="2026-09"))
              .items}  # fmt: skip
    assert before == {"12345热线": 4, "网格员上报": 2}
    text = bulletin(month)
    assert "| 2 | 12345热线 | 7 | 26.92 | -39.75 |" in text
    assert "| 1 | 网格员上报 | 17 | 65.38 | +32.05 |" in text
    assert "Change on last month" not in bulletin(month, period="2026-09")


def test_units_of_the_bulletin_follow_the_scheme_frozen_or_not(month: Gateway) -> None:
    computed = bulletin(month)
    assert "| 城市管理局 | 14 | 92.86 | 1 | 档案局 | 0 | — | — |" in computed
    assert "units with 99 points or more: 0; units without tickets: 1; units with none due: 0" in (
        computed
    )
    month.send(RunAssessment(period=MONTH, scheme="unit_on_time", subject="unit"))
    month.send(FreezeAssessment(assessment="A1"))
    assert bulletin(month) == computed
    serial = month.send(ExplainScore(assessment="A1", key="城市管理局")).tickets["closed_late"][0]
    month.send(EditTicket(ticket=serial, deadline_at=at(30, 18)))
    assert "| 城市管理局 | 14 | 92.86 | 1 |" in bulletin(month)
    assert month.send(ShowStats(by="unit", period=MONTH)).items[0].close_on_time == Decimal(100)


def test_too_few_due_and_none_due_are_told_apart(month: Gateway) -> None:
    for unit in ("水利局", "统计局"):
        month.send(CreateUnit(name=unit))
    month.send(
        CreateTicket(
            title="少", lead_unit="水利局", place="文定社区", reported_at=at(3), state="closed",
            deadline_at=at(5), closed_at=at(4),
        )
    )  # fmt: skip
    month.send(
        CreateTicket(title="未到期", lead_unit="统计局", place="文定社区", reported_at=at(3))
    )
    text = bulletin(month)
    assert "| Departments and units | 水利局 | 1 | 1 | 1 | 1 | 100.00 | — | — |" in text
    assert "| Departments and units | 统计局 | 1 | 0 | 0 | 0 | — | — | — |" in text
    assert "units without tickets: 1; units with none due: 1" in text


def test_the_lowest_are_named_with_the_item_they_lost_points_on(month: Gateway) -> None:
    """Of equals at the edge either all are named or none: here one of the lowest three."""
    for name, late in (("甲局", 3), ("乙局", 1), ("丙局", 1)):
        month.send(CreateUnit(name=name))
        for number in range(12):
            month.send(
                CreateTicket(
                    title=f"{name}{number}", lead_unit=name, place="月城村", reported_at=at(5),
                    state="closed", deadline_at=at(8), closed_at=at(9 if number < late else 7),
                )
            )  # fmt: skip
    text = bulletin(month)
    assert (
        "Lowest scores (2): 甲局 75.00 (closed on time 75.00%, 75.00 of 100 points); "
        "住房和城乡建设局 83.33 (closed on time 83.33%, 83.33 of 100 points)."
    ) in text


def test_an_office_without_units_compares_its_towns(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    text = bulletin(gateway, issuer="江阴市社会治理中心")
    assert "### (1) Towns and subdistricts" in text
    assert "Units: 1; none of them could be scored." in text
    assert "received in the period: 0; carried over: 0" in text.lower()


def test_what_the_clerk_states_stands_in_the_bulletin(month: Gateway) -> None:
    text = bulletin(
        month, document_no="澄网治[2026]12号", addressees="各镇（街道）",
        problems=("签收不及时。", "退单偏多。"), requirements=("每日查看。",),
    )  # fmt: skip
    for part in ("澄网治〔2026〕12号", "（澄网格办〔2026〕3号）", "各镇（街道）:", "2. 退单偏多。",
                 "1. 每日查看。", "江阴市社会治理中心\n\n3 November 2026"):  # fmt: skip
        assert part in text


def test_people_are_commended_when_the_list_is_final(nominated: Gateway, step: Step) -> None:
    assert "Gridworkers commended" not in bulletin(nominated)
    finalise_and_pay(step)
    text = bulletin(nominated)
    assert "| 1 | 张三 | 澄江街道 | 文定社区第一网格 | 87.31 |" in text
    assert "王五" not in text
