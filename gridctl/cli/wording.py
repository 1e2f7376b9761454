"""Words for what views carry as codes: problems with rows and values."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.errors import Param, word
from gridctl.domain.problems import MESSAGES
from gridctl.foundation.i18n import _


def problem(code: str, value: str, params: Mapping[str, Param]) -> str:
    """Return the words of a problem in the language in use; its code where it has none."""
    return word(_(MESSAGES.get(code, code)), {"value": value, **params})
