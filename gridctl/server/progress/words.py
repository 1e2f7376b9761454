"""The words of the progress page, but for those of stages and steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from gridctl.domain.deadlines import deadline_text
from gridctl.domain.open311 import Language
from gridctl.foundation.i18n import N_

WORDS: Mapping[str, str] = {
    "office": N_("Grid office"),
    "title": N_("Follow your request"),
    "lead": N_("Enter the number and the check code from your receipt."),
    "number": N_("Serial number"),
    "number_hint": N_("19 digits, such as 3202812026110300001"),
    "code": N_("Check code"),
    "code_hint": N_("6 letters and digits; capitals or not does not matter"),
    "look": N_("Show progress"),
    "again": N_("Look up another request"),
    "unknown": N_("Number and check code do not fit."),
    "unknown_hint": N_("Compare both with your receipt, or ask the office that took the request."),
    "missing": N_("Give both the number and the check code."),
    "wait": N_("Too many wrong codes. Try again in {minutes} min."),
    "busy": N_("The office's computer is busy. Try again in a minute."),
    "matter": N_("Matter"),
    "unit": N_("In charge"),
    "deadline": N_("Due"),
    "reply": N_("The office's answer"),
    "steps": N_("Steps so far"),
    "ahead": N_("not yet"),
    "private": N_("This page shows no names, no telephone numbers and no addresses."),
    "other": N_("Language"),
}


def told(at: datetime, language: Language) -> str:
    """Return an instant as people read it."""
    return _told(at, f"{at:%H:%M}", language)


def due_told(at: datetime, language: Language) -> str:
    """Return a deadline in the office's time as people read it: midnight as 24:00."""
    day, _, time = deadline_text(at).partition(" ")
    return _told(date.fromisoformat(day), time, language)


def _told(day: date, time: str, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 {time}"
    return f"{day.day} {day:%B %Y}, {time}"
