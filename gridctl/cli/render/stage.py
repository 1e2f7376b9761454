"""Another place than stdout and stderr to show things at: the stage of a face that is no terminal.

What a verb shows is handed to the stage as it is, before it becomes text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridctl.presentation.verbs import Stage

#: Each verb at work has a thread of its own, and so a context of its own.
_STAGE: ContextVar[Stage | None] = ContextVar("gridctl_stage", default=None)


def stage() -> Stage | None:
    """Return where the verb at work shows things; None for stdout and stderr."""
    return _STAGE.get()


@contextmanager
def on_stage(place: Stage) -> Iterator[None]:
    """Have everything that is shown and told while the block runs go to a stage."""
    mark = _STAGE.set(place)
    try:
        yield
    finally:
        _STAGE.reset(mark)
