"""The vocabulary of facts a scheme may name (domain.md 7.1), with their compliance class.

A fact is a whole number counted or entered for one subject in one period. A scheme may declare
more of its own under ``[facts]``; it may not redefine these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gridctl.domain.scoring.labels import Label


class SubjectType(StrEnum):
    """What can be scored."""

    GRIDWORKER = "gridworker"
    GRID = "grid"
    COMMUNITY = "community"
    TOWN = "town"
    UNIT = "unit"


class Compliance(StrEnum):
    """Whether a source may feed a score (国办函〔2026〕12号; domain.md section 12)."""

    OK = "ok"
    CAUTION = "caution"
    BANNED_2026 = "banned_2026"


class Better(StrEnum):
    """Which way a fact speaks for its subject."""

    HIGH = "high"
    LOW = "low"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One countable fact.

    Attributes:
        name: as written in expressions.
        label: what reports call it.
        better: which way it speaks for the subject.
        volume: whether mere amount of work raises it, so that a rule on it needs a cap.
        compliance: whether it may feed a score.
        subjects: the types of subject it is counted for.
    """

    name: str
    label: Label
    better: Better = Better.NEITHER
    volume: bool = False
    compliance: Compliance = Compliance.OK
    subjects: frozenset[SubjectType] = frozenset(SubjectType)


_WORKER = frozenset({SubjectType.GRIDWORKER})
_STAFFED = frozenset(SubjectType) - {SubjectType.UNIT}
_UNIT = frozenset({SubjectType.UNIT})
_TOWN = frozenset({SubjectType.TOWN})


def _volume(name: str, zh: str, en: str, compliance: Compliance = Compliance.OK) -> Fact:
    return Fact(name, Label(zh, en), Better.HIGH, volume=True, compliance=compliance)


def _good(
    name: str, zh: str, en: str, subjects: frozenset[SubjectType] = frozenset(SubjectType)
) -> Fact:
    return Fact(name, Label(zh, en), Better.HIGH, subjects=subjects)


def _bad(
    name: str, zh: str, en: str, subjects: frozenset[SubjectType] = frozenset(SubjectType)
) -> Fact:
    return Fact(name, Label(zh, en), Better.LOW, subjects=subjects)


def _base(
    name: str, zh: str, en: str, subjects: frozenset[SubjectType] = frozenset(SubjectType)
) -> Fact:
    return Fact(name, Label(zh, en), subjects=subjects)


def _banned(name: str, zh: str, en: str) -> Fact:
    return Fact(name, Label(zh, en), Better.HIGH, True, Compliance.BANNED_2026)


