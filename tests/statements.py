"""What is asked of a database meanwhile: by the driver's readers, and through the ORM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.engine import Engine

from gridctl.storage.queries import reader


@contextmanager
def statements() -> Iterator[list[str]]:
    """Yield a list that every statement is added to, in their order, without its values."""
    asked: list[str] = []

    def bind(text: str, *more: Any) -> Any:
        asked.append(text)
        return bound(text, *more)

    def execute(_connection: Any, _cursor: Any, text: str, *_more: Any) -> None:
        asked.append(text)

    bound = reader.bind
    event.listen(Engine, "before_cursor_execute", execute)
    try:
        with patch.object(reader, "bind", bind):
            yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", execute)
