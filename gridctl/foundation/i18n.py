"""Words: gettext catalogues in Chinese and English, the message itself being the English text.

Views and errors carry codes and parameters; a face puts the words on with :func:`_`.
Documents take their language as a field and use :func:`translator`.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable, Mapping
from functools import cache

from gridctl.foundation.resources import locale_path

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"

_language = DEFAULT_LANGUAGE


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message for the catalogues without translating it here."""
    return message


@cache
def translator(language: str) -> Callable[[str], str]:
    """Return the function that puts a message into ``language`` (``zh_CN`` or ``en``)."""
    catalogue = gettext.translation("gridctl", locale_path(), [language], fallback=True)
    return lambda message: catalogue.gettext(message) if message else ""


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return translator(_language)(message)


def language() -> str:
    """Return the language in use."""
    return _language


def said(labels: Mapping[str, str]) -> str:
    """Return a text that data carries as ``zh`` and ``en``, in the language in use."""
    return labels["en" if _language == "en" else "zh"]


def use_language(name: str) -> None:
    """Use a language from now on.

    Raises:
        ValueError: the language is none of :data:`LANGUAGES`.
    """
    global _language
    if name not in LANGUAGES:
        raise ValueError(name)
    _language = name


def match_language(wish: str) -> str | None:
    """Return the catalogue a wish such as ``zh``, ``zh-CN`` or ``en_US.UTF-8`` names, or None."""
    head = wish.replace("-", "_").split(".")[0].lower()
    if head.startswith("zh"):
        return "zh_CN"
    return "en" if head.startswith("en") else None


def system_language() -> str:
    """Return the language of the machine's locale: English for en*, Chinese for anything else."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "en" if match_language(value) == "en" else DEFAULT_LANGUAGE
    return match_language(locale.getlocale()[0] or "") or DEFAULT_LANGUAGE
