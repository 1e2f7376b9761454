"""Words: gettext catalogues in Chinese and English, the message itself being the English text.

Views and errors carry codes and parameters; a face puts the words on with :func:`_`.
Documents take their language as a field and use :func:`translator`.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from gridctl.foundation.resources import locale_path

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"

#: What a place of a message stands for; several names are listed the way the language lists them.
Param = str | int | tuple[str, ...] | None

_language = DEFAULT_LANGUAGE


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a message for the catalogues without translating it here."""
    return message


#: Stands between the names of a list.
_BETWEEN = N_(", ")


@cache
def translator(language: str) -> Callable[[str], str]:
    """Return the function that puts a message into ``language`` (``zh_CN`` or ``en``)."""
    catalogue = gettext.translation("gridctl", locale_path(), [language], fallback=True)
    return lambda message: catalogue.gettext(message) if message else ""


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return translator(_language)(message)


def listed(names: Iterable[str], say: Callable[[str], str] = _) -> str:
    """Return several names in one line: ``A, B``, and 甲、乙 in Chinese.

    Args:
        names: already in the language.
        say: puts words into the language; the one in use where omitted.
    """
    return say(_BETWEEN).join(names)


def plain_commas(text: str) -> str:
    """Return a typed list with the separators of Chinese made plain commas."""
    return text.replace("，", ",").replace("、", ",")


def names_in(text: str) -> list[str]:
    """Return the names of a list as people type it: what :func:`listed` shows, and with commas."""
    return [name for each in plain_commas(text).split(",") if (name := each.strip())]


def in_line(
    places: Mapping[str, Param], say: Callable[[str], str] = _
) -> dict[str, str | int | None]:
    """Return what the places of a message stand for, several names as one line (:func:`listed`)."""
    return {
        place: listed(found, say) if isinstance(found, tuple) else found
        for place, found in places.items()
    }


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
