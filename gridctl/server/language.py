"""Which language a request from outside is answered in."""

from __future__ import annotations

from collections.abc import Callable

from gridctl.domain.open311 import Language
from gridctl.foundation.i18n import match_language, translator


def language_of(wishes: str) -> Language:
    """Return the first language of an ``Accept-Language`` header there is; Chinese without one."""
    for wish in wishes.split(","):
        if found := match_language(wish.strip()):
            return "en" if found == "en" else "zh"
    return "zh"


def words_in(language: Language) -> Callable[[str], str]:
    """Return the function that puts a message into a language."""
    return translator("en" if language == "en" else "zh_CN")
