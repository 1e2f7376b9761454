"""The parameters of a request, out of its address and its body.

Nobody declares how a form is encoded, and what reads it as Latin-1 makes 文定社区 six signs of
nonsense: text is UTF-8 here, escaped or not, and what is not is refused.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from gridctl.domain.open311 import FormNotText, FormUnreadable

_MOST_FIELDS = 200
_ENCODED = ("", "application/x-www-form-urlencoded")


async def pairs_of(request: Request) -> list[tuple[str, Any]]:
    """Return the parameters of a request in their order; files are no text.

    Raises:
        FormUnreadable: the body is no form, or has too many fields.
        FormNotText: something is not UTF-8.
    """
    found: list[tuple[str, Any]] = [*_parsed(request.scope["query_string"])]
    if request.method != "POST":
        return found
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind == "multipart/form-data":
        return found + await _parts(request, body)
    if kind not in _ENCODED:
        raise FormUnreadable(most=_MOST_FIELDS)
    return found + _parsed(body)


async def _parts(request: Request, body: bytes) -> list[tuple[str, Any]]:
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            found = form.multi_items()
    except HTTPException as error:
        raise FormUnreadable(most=_MOST_FIELDS) from error
    if all(isinstance(value, str) for _, value in found):
        # A part that is not UTF-8 would be read as Latin-1.
        _text(body)
    return found


def _parsed(encoded: bytes) -> list[tuple[str, str]]:
    text = _text(encoded)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise FormNotText from error
    except ValueError as error:
        raise FormUnreadable(most=_MOST_FIELDS) from error


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormNotText from error
