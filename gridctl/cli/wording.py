"""Words for what views carry as codes: problems with rows and values."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.errors import Param, word
from gridctl.domain.grids import LEVEL_NAMES
from gridctl.domain.problems import MESSAGES
from gridctl.domain.staff import ROLE_NAMES
from gridctl.foundation.i18n import _

#: Parameters of messages that carry codes, and the codes' names.
_CODES: Mapping[str, Mapping[str, str]] = {
    "role": ROLE_NAMES,
    "level": LEVEL_NAMES,
    "parent_level": LEVEL_NAMES,
}


def problem(code: str, value: str, params: Mapping[str, Param]) -> str:
    """Return the words of a problem in the language in use; its code where it has none."""
    template = _(MESSAGES.get(code, code))
    text = word(template, {"value": value, **worded(params)})
    return text if "{value}" in template or not value else f"{value}: {text}"


def worded(params: Mapping[str, Param]) -> dict[str, Param]:
    """Return parameters with words for those that are codes of roles, levels and kinds."""
    return {name: _word_of(name, value) for name, value in params.items()}


def _word_of(name: str, value: Param) -> Param:
    labels = _CODES.get(name, {})
    return _(labels[value]) if isinstance(value, str) and value in labels else value
