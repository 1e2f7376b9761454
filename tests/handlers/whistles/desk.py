"""Whistle calls on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from gridctl.operations.base import Gateway
from gridctl.operations.commands.whistles import CallWhistle, ReviewWhistle
from gridctl.operations.queries.whistles import WhistleView

CHINA = timezone(timedelta(hours=8))


As = Callable[[str], Gateway]


TOWN, VILLAGE = "澄江街道网格中心", "文定社区工作站"


GOOD: dict[str, Any] = {"arrival": 25, "people": 20, "handling": Decimal("22.5"), "effect": 20}


THEIRS: dict[str, Any] = {"necessity": 25, "cooperation": 20}


def at(day: int, hour: int = 9, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def call(gateway: Gateway, **facts: Any) -> WhistleView:
    said: dict[str, Any] = {
        "kind": "joint_enforcement", "title": "夜市占道", "facts": "每晚二十余摊占道",
        "proposal": "联合整治", "place": "文定社区", "at": at(9),
    }  # fmt: skip
    return gateway.send(CallWhistle(**said | facts))


def accept(
    gateway: Gateway, number: str, when: datetime | None = None, **facts: Any
) -> WhistleView:
    said: dict[str, Any] = {"grade": "coordinated", "lead": "城管局", "assisting": ("公安局",)}
    review = ReviewWhistle(whistle=number, accept=True, at=when or at(9, 10), **said | facts)
    return gateway.send(review)
