"""The signal that a text does not fit the type of its field."""

from __future__ import annotations

from gridctl.domain.errors import Param


class Unfit(ValueError):
    """A text does not fit; ``code`` and ``params`` are those of the problem to report."""

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params = tuple(params.items())
