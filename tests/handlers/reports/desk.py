"""Documents of a month as text, and an award list on its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from gridctl.operations.commands.awards import (
    ApproveAwards,
    FinaliseAwards,
    PayAwards,
    PublishAwards,
)

MONTH = "2026-10"


AFTER_PUBLICITY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


BASIS = "《绩效激励方案》（澄网格办[2026]3号）"


#: Carries a step of the award list out, by the leader and, where said, after the publicity.
Step = Callable[..., Any]


def publish(step: Step) -> None:
    step(ApproveAwards(award_list="L1"))
    step(PublishAwards(award_list="L1"))


def finalise_and_pay(step: Step) -> None:
    publish(step)
    step(FinaliseAwards(award_list="L1"), AFTER_PUBLICITY)
    step(PayAwards(award_list="L1", amount_fen=30_050), AFTER_PUBLICITY)
