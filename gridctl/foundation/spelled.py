"""Words for the codes of a closed set as people type them: in either language, and cut short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from gridctl.foundation.i18n import LANGUAGES, translator

#: Signs between what a label says and what it says besides: 红:日清周进, 村(社区).
_BESIDES = re.compile(r"[:()]")


def folded(text: str) -> str:
    """Return a word without width, case, blanks and joints: ``On-time`` is ``ontime``."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return "".join(sign for sign in plain if sign not in " -_")


def short_form(labels: Mapping[str, str], text: str) -> str | None:
    """Return the one code whose label is meant by a part of it: 红, 社区, or 协调 for 协调办.

    A word in Latin letters that is cut short is taken for a slip.

    Args:
        labels: code -> its English label.
        text: as it was typed.
    """
    wanted = folded(text)
    cut = len(wanted) > 1 and not wanted.isascii()
    found = set()
    for code, label in labels.items():
        for name in (folded(translator(language)(label)) for language in LANGUAGES):
            if wanted in filter(None, _BESIDES.split(name)) or (cut and name.startswith(wanted)):
                found.add(code)
    return found.pop() if len(found) == 1 else None