_INTAKE = (
    _volume("reported", "上报数", "reported", Compliance.CAUTION),
    _volume("valid", "有效上报数", "valid reports"),
    _volume("valid_weighted", "计分有效上报数", "valid reports within the scheme's caps"),
    _base("valid_target", "有效上报目标数", "target of valid reports"),
    _volume("filed", "立案数", "filed"),
    _good("accurately_filed", "准确立案数", "filed and not voided"),
    _bad("public_reported", "公众举报立案数", "filed upon a public report"),
    _bad("repeat", "重复诉求数", "repeats of an earlier report by the same caller"),
    _bad("rejected", "作废数", "rejected"),
    _volume("self_handled", "自行处置数", "handled on the spot", Compliance.CAUTION),
    _bad("missed", "漏报数", "missed reports"),
)
_HANDLING = (
    Fact("dispatched", Label("派遣数", "dispatched"), volume=True),
    _volume("signed", "签收数", "signed"),
    _good("signed_on_time", "按时签收数", "signed on time"),
    _bad("signed_late", "逾期签收数", "signed late or not at all"),
    _base("due_to_handle", "应处置数", "due to be handled"),
    _volume("handled", "处置数", "handled"),
    _good("handled_on_time", "按期处置数", "handled on time"),
    _good("accurately_dispatched", "准确派遣数", "dispatched, neither returned nor reworked"),
    _bad("handle_minutes", "处置用时合计（分钟）", "minutes of handling in all"),
    _base("handle_timed", "可计处置用时件数", "handled in a known time"),
    _bad("handle_median", "处置用时中位数（分钟）", "median minutes of handling"),
    _bad("rework", "返工件数", "tickets reworked"),
    _bad("rework_times", "返工次数", "times reworked"),
    _bad("returned", "退单数", "returned"),
    _base("extension", "延期数", "extended"),
    _base("suspended", "挂账数", "suspended"),
    _bad("overdue_open", "超期未处置数", "open past the deadline"),
    _base("exempt", "申诉豁免数", "exempted on appeal"),
)
_CLOSING = (
    _base("due_to_close", "应结案数", "due to be closed"),
    _volume("closed", "结案数", "closed"),
    _good("closed_on_time", "按期结案数", "closed on time"),
    _bad("closed_late", "逾期结案数", "closed late"),
    _good("first_pass", "一次完成数", "closed without rework"),
    _bad("redone", "回访重办数", "reworked after a call-back"),
    _base("verdicts_stated", "其中按原表结论计数", "of these, by a verdict stated in the source"),
)
_QUALITY = (
    _base("need_verify", "应核实数", "due to be verified"),
    _good("verified_on_time", "按时核实数", "verified on time"),
    _base("need_check", "应核查数", "due to be checked"),
    _good("checked_on_time", "按时核查数", "checked on time"),
    _base("revisited", "回访有效数", "revisits answered"),
    _good("satisfied", "满意数", "satisfied"),
    _good("basically_satisfied", "基本满意数", "basically satisfied"),
    _bad("dissatisfied", "不满意数", "dissatisfied"),
    _base("unreachable", "回访未联系上数", "revisits unanswered"),
    _good("resolved", "已解决数", "resolved"),
    _base("random_checked", "双随机抽查数", "drawn in random checks"),
    _good("passed", "抽查合格数", "passed in random checks"),
)
_STANDING = (
    _good("merit_town", "镇级表扬数", "merits, town level"),
    _good("merit_county", "县级表扬数", "merits, county level"),
    _good("merit_city", "市级表扬数", "merits, city level"),
    _good("merit_province", "省级表扬数", "merits, province level"),
    _good("major_hazard", "重大隐患发现数", "major hazards found"),
    _bad("penalty_points", "扣分(万分之一分)", "penalty, 1/10,000 points"),
    _good("months_in_post", "在岗月数", "months in post", _WORKER),
    _good("duty_days", "出勤天数", "days on duty by the roster", _WORKER),
    _base("required_days", "应出勤天数", "days required by the roster", _WORKER),
    _bad("open_discipline", "未结纪律处理数", "disciplinary matters open", _WORKER),
    _bad("fabricated_report", "查实虚报数", "fabricated reports confirmed"),
    _bad("discipline_decision", "纪律处分数", "disciplinary decisions"),
    _bad("serious_accident", "重大责任事故数", "serious accidents, responsible"),
    _base("grids", "网格数", "grids", _STAFFED),
    _base("households", "户数", "households", _STAFFED),
)
#: Whistle calls: a unit is called, a town calls (domain.md 8). Points are 1/10,000 points.
_WHISTLES = (
    _base("whistle_called", "被吹哨次数", "whistle calls to the unit", _UNIT),
    _good("whistle_arrived_on_time", "按时报到次数", "arrived in time when called", _UNIT),
    _bad("whistle_late", "逾期或未报到次数", "late or absent when called", _UNIT),
    _base("whistle_scored", "获吹哨方评价次数", "scored by callers", _UNIT),
    _good("whistle_arrival_points", "报到时限得分合计", "points for arrival in time", _UNIT),
    _good("whistle_people_points", "人员到位得分合计", "points for the right people", _UNIT),
    _good("whistle_handling_points", "现场处置得分合计", "points for handling on site", _UNIT),
    _good("whistle_effect_points", "处置效果得分合计", "points for effect", _UNIT),
    _base("whistle_calls", "吹哨次数", "whistle calls made", _TOWN),
    _bad("whistle_rejected", "吹哨被退回次数", "whistle calls rejected", _TOWN),
    _base("whistle_rated", "获报到单位评价次数", "scored by units called", _TOWN),
    _good("whistle_necessity_points", "吹哨必要性得分合计", "points for necessity", _TOWN),
    _good("whistle_cooperation_points", "配合情况得分合计", "points for cooperation", _TOWN),
)
_BANNED = (
    _banned("login_days", "登录天数", "days logged in"),
    _banned("online_minutes", "在线时长", "minutes online"),
    _banned("track_km", "巡查轨迹公里数", "patrol track, km"),
    _banned("checkin_count", "打卡签到次数", "check-ins"),
    _banned("photo_count", "上传照片数", "photos uploaded"),
    _banned("likes", "点赞数", "likes"),
)

#: Every fact the program knows, by name.
VOCABULARY: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        *_INTAKE,
        *_HANDLING,
        *_CLOSING,
        *_QUALITY,
        *_STANDING,
        *_WHISTLES,
        *_BANNED,
    )
}


def facts_for(subject: SubjectType) -> tuple[Fact, ...]:
    """Return the vocabulary of one type of subject, in its order of reporting."""
    return tuple(fact for fact in VOCABULARY.values() if subject in fact.subjects)


#: What the names of figures begin with that are entered or taken over, not counted.
_ENTERED = ("manual.", "panel.", "period.")


def manual_fact(item: str) -> str:
    """Return the fact that carries a clerk's entry for an item, in 1/10,000 points."""
    return f"manual.{item}"


def mark_fact(item: str, rater: str, seat: int) -> str:
    """Return the fact that carries one rater's mark for a panel item, in 1/10,000 points."""
    return f"{mark_prefix(item, rater)}{seat}"


def mark_prefix(item: str, rater: str) -> str:
    """Return what the names of one rater group's marks begin with."""
    return f"panel.{item}.{rater}."


def band_fact(item: str) -> str:
    """Return the fact that carries the volume band (from 1) the evaluation puts a subject in."""
    return f"band.{item}"


def period_fact(item: str, part: str) -> str:
    """Return the fact that carries an earlier period's score, in 1/10,000 points."""
    return f"period.{item}.{part}"


def is_points(fact: str) -> bool:
    """Tell whether a fact is an amount in 1/10,000 points, not a count."""
    return fact.endswith("_points") or fact.startswith(_ENTERED)
