"""None"""

from __future__ import annotations

import pytest

from gridctl.domain.imports import (
    ColumnMissing,
    FieldTwice,
    SideBySide,
    UnknownColumn,
    UnknownField,
)
from gridctl.imports import inspect, likely_kinds, load_kind, rows, survey
from gridctl.imports.plan import letter
from tests.imports.conftest import MakeText
from tests.imports.mapped import mapped


def test_a_column_that_asks_whether_it_is_done_tells_the_state(make_text: MakeText) -> None:
    text = "工单编号,上报时间,是否办结\n1,2026-06-05,是\n2,2026-06-05,否\n"
    done, open_ = rows(inspect(make_text(text), load_kind("ticket")))
    assert (done.values["state"], open_.values["state"]) == ("closed", "handling")
    # That it is done does not say it was done in time.
    assert "on_time_stated" not in done.values


def test_days_without_a_year_are_asked_for_and_not_left_out(make_text: MakeText) -> None:
    lines = "".join(f"{n},2026-06-0{n},6月{n}日\n" for n in range(1, 7))
    plan = inspect(make_text("工单编号,上报时间,结案日期\n" + lines), load_kind("ticket"))
    assert "closed_at" in {field for column in plan.columns for field in column.fields}
    assert {problem.code for row in rows(plan) for problem in row.problems} == {"year_missing"}


def test_personal_columns_are_dropped_with_a_notice() -> None:
    _, mapping = mapped("staff", ["姓名", "身份证号码*", "政治面貌*", "文化程度*", "户籍户数"])
    notices = [notice.value for notice in mapping.notices if notice.code == "personal_column"]
    assert notices[:3] == ["身份证号码*", "政治面貌*", "文化程度*"]


def test_the_surer_of_two_columns_wins_and_the_other_is_reported() -> None:
    fields, mapping = mapped("ticket", ["流水号", "工单编号", "上报时间"])
    assert fields == {"工单编号": ("external_no",), "上报时间": ("reported_at",)}
    assert mapping.dropped == ("流水号",)
    notice = mapping.notices[0]
    assert (notice.code, notice.field, notice.value) == ("column_tied", "external_no", "流水号")
    assert dict(notice.params) == {"kept": "工单编号"}


def test_a_repeated_header_is_taken_once() -> None:
    _, mapping = mapped("ticket", ["诉求号码", "诉求号码"])
    assert [column.letter for column in mapping.columns] == ["A"]
    assert [notice.code for notice in mapping.notices] == ["column_tied"]


def test_a_state_also_says_whether_it_was_on_time_unless_a_column_of_its_own_does() -> None:
    assert mapped("ticket", ["ARCHIVE_STATE"])[0] == {"ARCHIVE_STATE": ("state", "on_time_stated")}
    fields, _ = mapped("ticket", ["ARCHIVE_STATE", "ARCHIVE_FLAG"])
    assert fields == {"ARCHIVE_STATE": ("state",), "ARCHIVE_FLAG": ("on_time_stated",)}


def test_a_report_time_falls_back_on_the_next_best() -> None:
    assert mapped("ticket", ["受理时间"])[0] == {"受理时间": ("filed_at", "reported_at")}
    assert mapped("ticket", ["受理时间", "上报时间"])[0]["受理时间"] == ("filed_at",)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["按期办结", "处理中", "已办结"], "state"),
        (["已派人清理现场", "经核实，不属实", "已回复市民并致歉"], "public_reply"),
    ],
)
def test_values_decide_where_the_header_allows_two_fields(cells: list[str], field: str) -> None:
    fields, _ = mapped("ticket", ["处理结果"], [[cell] for cell in cells])
    assert fields["处理结果"][0] == field


def test_a_column_that_never_holds_what_its_header_says_is_left_out_with_a_notice() -> None:
    _, mapping = mapped("ticket", ["截止日期", "工单编号"], [["2工作日", "1"]] * 5)
    assert mapping.dropped == ("截止日期",)
    assert [(n.code, n.field) for n in mapping.notices] == [("column_unfit", "deadline_at")]


def test_one_wrong_value_leaves_its_column_in() -> None:
    fields, _ = mapped("ticket", ["截止日期", "工单编号"], [["2工作日", "1"]])
    assert fields["截止日期"] == ("deadline_at",)


def test_a_column_without_one_fitting_value_yields_to_a_rival() -> None:
    fields, mapping = mapped("ticket", ["STATE", "STATUS"], [["IL", "Completed"], ["IL", "Open"]])
    assert fields == {"STATUS": ("state", "on_time_stated")}
    assert mapping.notices[0].value == "STATE"


