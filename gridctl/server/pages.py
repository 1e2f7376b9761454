"""The page of the interface: plain HTML that needs no script and no foreign host."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
}


def add_page(app: FastAPI) -> None:
    """Add ``/openapi.json``, and ``/docs`` made of what it says; others are answered meanwhile."""

    async def described(request: Request) -> Response:
        made = await run_in_threadpool(app.openapi)
        prefix = request.scope.get("root_path", "").rstrip("/")
        return JSONResponse({**made, "servers": [{"url": prefix}]} if prefix else made)

    async def page(_request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(partial(render, app)), headers=_HEADERS)

    app.router.add_route("/openapi.json", described, methods=["GET"], include_in_schema=False)
    app.router.add_route("/docs", page, methods=["GET"], include_in_schema=False)


def render(app: FastAPI) -> str:
    """Return the page of an application."""
    described = app.openapi()
    loaded = Environment(
        loader=PackageLoader("gridctl.server", "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    nouns: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            entry = _entry(method.upper(), path, operation, described)
            nouns.setdefault(operation["tags"][0], []).append(entry)
    return loaded.get_template("interface.html").render(
        info=described["info"], nouns=dict(sorted(nouns.items()))
    )


def _entry(method: str, path: str, operation: dict[str, Any], page: dict[str, Any]) -> Any:
    return {
        "name": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "fields": list(_fields(operation, page)),
        "answers": _type(_json(operation["responses"]["200"])),
        "errors": [status for status in operation["responses"] if status >= "400"],
    }


def _fields(operation: dict[str, Any], page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each field: where it stands, its name, its type, whether it must be given."""
    for each in operation.get("parameters", ()):
        if each["in"] == "header":
            # The same for all of them; the page tells of them once, above.
            continue
        yield {
            "place": each["in"],
            "name": each["name"],
            "type": _type(each["schema"]),
            "needed": each.get("required", False),
            "example": _text(each.get("example")),
        }
    example = _body(operation).get("examples", {}).get("1", {}).get("value", {})
    schema = _json(operation.get("requestBody", {}))
    if "$ref" in schema:
        schema = page["components"]["schemas"][_type(schema)]
    for name, field in schema.get("properties", {}).items():
        needed = name in schema.get("required", ())
        yield {
            "place": "body",
            "name": name,
            "type": _type(field),
            "needed": needed,
            "example": _text(example.get(name)),
        }


def _json(body: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = body.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _body(operation: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    found: dict[str, Any] = body.get("application/json", {})
    return found


def _text(value: Any) -> str:
    """Return an example as it is written in JSON, nothing for none."""
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _type(schema: dict[str, Any]) -> str:
    """Return a schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if several := schema.get("anyOf"):
        return " or ".join(dict.fromkeys(map(_type, several)))
    if choices := schema.get("enum"):
        return " | ".join(map(str, choices))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "any"))
