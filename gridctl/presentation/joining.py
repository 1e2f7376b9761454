"""Words put together as the language in use sets them: headings, asides, sentences in a row."""

from __future__ import annotations

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _, language


def headed(head: str, text: str) -> str:
    """Return a text behind what it is about."""
    return word(_("{name}: {text}"), {"name": head, "text": text})


def aside(name: str, told: str) -> str:
    """Return a name with what tells more of it behind."""
    return word(_("{name} ({told})"), {"name": name, "told": told})


def sentences(*texts: str) -> str:
    """Return sentences one after the other; those that say nothing are left out."""
    return ("" if language() == "zh_CN" else " ").join(filter(None, texts))