def test_a_date_and_its_time_in_two_columns_are_one_moment() -> None:
    _, mapping = mapped("ticket", ["上报日期", "上报时间"], [["2026-06-05", "08:30"]])
    assert [(c.header, c.part) for c in mapping.columns] == [("上报日期", ""), ("上报时间", "time")]


def test_hour_and_minute_belong_to_the_date_before_them() -> None:
    _, mapping = mapped("ticket", ["发生时间", "时", "分", "工单编号"])
    assert [(c.header, c.part) for c in mapping.columns] == [
        ("发生时间", ""), ("时", "hour"), ("分", "minute"), ("工单编号", ""),
    ]  # fmt: skip


def test_a_header_in_ten_thousands_scales_its_column() -> None:
    _, mapping = mapped("ticket", ["涉及金额（万元）"])
    assert mapping.columns[0].scale == 10_000


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_in_spreadsheets(index: int, letters: str) -> None:
    assert letter(index) == letters


@pytest.mark.parametrize(
    ("kind", "header", "other"),
    [
        ("staff", "code12,level,name,parent12", "division"),
        ("unit", "REC_ID,CREATE_TIME,STREET_NAME,EVENT_TYPE_NAME,DISPOSE_UNIT_NAME", "ticket"),
        ("division", "code12,level,name,parent12", None),
        ("staff", "姓名,政治面貌,文化程度", None),
    ],
)
def test_a_file_that_fits_another_kind_much_better_says_so(
    make_text: MakeText, kind: str, header: str, other: str | None
) -> None:
    plan = inspect(make_text(f"{header}\n320281000000,1,江阴,2,3\n"), load_kind(kind))
    told = [dict(notice.params)["other"] for notice in plan.notices if notice.code == "other_kind"]
    assert told == ([other] if other else [])


def test_a_personal_column_is_not_read_whoever_says_so(make_text: MakeText) -> None:
    file = make_text(
        "工单编号,标题,身份证号,上报时间\nA1,井盖,320281199001011234,2026-10-05\n".encode()
    )
    plan = inspect(file, load_kind("ticket"), columns={"C": "description"})
    assert [column.letter for column in plan.unread] == ["C"]
    assert "personal_column" in {notice.code for notice in plan.notices}


def test_a_settled_column_feeds_what_was_settled_and_no_other_does(make_text: MakeText) -> None:
    file = make_text("编号,甲,标题,类别,上报时间\nA1,井盖缺失,乙,市容,2026-10-05\n".encode())
    kind = load_kind("ticket")
    plan = inspect(file, kind, columns={"b": "标题", "D": ""})
    fields = {column.letter: column.fields[0] for column in plan.columns}
    assert fields == {"A": "external_no", "B": "title", "E": "reported_at"}
    assert [column.letter for column in plan.unread] == ["C", "D"]
    assert plan.chosen == (("B", "title"), ("D", ""))
    assert next(iter(rows(plan))).values["title"] == "井盖缺失"
    with pytest.raises(UnknownColumn) as wrong:
        inspect(file, kind, columns={"F": "title"})
    assert wrong.value.params["columns"] == ("A", "B", "C", "D", "E")
    with pytest.raises(UnknownField) as unknown:
        inspect(file, kind, columns={"B": "titel"})
    assert unknown.value.params["nearest"] == "title"
    with pytest.raises(FieldTwice):
        inspect(file, kind, columns={"B": "title", "C": "title"})


def test_a_file_without_a_column_it_needs_is_surveyed_all_the_same(make_text: MakeText) -> None:
    file = make_text("甲,上报时间\nA1,2026-10-05\n".encode())
    kind = load_kind("ticket")
    with pytest.raises(ColumnMissing):
        inspect(file, kind)
    plan = survey(file, kind)
    assert plan.missing == (("external_no", "serial_no"),)
    assert plan.sample == (("A1", "2026-10-05"),)
    assert survey(file, kind, columns={"A": "external_no"}).missing == ()


def test_a_file_of_no_kind_at_all_is_not_taken_for_another(make_text: MakeText) -> None:
    assert survey(make_text("月份,销量\n1,2\n"), load_kind("ticket")).notices == ()


@pytest.mark.parametrize(
    ("header", "kinds"),
    [
        ("工单编号,事件标题,上报时间,承办单位", ["ticket"]),
        ("code,name", ["division"]),
        ("姓名,网格,联系电话", ["staff"]),
        ("月份,销量", []),
    ],
)
def test_what_a_file_may_be_is_told_by_its_headers(
    make_text: MakeText, header: str, kinds: list[str]
) -> None:
    assert likely_kinds(make_text(f"{header}\n1,2,3,4\n".encode()))[:1] == kinds


