"""What a header says: the field it names, through its decoration, or none."""

from __future__ import annotations

import pytest

from gridctl.imports.words import plain
from tests.imports.mapped import mapped


@pytest.mark.parametrize(
    "header",
    [
        "*联系电话",
        "联系 电话",
        "联系电话（必填）",
        " 联系电话\n",
        "联系电话:",
        "【联系电话】",
        "联系电话＊",
    ],
)
def test_headers_are_read_through_their_decoration(header: str) -> None:
    assert plain(header) == "联系电话"


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("ticket", "工单编码", "external_no"),
        ("ticket", "事件代码", "external_no"),
        ("ticket", "应结案日期", "deadline_at"),
        ("ticket", "签收时刻", "signed_at"),
        ("ticket", "二级类型", "category2"),
        ("ticket", "承办机构", "lead_unit"),
        ("staff", "负责网格", "grid"),
        ("revisit", "事件编码", "ticket_no"),
    ],
)
def test_endings_that_mean_the_same_name_the_same_field(kind: str, header: str, field: str) -> None:
    assert mapped(kind, [header])[0] == {header: (field,)}


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("ticket", "上级规定归档时间"),
        ("ticket", "拟定归档时间"),
        ("ticket", "要求归档时间"),
        ("ticket", "来电编码人"),
        ("check", "被检查人员单位"),
    ],
)
def test_a_word_before_that_changes_the_sense_is_heeded(kind: str, header: str) -> None:
    assert not mapped(kind, [header])[0]


@pytest.mark.parametrize("header", ["承诺办结时间", "规定办结日期", "最迟办结时间"])
def test_until_when_is_not_when_it_was_done(header: str) -> None:
    assert mapped("ticket", [header])[0] == {header: ("deadline_at",)}


def test_who_was_checked_is_not_who_checked() -> None:
    assert mapped("check", ["被检查人", "检查人"])[0] == {
        "被检查人": ("staff",),
        "检查人": ("inspector",),
    }


def test_a_pair_of_name_and_id_feeds_two_fields() -> None:
    fields, mapping = mapped(
        "ticket",
        ["REC_ID", "CREATE_TIME", "STREET_NAME", "STREET_ID", "EVENT_TYPE_NAME", "EVENT_TYPE_ID"],
    )
    assert fields == {
        "REC_ID": ("external_no",),
        "CREATE_TIME": ("reported_at",),
        "STREET_NAME": ("town",),
        "EVENT_TYPE_NAME": ("category1",),
        "EVENT_TYPE_ID": ("category1_code",),
    }
    assert mapping.dropped == ("STREET_ID",)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("service_request_id", "external_no"),
        ("SRNumber", "external_no"),
        ("case_enquiry_id", "external_no"),
        ("requested_datetime", "reported_at"),
        ("CreatedDate", "reported_at"),
        ("open_dt", "reported_at"),
        ("target_dt", "deadline_at"),
        ("sla_target_dt", "deadline_at"),
        ("expected_datetime", "deadline_at"),
        ("closed_dt", "closed_at"),
        ("ClosedDate", "closed_at"),
        ("on_time", "on_time_stated"),
        ("OnTime_Status", "on_time_stated"),
        ("case_status", "state"),
        ("RequestType", "category"),
        ("service_name", "category"),
        ("service_code", "category_code"),
        ("Address", "address"),
        ("agency_responsible", "lead_unit"),
        ("status_notes", "public_reply"),
        ("lat", "lat"),
        ("long", "lon"),
        ("RequestSource", "source"),
        ("诉求号码", "external_no"),
        ("案件编号", "external_no"),
        ("服务单号（12345）", "external_no"),
        ("镇街", "town"),
        ("所属乡镇（街道）", "town"),
        ("手机号码", "contact_phone"),
        ("事件发生时间", "occurred_at"),
        ("实际办结时间", "closed_at"),
        ("大类名称", "category1"),
        ("网格员姓名", "reporter"),
        ("12345工单编号", "external_no"),
    ],
)
def test_headers_of_many_systems_name_ticket_fields(header: str, field: str) -> None:
    fields, _ = mapped("ticket", [header])
    assert fields[header][0] == field


@pytest.mark.parametrize(
    "header",
    [
        "序号",
        "预计办结时间",
        "UpdatedDate",
        "身份证号码",
        "网格员身份证号",
        "督办办结时间",
        "性别",
        "",
    ],
)
def test_headers_that_only_look_like_a_field_are_dropped(header: str) -> None:
    fields, mapping = mapped("ticket", [header, "工单编号"])
    assert list(fields) == ["工单编号"]
    assert mapping.dropped == ((header,) if header else ())


def test_a_street_beside_a_house_number_is_a_road() -> None:
    assert "StreetName" in mapped("ticket", ["StreetName", "SRNumber"])[0]
    fields, mapping = mapped("ticket", ["StreetName", "HouseNumber", "SRNumber"])
    assert list(fields) == ["SRNumber"]
    assert mapping.dropped == ("StreetName", "HouseNumber")


@pytest.mark.parametrize(
    ("header", "cell", "field"),
    [
        ("办理时限", "2026-06-05", "deadline_at"),
        ("办理时限", "3个工作日", "limit_text"),
        ("办理时限（工作日）", "3", "limit_text"),
        ("处理时限(小时)", "24.0", "limit_text"),
        ("SLA", "4小时", "limit_text"),
    ],
)
def test_limits_and_deadlines_share_their_headers(header: str, cell: str, field: str) -> None:
    assert mapped("ticket", [header, "工单编号"], [[cell, "1"]])[0][header] == (field,)
