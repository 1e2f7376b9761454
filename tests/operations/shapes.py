"""Values of any operation or view, drawn from its own JSON schema."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

Schema = Mapping[str, Any]
Values = st.SearchStrategy[Any]

_FORMATS: dict[str, Values] = {
    "base64url": st.binary(max_size=9).map(lambda raw: urlsafe_b64encode(raw).decode()),
    "date": st.dates().map(lambda day: day.isoformat()),
    "date-time": st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat()),
}


@cache
def documents(kind: Any) -> Values:
    """Return the JSON documents a type accepts, with some of its optional fields."""
    model = isinstance(kind, type) and issubclass(kind, BaseModel)
    schema = kind.model_json_schema() if model else TypeAdapter(kind).json_schema()
    return _values(schema, schema.get("$defs", {}))


def _values(schema: Schema, definitions: Schema) -> Values:
    if "$ref" in schema:
        return _values(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return st.one_of([_values(choice, definitions) for choice in choices])
    if kind := schema.get("type"):
        return _BY_TYPE[kind](schema, definitions)
    return st.none()


def _text(schema: Schema, _definitions: Schema) -> Values:
    if "format" in schema:
        return _FORMATS[schema["format"]]
    if "pattern" in schema:
        longest = schema.get("maxLength", 1_000)
        # A rule about what a number looks like, here as in the schema, is about plain digits.
        signs = st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=["Nd"])
        plain = st.characters(min_codepoint=33, max_codepoint=126)
        matching = st.from_regex(schema["pattern"], fullmatch=True, alphabet=signs | plain)
        return matching.filter(lambda text: len(text) <= longest and text == text.strip())
    longest = min(schema.get("maxLength", 20), 20)
    text = st.text(min_size=schema.get("minLength", 0), max_size=longest)
    return text.filter(lambda text: text == text.strip())


def _integer(schema: Schema, _definitions: Schema) -> Values:
    return st.integers(schema.get("minimum", -(2**31)), schema.get("maximum", 2**31))


def _number(schema: Schema, _definitions: Schema) -> Values:
    lowest, highest = schema.get("minimum", -1000), schema.get("maximum", 1000)
    return st.decimals(lowest, highest, places=2).map(str)


def _array(schema: Schema, definitions: Schema) -> Values:
    least = schema.get("minItems", 0)
    if fixed := schema.get("prefixItems"):
        return st.tuples(*(_values(item, definitions) for item in fixed)).map(list)
    items = _values(schema.get("items", {}), definitions)
    return st.lists(items, min_size=least, max_size=max(least, 2))


def _object(schema: Schema, definitions: Schema) -> Values:
    fields = {
        name: _values(field, definitions) for name, field in schema.get("properties", {}).items()
    }
    if not fields and isinstance(schema.get("additionalProperties"), Mapping):
        entries = _values(schema["additionalProperties"], definitions)
        return st.dictionaries(st.text("abc", min_size=1, max_size=3), entries, max_size=2)
    needed = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: value for name, value in fields.items() if name in needed},
        optional={name: value for name, value in fields.items() if name not in needed},
    )


_BY_TYPE = {
    "string": _text,
    "integer": _integer,
    "number": _number,
    "boolean": lambda _schema, _definitions: st.booleans(),
    "null": lambda _schema, _definitions: st.none(),
    "array": _array,
    "object": _object,
}
