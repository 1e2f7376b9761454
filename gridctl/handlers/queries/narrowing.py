"""What narrows a noun's list: a filter, and words in the text."""

from __future__ import annotations

from typing import Any

from gridctl.handlers.queries.context import QueryContext


def narrowing(
    noun: str, terms: str | None, words: str | None, context: QueryContext
) -> dict[str, Any]:
    """Return the parameters of a filter and of words, where either was given.

    Raises:
        Usage, NotFound, Conflict: what is wrong with the filter.
    """
    if not terms and not words:
        return {}
    # A list that nothing narrows does not load what reads filters.
    from gridctl.handlers.queries.filtering import filter_params, text_params

    params = filter_params(noun, terms, context) if terms else {}
    return params | (text_params(noun, words, context) if words else {})
