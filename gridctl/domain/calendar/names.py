"""What holidays are called: one name for each, whatever a notice calls it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import tomli

from gridctl.domain.calendar.years import Label
from gridctl.foundation.resources import config_path

_QUOTES = str.maketrans("", "", "“”\"'‘’「」")


def holiday_label(text: str) -> Label:
    """Return the name of a holiday in both languages; an unknown one is called as it is.

    Several holidays in one, such as 国庆节、中秋节, keep their order. "" is an unnamed one.
    """
    if not text:
        return unnamed_label()
    parts = [_label(part) for part in re.split("、|和|暨(?=.{1,3}节)", text.translate(_QUOTES))]
    return {
        "zh": "、".join(part["zh"] for part in parts),
        "en": " and ".join(part["en"] for part in parts),
    }


@cache
def unnamed_label() -> Label:
    """Return what a day off is called that no notice named."""
    name: Label = _content()["unnamed"]["name"]
    return name


def publisher_label(text: str) -> Label:
    """Return who issued a notice in both languages; an unknown one is called as it is."""
    return _names("publishers").get(text) or {"zh": text, "en": text}


def _label(text: str) -> Label:
    return _names("holidays").get(text) or {"zh": text, "en": text}


@cache
def _names(table: str) -> dict[str, Label]:
    return {
        word: entry["name"]
        for entry in _content()[table]
        for word in (entry["name"]["zh"], *entry.get("also", ()))
    }


@cache
def _content() -> dict[str, Any]:
    return tomli.loads(config_path("rules", "calendar", "names.toml").read_text("utf-8"))
