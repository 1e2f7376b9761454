"""The steps of the loop as verbs of ``gridctl ticket``: their options and examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import typer

from gridctl.cli.context.choices import choice
from gridctl.cli.context.when import day_option
from gridctl.cli.ticket.declared import text
from gridctl.presentation.ticket_steps import STEPS, Fact, Step


class Verb(NamedTuple):
    """A step as a verb: its operation, its help, its options by field of the operation."""

    step: str
    help: str
    epilog: str
    options: Mapping[str, Any] = {}
    required: tuple[str, ...] = ()


_T = "3202812026100100001"

_EXAMPLES: Mapping[str, str] = {
    "report": f"gridctl ticket report {_T}",
    "self-handle": f"gridctl ticket self-handle {_T} --reply 已当场清理 --attach 后.jpg",
    "send-verify": f"gridctl ticket send-verify {_T} --staff 张伟",
    "verify-done": f"gridctl ticket verify-done {_T} --outcome exist --as 张伟",
    "file": f"gridctl ticket file {_T} --condition 2\n"
    "gridctl ticket list --state reported --fields serial_no | gridctl ticket file -",
    "void": f"gridctl ticket void {_T} --opinion 不属受理范围",
    "merge": f"gridctl ticket merge JY-8 JY-9 --into {_T}",
    "dispatch": f"gridctl ticket dispatch {_T} --unit 城管局 --limit 5工作日\n"
    "gridctl ticket list --state filed --fields serial_no | gridctl ticket dispatch - -n",
    "sign": f"gridctl ticket sign {_T} --as 城管局",
    "return": f"gridctl ticket return {_T} --ground not_competent --opinion 属住建局 --as 城管局",
    "arbitrate": f"gridctl ticket arbitrate {_T} --unit 城管局 --opinion 依权责清单",
    "escalate": f"gridctl ticket escalate {_T} --opinion 超出镇级权限 --as 澄江街道网格中心",
    "hand-down": f"gridctl ticket hand-down {_T} --level town",
    "extend": f"gridctl ticket extend {_T} --limit 3工作日 --opinion 材料采购 --as 城管局",
    "suspend": f"gridctl ticket suspend {_T} --until 2026-12-01 --opinion 汛期不能施工 --as 水利局",
    "resume": f"gridctl ticket resume {_T}",
    "feedback": f"gridctl ticket feedback {_T} --reply 已清运完毕 --as 城管局\n"
    f"gridctl ticket feedback {_T} --template 办结 --as 城管局",
    "assist": f"gridctl ticket assist {_T} --unit 公安局 --limit 2工作日",
    "finish-assist": f"gridctl ticket finish-assist {_T} --reply 已到场配合 --as 公安局",
    "send-check": f"gridctl ticket send-check {_T} --staff 张伟",
    "check-done": f"gridctl ticket check-done {_T} --outcome pass --as 张伟",
    "rework": f"gridctl ticket rework {_T} --opinion 现场仍有残留",
    "revisit": f"gridctl ticket revisit {_T} --outcome satisfied --resolved",
    "close": f"gridctl ticket close {_T}",
    "force-close": f"gridctl ticket force-close {_T} --opinion 经主要领导批准",
    "reopen": f"gridctl ticket reopen {_T} --opinion 群众反映复发 --limit 2工作日",
    "archive": "gridctl ticket list --state closed --until 2026-09 --all --fields serial_no"
    " | gridctl ticket archive -",
    "appeal": f"gridctl ticket appeal {_T} --opinion 台风停工 --as 城管局",
    "nudge": f"gridctl ticket nudge {_T} --opinion 请于今日反馈",
    "supervise": f"gridctl ticket supervise {_T} --colour yellow --opinion 多次催办未果",
    "cancel-supervise": f"gridctl ticket cancel-supervise {_T} --opinion 已整改",
    "urge": f"gridctl ticket urge {_T} --urgency red --opinion 涉及安全",
    "instruct": f"gridctl ticket instruct {_T} --opinion 请城管局牵头本周办结",
    "notify": f"gridctl ticket notify {_T} --unit 公安局 --unit 应急局 --opinion 请知悉",
    "read": f"gridctl ticket read {_T} --as 公安局",
    "step": f"gridctl ticket step {_T} --verb pre_review --opinion 材料齐全",
    "comment": f"gridctl ticket comment {_T} --opinion 施工队已进场 --as 城管局",
}


def _verb(name: str, step: Step) -> Verb:
    options = {field: _option(fact) for field, fact in step.facts.items()}
    return Verb(step.operation, step.help, _EXAMPLES[name], options, step.required)


def _option(fact: Fact) -> Any:
    """Return the annotation by which Typer knows an option."""
    if fact.kind == "choice":
        return Annotated[str | None, choice(fact.labels, fact.help, words=fact.words)]
    if fact.kind == "day":
        return Annotated[str | None, day_option(fact.help)]
    if fact.kind == "yes_no":
        return Annotated[bool | None, typer.Option(*fact.flags, help=fact.help)]
    if fact.kind == "units":
        declared = typer.Option(*fact.flags, metavar=fact.metavar, help=fact.help)
        return Annotated[list[str] | None, declared]
    if fact.flags:
        return Annotated[
            str | None, typer.Option(*fact.flags, metavar=fact.metavar, help=fact.help)
        ]
    declared = text(fact.help, fact.metavar or "TEXT")
    return (
        Annotated[int | None, declared]
        if fact.kind == "number"
        else Annotated[str | None, declared]
    )


VERBS: Mapping[str, Verb] = {name: _verb(name, step) for name, step in STEPS.items()}
