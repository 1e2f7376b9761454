"""Fixtures of the tests that send files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.queries.imports import BatchView


@pytest.fixture
def send(gateway: Gateway, tmp_path: Path) -> Callable[..., BatchView]:
    def send_text(text: str, kind: str, **wish: object) -> BatchView:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return send_file(gateway, inspect(path, load_kind(kind)), Wish(**wish))  # type: ignore[arg-type]

    return send_text
