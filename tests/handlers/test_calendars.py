"""The office's own calendar through the gateway: notices, local holidays, hours."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.errors import HoursMalformed, NoticeWrong, PastDays
from gridctl.domain.calendar.shipped import CalendarRule, layered
from gridctl.domain.grids import PlaceNotFound
from gridctl.operations.base import Gateway
from gridctl.operations.commands.calendars import AdoptNotice, SetHours
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.queries.calendars import ShowCalendar
from tests.beginnings import Beginning

#: In the form of a yearly notice; its dates are made up.
DRAFT = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。12月27日（周日）上班。
二、春节：2月5日至11日放假调休，共7天。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
LOCAL = "火把节：11月16日至17日放假，共2天。11月21日（周六）上班。"


def _calendar(gateway: Gateway, place: str | None = None) -> Calendar:
    items = gateway.send(ShowCalendar(place=place)).items
    return layered(CalendarRule(r.kind, r.valid_from or date.min, r.body) for r in items)


def _counties(gateway: Gateway) -> None:
    for name, code in (("江阴市", "320281000000"), ("宜兴市", "320282000000")):
        gateway.send(CreateGrid(name=name, code=code))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> Beginning | None:
    return _counties if "counties" in request.fixturenames else None


@pytest.fixture
def counties(gateway: Gateway) -> Gateway:
    return gateway


def test_an_office_begins_with_the_shipped_calendar(gateway: Gateway) -> None:
    shown = gateway.send(ShowCalendar())
    assert (shown.place_name, shown.items) == (None, ())


def test_a_notice_is_adopted_with_the_december_before(gateway: Gateway) -> None:
    preview = gateway.send(AdoptNotice(text=DRAFT, provisional=True), dry_run=True)
    assert gateway.send(ShowCalendar()).items == ()
    change = gateway.send(AdoptNotice(text=DRAFT, provisional=True))
    assert change == preview
    assert [(each.year, each.before, each.after) for each in change.years] == [
        (2026, "official", "official"),
        (2027, "missing", "provisional"),
    ]
    assert {each.notice for each in change.years} == {"国办发明电〔2026〕99号"}
    december = [(each.day.isoformat(), each.before, each.after) for each in change.days[:2]]
    assert december == [("2026-12-27", "weekend", "makeup"), ("2026-12-31", "working", "off")]
    calendar = _calendar(gateway)
    assert calendar.status(2027) == "provisional"
    assert calendar.add_working_days(date(2026, 12, 30), 1) == date(2027, 1, 4)
    assert calendar.crossed(date(2026, 12, 1), date(2026, 12, 30)) == (2027,)


def test_the_same_notice_again_changes_nothing(gateway: Gateway) -> None:
    gateway.send(AdoptNotice(text=DRAFT, provisional=True))
    again = gateway.send(AdoptNotice(text=DRAFT, provisional=True))
    assert (again.adopted, again.years, again.days) == (False, (), ())
    official = gateway.send(AdoptNotice(text=DRAFT))
    assert official.adopted
    assert [(each.before, each.after) for each in official.years] == [("provisional", "official")]
    assert len(gateway.send(ShowCalendar()).items) == 3
    assert _calendar(gateway).crossed(date(2026, 12, 1), date(2027, 3, 1)) == ()


def test_a_local_holiday_holds_in_its_county_alone(counties: Gateway) -> None:
    change = counties.send(AdoptNotice(text=LOCAL, year=2026, place="江阴市"))
    assert (change.place_name, len(change.days)) == ("江阴市", 3)
    assert change.days[0].occasion == {"zh": "火把节", "en": "Torch Festival"}
    day = date(2026, 11, 16)
    here = [_calendar(counties, place).is_workday(day) for place in ("江阴市", "澄江街道")]
    assert here == [False, False]
    assert _calendar(counties, "宜兴市").is_workday(day)
    assert _calendar(counties).is_workday(day)


def test_the_only_county_is_meant_where_none_is_named(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(AdoptNotice(text=LOCAL, year=2026, place="江阴市"))
    assert gateway.send(ShowCalendar()).place_name == "江阴市"
    assert not _calendar(gateway).is_workday(date(2026, 11, 16))


def test_days_that_have_passed_are_changed_on_purpose_only(gateway: Gateway) -> None:
    text = "火把节：8月10日放假1天。12月1日放假。"
    with pytest.raises(PastDays) as caught:
        gateway.send(AdoptNotice(text=text, year=2026))
    assert caught.value.params == {"day": "2026-08-10"}
    change = gateway.send(AdoptNotice(text=text, year=2026, valid_from=date(2026, 11, 3)))
    assert [each.day for each in change.days] == [date(2026, 12, 1)]
    past = gateway.send(AdoptNotice(text=text, year=2026, valid_from=date(2026, 8, 1)))
    assert [each.day for each in past.days] == [date(2026, 8, 10)]


def test_a_contradiction_adopts_nothing(gateway: Gateway) -> None:
    with pytest.raises(NoticeWrong):
        gateway.send(AdoptNotice(text=DRAFT.replace("5月8日（周六）", "5月8日（周日）")))
    assert gateway.send(ShowCalendar()).items == ()
    with pytest.raises(PlaceNotFound):
        gateway.send(AdoptNotice(text=LOCAL, year=2026, place="无锡市"))


def test_hours_hold_from_today_unless_told(gateway: Gateway) -> None:
    change = gateway.send(SetHours(slots="09:00-12:00 13:00-17:30"))
    assert (change.adopted, change.valid_from) == (True, date(2026, 11, 3))
    assert change.hours_after == {"": "09:00-12:00 13:00-17:30"}
    calendar = _calendar(gateway)
    opens = [calendar.slots(date(2026, 11, day))[0][0].hour for day in (2, 3)]
    assert opens == [8, 9]
    assert not gateway.send(SetHours(slots="09:00-12:00 13:00-17:30")).adopted
    with pytest.raises(HoursMalformed):
        gateway.send(SetHours(slots="morning"))


def test_a_season_and_a_weekday_are_put_beside_what_holds(counties: Gateway) -> None:
    since = date(2027, 1, 1)
    counties.send(
        SetHours(slots="08:00-12:00 15:00-18:00", season="06-01..09-30", valid_from=since)
    )
    change = counties.send(
        SetHours(slots="08:00-12:00", weekdays=("fri",), place="江阴市", valid_from=since)
    )
    assert change.hours_after == {
        "": "08:00-12:00 14:00-18:00",
        ":fri": "08:00-12:00",
        "06-01..09-30": "08:00-12:00 15:00-18:00",
    }
    assert ":fri" not in change.hours_before
    dropped = counties.send(
        SetHours(slots="08:00-12:00 14:00-18:00", all_year=True, place="江阴市", valid_from=since)
    )
    assert dropped.hours_after == {"": "08:00-12:00 14:00-18:00"}
    assert _calendar(counties, "宜兴市").standing_hours(since).seasons
    assert not _calendar(counties, "江阴市").standing_hours(since).seasons
