from __future__ import annotations

import pytest

from gridctl.domain.imports import FileChanged
from gridctl.domain.problems import MESSAGES, Problem
from gridctl.imports import inspect, load_kind, rows
from gridctl.imports.plan import Row
from tests.imports.conftest import MakeText

HEADER = "工单编号,上报时间,标题,联系电话,状态\n"


def read(
    make_text: MakeText, body: str, kind: str = "ticket", year: int | None = None
) -> list[Row]:
    header = "" if kind != "ticket" else HEADER
    return list(rows(inspect(make_text(header + body), load_kind(kind), year=year)))


@pytest.mark.parametrize("word", ["-", "—", "/", "无", "空", "N/A", "null", "", "  ", "　", "NaN"])
def test_words_that_say_nothing_are_empty(make_text: MakeText, word: str) -> None:
    (row,) = read(make_text, f"1,2026-06-05,{word},{word},{word}\n")
    assert row.values == {"external_no": "1", "reported_at": "2026-06-05T00:00:00"}
    assert not row.problems


def test_problems_name_field_and_value_and_do_not_stop_the_rest(make_text: MakeText) -> None:
    bad, good = read(make_text, "1,2026-02-30,占道,1381234,飞走了\n2,2026-06-05,噪音,,已结案\n")
    assert {(p.code, p.field, p.value) for p in bad.problems} == {
        ("not_a_date", "reported_at", "2026-02-30"),
        ("not_a_phone", "contact_phone", "1381234"),
        ("unknown_choice", "state", "飞走了"),
    }
    assert bad.values == {"external_no": "1", "title": "占道"}
    assert bad.raw["state"] == "飞走了"
    assert good.values["state"] == "closed"


def test_what_must_be_filled_in_is_asked_for(make_text: MakeText) -> None:
    (row,) = read(make_text, ",,占道,,\n")
    assert row.problems == [Problem("required", "reported_at")]


def test_a_date_without_a_year_takes_the_year_of_the_import(make_text: MakeText) -> None:
    body = "1,6月5日,占道,,\n"
    assert read(make_text, body)[0].problems[0].code == "year_missing"
    assert read(make_text, body, year=2026)[0].values["reported_at"] == "2026-06-05T00:00:00"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("合计,,3,,", "total_row"),
        (",小 计,3,,", "total_row"),
        ("东镇小计,,3,,", "total_row"),
        ("平均,,3,,", "total_row"),
        ("Total,,3,,", "total_row"),
        ("备注：以上为六月数据,,,,", "note_row"),
        ("填表人：张三,,审核：李四,,", "note_row"),
        ("注1：不含夜间,,,,", "note_row"),
        ("共计2件,,,,", "total_row"),
        ("合计：3,,,,", "total_row"),
        ("制表人：,张三,,审核人：,李四", "note_row"),
        ("制表人,张三,,审核人,李四", "note_row"),
        (",,单位负责人（盖章）,,", "note_row"),
        ("主要领导签字：,,分管领导签字：,经办人：,", "note_row"),
        ("打印人：admin,,打印时间：2026-06-30,,", "note_row"),
        ("2026年6月30日,,,,", "note_row"),
        ("（公章）,,,,", "note_row"),
        ("——以下无正文——,,,,", "note_row"),
        ("第1页 共3页,,,,", "note_row"),
        ("示例,2026-06-05,占道,,", "example_row"),
        ("（样例）,2026-06-05,占道,,", "example_row"),
        ("工单编号,上报时间,标题,联系电话,状态", "header_row"),
    ],
)
def test_rows_that_are_no_records_are_skipped_with_a_notice(
    make_text: MakeText, line: str, code: str
) -> None:
    skipped, record = read(make_text, f"{line}\n1,2026-06-05,占道,,\n")
    assert skipped.skipped is not None
    assert (skipped.skipped.code, skipped.values, skipped.problems) == (code, {}, [])
    assert record.skipped is None


@pytest.mark.parametrize(
    "title", ["合计收费不合理", "备注：请回电", "平均分配不公", "小区总计三处破损", "共计三次上报"]
)
def test_records_that_only_sound_like_totals_stay(make_text: MakeText, title: str) -> None:
    (row,) = list(
        rows(
            inspect(
                make_text(f"标题,工单编号,上报时间\n{title},1,2026-06-05\n"), load_kind("ticket")
            )
        )
    )
    assert row.values["title"] == title


ROSTER = "姓名,镇街,手机\n张伟,星沙街道,13812345678\n"


def roster(make_text: MakeText, body: str) -> list[Row]:
    return list(rows(inspect(make_text(ROSTER + body), load_kind("staff"))))[1:]


def test_a_note_goes_on_in_the_rows_below_it(make_text: MakeText) -> None:
    noted = roster(
        make_text, "注：1.一式两份,,\n2.专职指统一招聘,,\n　　兼职含村干部,,\n李娜,江背镇,\n"
    )
    assert [row.skipped and row.skipped.code for row in noted] == ["note_row"] * 3 + [None]


def test_who_issued_a_table_stands_above_the_day_and_is_no_record(make_text: MakeText) -> None:
    issued = roster(make_text, "李娜,,\n\n某县社会治理中心,,\n2026年3月5日,,\n")
    assert [row.values.get("name") for row in issued] == ["李娜", None, None]


