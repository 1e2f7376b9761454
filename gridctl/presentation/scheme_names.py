"""What an office calls its scoring schemes, in the columns of lists and records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section

#: A scheme's own field, and that of the assessment it stands in.
_KEYS = ("scheme", "assessment.scheme")


def called(columns: Sequence[Column], schemes: Mapping[str, str]) -> tuple[Column, ...]:
    """Return columns with what the office calls its schemes; data files keep their codes."""
    return tuple(replace(c, labels=schemes) if c.key in _KEYS else c for c in columns)


def sections_called(sections: Sequence[Section], schemes: Mapping[str, str]) -> tuple[Section, ...]:
    """Return sections with what the office calls its schemes."""
    return tuple(replace(each, columns=called(each.columns, schemes)) for each in sections)
