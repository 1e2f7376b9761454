"""The workflow the dashboard offers steps of."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from gridctl.domain.workflow.parse import shipped_text
from gridctl_tui.workflow import LatestWorkflow


def test_another_workflow_is_read_after_a_change_and_only_then() -> None:
    texts = [shipped_text(), shipped_text(), shipped_text().replace('"dispatch"', '"dispatch"\n')]
    asked = list[Any]()

    class Desk:
        async def send(self, operation: Any) -> Any:
            asked.append(operation)
            return SimpleNamespace(text=texts[len(asked) - 1])

    async def scene() -> None:
        latest = LatestWorkflow(Desk())  # type: ignore[arg-type]
        first = await latest.read(0)
        assert await latest.read(0) is first
        assert len(asked) == 1
        assert await latest.read(1) is first
        assert await latest.read(2) is not first
        assert len(asked) == 3

    asyncio.run(scene())
