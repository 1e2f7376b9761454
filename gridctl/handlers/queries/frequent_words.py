"""Words so frequent that looking them up costs more than reading the newest tickets for them.

The index finds all tickets of a word, and all have to be sorted for the newest; of a word that is
in every second ticket the newest fifty are among the newest hundred. Both ways find the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import tickets as sql
from gridctl.storage.queries.compose import Params, again

#: From so many tickets on a word is read for; sorting so many takes some ten milliseconds.
_FREQUENT = 20_000
_WORDS = re.compile(r"text_words__(\d+)")


def read_for_frequent(params: Mapping[str, Any], context: QueryContext) -> dict[str, Any]:
    """Return the parameters of a filter, frequent words to be read for in place of looked up."""
    chosen = dict(params)
    for name in params:
        if (use := _WORDS.fullmatch(name)) and _is_frequent(params[name], context):
            number = use[1]
            like = {"like": chosen.pop(f"text_like__{number}")}
            del chosen[name], chosen[f"text__{number}"]
            chosen |= again("often", int(number), like)
    return chosen


def _is_frequent(words: str, context: QueryContext) -> bool:
    wanted: Params = {"words": words, "bound": _FREQUENT}
    return bool(context.read.value(sql.FOUND, wanted) == _FREQUENT)
