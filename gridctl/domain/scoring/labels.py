"""Words that data carries: one text in each language."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """What a scheme calls something; never part of a digest."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the text in ``language`` (``zh_CN`` or ``en``)."""
        return self.en if language == "en" else self.zh
