"""Records of GeoReport v2 as JSON or XML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

Form = Literal["json", "xml"]
Record = Mapping[str, Any]

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/json; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
}
# What no XML 1.0 text may hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Shape(NamedTuple):
    """The names records have in XML.

    Attributes:
        root: the element around all.
        each: the element around one of a list; "" where the root is the one record.
    """

    root: str
    each: str = ""


ERRORS = Shape("errors", "error")
SERVICES = Shape("services", "service")
DEFINITION = Shape("service_definition")
REQUESTS = Shape("service_requests", "request")
DISCOVERY = Shape("discovery")
#: The element around one of a list inside a record.
_PARTS = {
    "attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip


def write(content: Record | Sequence[Record], shape: Shape, form: Form) -> bytes:
    """Return a record, or a list of records, in a form."""
    if form == "json":
        return json.dumps(content, ensure_ascii=False).encode()
    root = Element(shape.root)
    if isinstance(content, Mapping):
        _fill(root, content)
    else:
        for record in content:
            _fill(SubElement(root, shape.each), record)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _fill(element: Element, record: Record) -> None:
    for name, value in record.items():
        child = SubElement(element, name)
        if isinstance(value, list):
            for part in value:
                inner = SubElement(child, _PARTS[name])
                if isinstance(part, Mapping):
                    _fill(inner, part)
                else:
                    inner.text = _text(part)
        else:
            child.text = _text(value)


def _text(value: Any) -> str | None:
    """Return a value as XML has it: an absent one is an empty element."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return _FORBIDDEN.sub("", str(value))