@pytest.mark.parametrize(
    "name", ["李娜", "王芳2", "阿依古丽.买买提", "张伟（专职）", "John Smith", "𠮷田"]
)
def test_a_row_of_one_name_in_a_roster_is_a_record(make_text: MakeText, name: str) -> None:
    (row,) = roster(make_text, f"{name},,\n")
    assert row.skipped is None
    assert not row.problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("张伟、李娜", "several_names"),
        ("张伟，李娜", "several_names"),
        ('"孙七\n周八"', "several_names"),
        ("张伟/李娜", "several_names"),
        ("13812345678", "not_a_name"),
        ("3.", "not_a_name"),
        ("姓名：张伟", "not_a_name"),
    ],
)
def test_a_cell_names_one_person(make_text: MakeText, cell: str, code: str) -> None:
    text = f"镇街,姓名,手机\n星沙街道,{cell},13812345678\n".replace("，", "\uff0c")
    (row,) = rows(inspect(make_text(text), load_kind("staff")))
    assert [(problem.code, problem.field) for problem in row.problems] == [(code, "name")]


def test_a_row_without_anything_known_is_skipped_and_a_blank_one_is_not_a_row(
    make_text: MakeText,
) -> None:
    body = "编码,单位名称,来件数\nU1,城管局,3\n,,9\n,,\n,　, \n"
    first, stray = read(make_text, body, "unit")
    assert first.values == {"code": "U1", "name": "城管局"}
    assert stray.skipped == Problem("no_known_value", "", "9")


def test_short_and_long_rows_are_read_as_far_as_they_go(make_text: MakeText) -> None:
    short, long = read(make_text, "1,2026-06-05\n2,2026-06-05,占道,,已结案,多,余\n")
    assert short.values == {"external_no": "1", "reported_at": "2026-06-05T00:00:00"}
    assert long.values["state"] == "closed"


def test_a_state_on_time_or_overdue_feeds_both_fields(make_text: MakeText) -> None:
    late, open_ = read(make_text, "1,2026-06-05,占道,,逾期办结\n2,2026-06-05,占道,,处置中\n")
    assert (late.values["state"], late.values["on_time_stated"]) == ("closed", "overdue")
    assert open_.values["state"] == "handling"
    assert "on_time_stated" not in open_.values
    assert not open_.problems


def test_a_column_that_asks_whether_it_is_late_turns_the_answer_round(make_text: MakeText) -> None:
    text = "工单编号,上报时间,是否超期\n1,2026-06-05,是\n2,2026-06-05,否\n"
    stated = [
        r.values["on_time_stated"] for r in rows(inspect(make_text(text), load_kind("ticket")))
    ]
    assert stated == ["overdue", "on_time"]


def test_not_applicable_is_an_outcome_where_the_kind_has_it(make_text: MakeText) -> None:
    text = "抽查日期,姓名,结果\n2026-06-05,张三,N/A\n2026-06-05,李四,合格\n2026-06-05,王五,不合格\n"
    outcomes = [row.values["outcome"] for row in rows(inspect(make_text(text), load_kind("check")))]
    assert outcomes == ["na", "pass", "fail"]


def test_texts_longer_than_their_field_are_reported(make_text: MakeText) -> None:
    (row,) = read(make_text, f"1,2026-06-05,{'长' * 201},,\n")
    assert row.problems[0].code == "too_long"
    assert row.problems[0].params == (("limit", 200),)


def test_marks_that_keep_a_spreadsheet_from_calculating_are_taken_off(make_text: MakeText) -> None:
    (row,) = read(make_text, '"=""007""",2026-06-05,\'=SUM(A1),\'13812345678,\n')
    assert row.values["external_no"] == "007"
    assert row.values["title"] == "=SUM(A1)"
    assert row.values["contact_phone"] == "13812345678"


def test_codes_that_all_lost_their_last_digits_are_refused(make_text: MakeText) -> None:
    lost = "250912101108115000,2026-06-05,占道,,\n250912101108223000,2026-06-05,噪音,,\n"
    assert {p.code for row in read(make_text, lost) for p in row.problems} == {"precision_lost"}
    kept = lost.replace("223000", "223409")
    assert not [p for row in read(make_text, kept) for p in row.problems]


def test_a_file_changed_since_it_was_planned_is_refused(make_text: MakeText) -> None:
    plan = inspect(make_text(HEADER + "1,2026-06-05,占道,,\n"), load_kind("ticket"))
    assert len(list(rows(plan))) == 1
    make_text(HEADER + "2,2026-06-05,占道,,\n")
    with pytest.raises(FileChanged):
        list(rows(plan))


def test_a_file_of_one_header_has_no_rows(make_text: MakeText) -> None:
    assert read(make_text, "") == []


def test_every_problem_has_words(make_text: MakeText) -> None:
    body = "1,2026-02-30,占道,1381234,飞走了\n合计,,,,\n,,x,,\n"
    codes = {p.code for row in read(make_text, body) for p in (*row.problems, row.skipped) if p}
    assert codes
    assert codes <= set(MESSAGES)
