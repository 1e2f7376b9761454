"""Views to write documents from; published figures where there are any (domain.md 9.4, 16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gridctl.operations.queries.reports import (
    Breakdown,
    BulletinView,
    Channel,
    FailingItem,
    PayoutRow,
    PayoutView,
    PublicityRow,
    PublicityView,
    RankingColumn,
    RankingRow,
    RankingView,
    ScoreGroup,
    Share,
    TicketTotals,
    TopRow,
    UnitScore,
    WeakUnit,
)

ITEMS = (
    ("valid_reports", "有效上报", 20),
    ("valid_rate", "有效上报率", 10),
    ("close_on_time", "按期结案率", 20),
    ("task_on_time", "任务按时率", 10),
    ("missed", "漏报", 10),
    ("satisfaction", "满意率", 15),
    ("random_check", "随机抽查", 15),
)


def _ranking_row(seq: int, name: str, lost: str, rank: int | None, **more: object) -> RankingRow:
    points: dict[str, Decimal | None] = {key: Decimal(most) for key, _label, most in ITEMS}
    points["close_on_time"] = Decimal(20) - Decimal(lost)
    return RankingRow.model_validate(
        {
            "seq": seq,
            "town": "华士镇",
            "grid": f"程庄社区网格{seq}",
            "name": name,
            "points": points,
            "total": Decimal(100) - Decimal(lost),
            "rank": rank,
            **more,
        }
    )


@pytest.fixture
def ranking() -> RankingView:
    """A ranking with a tie, a bonus and a person who is not ranked."""
    rows = (
        _ranking_row(1, "张伟", "0", 1, bonus=Decimal(2), total=Decimal(102)),
        _ranking_row(2, "阿依古丽·买买提", "5.18", 2, tied=True),
        _ranking_row(3, "㛃敏", "5.18", 2, tied=True),
        _ranking_row(4, "王芳", "20", 4, deductions=Decimal("1.5"), total=Decimal("78.50")),
        _ranking_row(5, "李娜", "0", None, total=None, remark="vetoed"),
    )
    columns = tuple(
        RankingColumn(id=key, label=label, max=Decimal(most)) for key, label, most in ITEMS
    )
    return RankingView(
        place="江阴市",
        period="2026-06",
        unit="江阴市网格化服务管理中心",
        scheme_id="county_top10_v1",
        scheme_title="专职网格员月度考核得分",
        dated=date(2026, 7, 3),
        columns=columns,
        rows=rows,
    )


def _unit(name: str, tickets: int, due: int, on_time: int, rate: str | None) -> UnitScore:
    return UnitScore(
        unit=name,
        tickets=tickets,
        due_to_close=due,
        closed=due,
        closed_on_time=on_time,
        on_time_rate=None if rate is None else Decimal(rate),
        score=None,
        rank=None,
    )


def _scored(row: UnitScore, score: str, rank: int) -> UnitScore:
    return row.model_copy(update={"score": Decimal(score), "rank": rank})


@pytest.fixture
def group() -> ScoreGroup:
    """Departments with published scores; 5 of 6 on time give 83.33 % and 8.33 of 20 points."""
    return ScoreGroup(
        name="市级部门",
        high_mark=Decimal(99),
        at_high_mark=1,
        without_tickets=1,
        none_due=1,
        rows=(
            _scored(_unit("市体育局", 9, 6, 5, "83.33"), "75.50", 4),
            _scored(_unit("市城市管理局", 820, 800, 796, "99.50"), "99.20", 1),
            _scored(_unit("市铁塔公司", 30, 28, 25, "89.29"), "78.04", 3),
            _scored(_unit("市住房和城乡建设局", 410, 400, 390, "97.50"), "98.50", 2),
            _scored(_unit("市碱业公司", 12, 10, 6, "60.00"), "66.50", 5),
            _unit("市档案馆", 0, 0, 0, None),
            _unit("市统计局", 2, 0, 0, None),
        ),
        weakest=(
            WeakUnit(unit="市铁塔公司", failing=()),
            WeakUnit(
                unit="市体育局",
                failing=(
                    FailingItem(
                        label="按时办结率",
                        numerator=5,
                        denominator=6,
                        rate=Decimal("83.33"),
                        points=Decimal("8.33"),
                        max=Decimal(20),
                    ),
                ),
            ),
            WeakUnit(unit="市碱业公司", failing=()),
        ),
    )


@pytest.fixture
def bulletin(group: ScoreGroup) -> BulletinView:
    """A bulletin on the published totals of domain.md 16: 96.16 %, 89.62 %, 54.89 %, 44.10 %."""
    return BulletinView(
        place="江阴市",
        period="2026-06",
        issuer="江阴市网格化服务管理中心",
        number="澄网治[2026]12号",
        basis="《江阴市网格化社会治理考核办法》（澄委发[2026]3号）",
        addressees="各镇（街道）、市级机关各部门",
        dated=date(2026, 7, 3),
        totals=TicketTotals(
            received=26_898,
            carried_over=1_102,
            in_hand=28_000,
            due_to_close=24_932,
            closed=23_974,
            closed_on_time=22_345,
            close_rate=Decimal("96.16"),
            on_time_rate=Decimal("89.62"),
            verdicts_stated=24_000,
            verdicts_computed=932,
        ),
        groups=(group,),
        by_source=Breakdown(
            total=26_898,
            shares=(
                Share(label="12345热线", count=14_765, share=Decimal("54.89")),
                Share(label="网格员上报", count=11_863, share=Decimal("44.10")),
                Share(label="门户网站", count=270, share=Decimal("1.00")),
            ),
        ),
        by_type=Breakdown(
            total=26_898,
            previous_total=20_000,
            shares=(
                _share("暴露垃圾", 13_449, "50.00", 9_000, "5.00"),
                _share("道路破损", 6_898, "25.65", 6_000, "-4.35"),
                _share("占道经营", 6_551, "24.35", 5_000, "-0.65"),
            ),
        ),
        top=tuple(
            TopRow(
                rank=rank,
                name=name,
                unit="华士镇",
                grid=f"程庄社区网格{rank}",
                total=Decimal(102 - rank),
            )
            for rank, name in enumerate(("张伟", "阿依古丽·买买提", "㛃敏"), start=1)
        ),
        problems=("个别单位签收不及时，夜间派遣的工单超过一个工作日仍未签收。",),
        requirements=("各单位要落实专人每日查看待签收工单。", "对超期工单逐件说明原因。"),
    )


def _share(label: str, count: int, share: str, previous: int, change: str) -> Share:
    return Share(
        label=label,
        count=count,
        share=Decimal(share),
        previous=previous,
        change=Decimal(change),
    )


@pytest.fixture
def publicity() -> PublicityView:
    """A notice of five working days with the office's landline."""
    return PublicityView(
        place="江阴市",
        period="2026-06",
        list_name="网格员绩效激励拟通报表扬名单",
        basis="《江阴市网格员绩效激励办法》（澄网治〔2026〕3号）",
        rows=(
            PublicityRow(name="张伟", unit="华士镇", grid="程庄社区网格1", reason="总分第1名"),
            PublicityRow(name="㛃敏", unit="周庄镇", grid="倪家巷村网格3", reason="总分第2名"),
        ),
        starts=date(2026, 7, 6),
        ends=date(2026, 7, 10),
        working_days=5,
        channels=(
            Channel(kind="phone", contact="0510-86861234（工作日8:30—17:30）"),
            Channel(kind="letter", contact="江阴市澄江中路9号网格化服务管理中心"),
            Channel(kind="email", contact="wgzx@jiangyin.example"),
        ),
        issuer="江阴市网格化服务管理中心",
        dated=date(2026, 7, 6),
    )


@pytest.fixture
def payout() -> PayoutView:
    """Three payments that are not all whole yuan."""
    return PayoutView(
        place="江阴市",
        period="2026-06",
        unit="江阴市网格化服务管理中心",
        list_name="网格员绩效激励资金",
        dated=date(2026, 7, 15),
        rows=(
            PayoutRow(seq=1, name="张伟", unit="华士镇", award="月度通报表扬", amount=80_000),
            PayoutRow(seq=2, name="㛃敏", unit="周庄镇", award="月度通报表扬", amount=80_000),
            PayoutRow(seq=3, name="王芳", unit="华士镇", award="重大隐患报告", amount=4_090),
        ),
        total=164_090,
    )