SCORES = """江东县网格员绩效考核得分表,,,,,
序号,姓名,所属网格,走访入户（30分）,信息上报（40分）,总分
1,张伟,第一网格,28,39.5,67.5
2,李娜,第二网格,30,36,66
"""
SCORES_UNDER = """序号,网格员姓名,网格名称,走访,,调解,,合计
,,,自评得分,考核得分,自评得分,考核得分,
1,张伟,第一网格,28,27,30,30,57
2,李娜,第二网格,30,29,28,27,56
"""
DAYS = "序号,姓名,所属网格,应出勤天数,实出勤天数,备注\n1,张伟,第一网格,22,21.5,\n"
FIGURES = "网格名称,户数,常住人口,店铺数,重点场所\n第一网格,320,1012,45,7\n第二网格,288,930,31,2\n"
ROSTER = "序号,姓名,性别,所属网格,联系电话,年龄\n1,张伟,男,第一网格,13800001111,35\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SCORES, "mark"),
        (SCORES_UNDER, "mark"),
        (DAYS, "duty"),
        (FIGURES, "grid"),
        (ROSTER, "staff"),
    ],
)
def test_a_file_is_guessed_to_be_what_reads_most_of_it(
    make_text: MakeText, text: str, kind: str
) -> None:
    assert likely_kinds(make_text(text))[0] == kind


def test_a_score_table_read_as_a_roster_is_told_to_be_one(make_text: MakeText) -> None:
    items = "".join(f",第{number}项（10分）" for number in range(8))
    text = f"序号,姓名,网格{items}\n1,张伟,第一网格{',9' * 8}\n"
    (notice,) = survey(make_text(text), load_kind("staff")).notices
    assert (notice.code, dict(notice.params)["other"]) == ("other_kind", "mark")


ATTENDANCE = "序号,姓名,应出勤（天）,实出勤（天）\n1,张伟,22,21\n"


@pytest.mark.parametrize(
    "title",
    [
        "2026年3月网格员出勤统计表",
        "２０２６年０３月份出勤表",
        "统计时间：2026年3月,,填报日期：2026年4月2日",
    ],
)
def test_the_month_of_a_title_is_that_of_every_row(make_text: MakeText, title: str) -> None:
    plan = inspect(make_text(f"{title}\n{ATTENDANCE}"), load_kind("duty"))
    (row,) = rows(plan)
    assert (row.values["period"], row.problems) == ("2026-03", [])
    assert [(notice.code, notice.value) for notice in plan.notices] == [
        ("period_of_title", "2026-03")
    ]


@pytest.mark.parametrize("title", ["出勤统计表", "2026年2月至2026年3月出勤", "2026年3月5日制"])
def test_a_title_without_one_month_names_none(make_text: MakeText, title: str) -> None:
    with pytest.raises(ColumnMissing):
        inspect(make_text(f"{title}\n{ATTENDANCE}"), load_kind("duty"))


def test_a_column_of_months_counts_more_than_the_title(make_text: MakeText) -> None:
    text = "2026年4月出勤表\n月份,姓名,实出勤（天）\n2026年3月,张伟,21\n"
    (row,) = rows(inspect(make_text(text), load_kind("duty")))
    assert row.values["period"] == "2026-03"


BLOCKS = (
    "序号,姓名,社区,电话,序号,姓名,社区,电话\n1,张一,东村,13812345678,2,张二,西村,13912345678\n"
)


def test_a_list_in_two_blocks_is_refused_and_not_read_by_half(make_text: MakeText) -> None:
    with pytest.raises(SideBySide) as refused:
        inspect(make_text(BLOCKS), load_kind("staff"))
    assert refused.value.params["headers"] == ("姓名", "社区", "电话")


def test_a_block_left_out_on_purpose_leaves_one_table(make_text: MakeText) -> None:
    plan = inspect(make_text(BLOCKS), load_kind("staff"), columns={"F": "", "G": "", "H": ""})
    assert [row.values["name"] for row in rows(plan)] == ["张一"]


def test_one_header_that_is_there_twice_is_a_matter_of_notice(make_text: MakeText) -> None:
    text = "诉求号码,上报时间,诉求号码\nA1,2026-06-05,A1\n"
    plan = inspect(make_text(text), load_kind("ticket"))
    assert [notice.code for notice in plan.notices] == ["column_tied"]
