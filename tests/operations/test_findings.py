"""What is wrong with a value of an operation is said in our words, not in pydantic's."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

from pydantic import ValidationError

from gridctl.operations.registry import all_operations
from gridctl.presentation.troubles import tell_trouble

#: What no field means, or not every field.
ODD: tuple[Any, ...] = (
    None, True, 1, -1, 10**40, 1.5, 1e20, math.nan, math.inf, "", "x", "9" * 400, "1e400",
    "\udcff", b"\xff", [], [None], {}, {"a": 1}, object(), "2026-02-30T25:00", "2026-01-01",
    "2026-01-01T00:00", "2026-01-01T00:00+99:00",
)  # fmt: skip


def test_every_finding_has_words() -> None:
    kinds, foreign = set(), {}
    for name, operation in all_operations().items():
        for field, value in product(operation.model_fields, ODD):
            try:
                operation.model_validate({field: value})
            except ValidationError as error:
                for finding, line in zip(
                    error.errors(), tell_trouble(error, str).lines, strict=True
                ):
                    kinds.add(finding["type"])
                    if finding["msg"] in line:
                        foreign[finding["type"]] = f"{name}.{field}: {value!r:.40}"
    assert foreign == {}
    assert len(kinds) > 20
