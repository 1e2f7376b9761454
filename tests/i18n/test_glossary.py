"""The Chinese of states, roles and kinds is the office's own (domain.md 2, 5.2 and 7.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from gridctl.domain import awards, categories, evidence, grids, loop, staff, tickets
from gridctl.domain.workflow import vocabulary
from gridctl.foundation.i18n import translator

STATES = {
    "draft": "草稿",
    "reported": "已上报",
    "verifying": "核实中",
    "rejected": "不予受理",
    "filed": "已立案",
    "dispatched": "已派遣",
    "handling": "处置中",
    "returned": "已退单",
    "suspended": "已挂账",
    "fed_back": "已反馈",
    "checking": "核查中",
    "rework": "返工中",
    "revisiting": "待回访",
    "closed": "已结案",
    "archived": "已归档",
    "merged": "已并案",
    "self_closed": "自行处置",
}
ROLES = {
    "grid_leader": "网格长",
    "gridworker": "网格员",
    "inspector": "督查员",
    "informant": "信息员",
    "liaison": "联络员",
    "patroller": "巡查员",
}
GRID_KINDS = {"general": "综合网格", "exclusive": "专属网格", "micro": "微网格"}
CATEGORY_KINDS = {"event": "事件", "component": "部件", "service": "服务", "hotline": "热线"}
LEVELS = {
    "county": "区县",
    "town": "镇街",
    "village": "村（社区）",
    "grid": "网格",
    "micro": "微网格",
}
EMPLOYMENT = {"full": "专职", "part": "兼职"}
VERDICTS = {"on_time": "按期", "overdue": "超期"}
SATISFACTION = {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}
#: In one system the code for a refusal bore the word for consent (domain.md 15.2).
REQUESTS = {"pending": "待决定", "granted": "已批准", "refused": "已驳回", "lapsed": "已失效"}
OUTCOMES = {
    "exist": "属实",
    "not_exist": "不属实",
    "pass": "通过",
    "fail": "未通过",
    "unable": "无法核实",
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
    "unreachable": "未联系上",
}
TASKS = {"verify": "核实", "check": "核查"}
AWARD_STATES = {
    "nominated": "已提名",
    "approved": "已审批",
    "published": "公示中",
    "finalised": "已确定",
    "paid": "已发放",
}
#: An English term -> the Chinese one that stands wherever it does.
TERMS = {
    # Documents count them (件) and call them by what they are about.
    r"tickets?": "工单|件|问题|事项|总量|结案数",
    r"serial numbers?": "工单编号",
    r"gridworkers?": "网格员",
    r"grid leaders?": "网格长",
    r"micro-grids?": "微网格",
    r"staff numbers?": "人员编号",
    r"working days?": "工作日",
    r"households?": "户",
    r"objections?": "异议",
    r"runners?-up": "候补",
    r"evidence": "考评依据",
    r"profiles?": "配置档",
    r"categor(?:y|ies)": "分类",
    r"units?": "单位|主管部门",
    r"journal": "日志",
    r"froze|frozen|freeze": "冻结",
    r"vetoe?d?": "否决",
    r"on time": "按期|时效",
    r"missed reports?": "漏报",
    r"spot checks?": "抽查",
    r"revisits?": "回访",
    r"deadlines?": "期限|截止时间",
    r"overdue": "超期",
    r"assess(?:ed|ments?)?": "考评",
    r"award lists?": "激励名单",
    r"serial or external number": "工单编号或外部编号",
}
#: Not words of the message: places, what is typed or pointed to, names of formats.
NOT_WORDS = re.compile(r"{\w+}|'[^']*'|<[a-z-][^<>|]*|gridctl .*|--[\w-]+|\w+_\w+")


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (tickets.STATE_NAMES, STATES),
        (tickets.VERDICT_NAMES, VERDICTS),
        (tickets.SATISFACTION_NAMES, SATISFACTION),
        (staff.ROLE_NAMES, ROLES),
        (staff.EMPLOYMENT_NAMES, EMPLOYMENT),
        (grids.KIND_NAMES, GRID_KINDS),
        (grids.LEVEL_NAMES, LEVELS),
        (categories.KIND_NAMES, CATEGORY_KINDS),
        (evidence.TASK_NAMES, TASKS),
        (awards.STATE_NAMES, AWARD_STATES),
        (loop.REQUEST_STATES, REQUESTS),
        (vocabulary.OUTCOME_NAMES, OUTCOMES),
    ],
)
def test_codes_have_the_words_of_the_office(
    labels: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    say = translator("zh_CN")
    said = {str(code): say(label) for code, label in labels.items()}
    assert {code: said[code] for code in expected} == expected
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_always_the_same_word(term: str, chinese: dict[str, str]) -> None:
    spoken = re.compile(rf"\b(?:{term})\b", re.IGNORECASE)
    using = {m: said for m, said in chinese.items() if spoken.search(NOT_WORDS.sub("", m))}
    assert using
    assert {m: said for m, said in using.items() if not re.search(TERMS[term], said)} == {}
