"""``/progress``: a form, and the answer to number and check code."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any, NamedTuple

from fastapi import FastAPI
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gridctl.domain.errors import GridctlError, word
from gridctl.domain.open311 import Language
from gridctl.domain.progress import STAGE_NAMES, STAGE_WORDS, STEP_NAMES
from gridctl.operations.base import Gateway
from gridctl.operations.commands.progress import CheckProgress, ProgressView
from gridctl.operations.queries.offices import ShowNameplate
from gridctl.server.addresses import PROGRESS
from gridctl.server.caller import Caller
from gridctl.server.language import language_of, words_in
from gridctl.server.observing import seen
from gridctl.server.progress.words import WORDS, due_told, told
from gridctl.server.routes import Workbench

_OTHER: Mapping[Language, tuple[Language, str]] = {"zh": ("en", "English"), "en": ("zh", "中文")}
_STATUS = {"found": 200, "unknown": 404, "wait": 429}


class Shown(NamedTuple):
    """What the page shows.

    Attributes:
        number, code: as they were typed.
        view: the answer; None before anything was asked.
        trouble: the name of the words that say what is wrong; "" for nothing.
        office: whose page it is; "" where that could not be asked.
    """

    number: str = ""
    code: str = ""
    view: ProgressView | None = None
    trouble: str = ""
    office: str = ""


def add_progress(app: FastAPI, bench: Workbench) -> None:
    """Add the page to an application."""

    async def page(request: Request) -> Response:
        given = dict(request.query_params)
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=10) as body:
                given |= {name: value for name, value in body.items() if isinstance(value, str)}
        return await bench.ask(partial(_respond, request, bench, given))

    app.router.add_route(PROGRESS, page, methods=["GET", "POST"], include_in_schema=False)


def _respond(request: Request, bench: Workbench, given: Mapping[str, str]) -> Response:
    seen(request.scope).operation = "progress.page"
    language = language_of(given.get("lang") or request.headers.get("accept-language", ""))
    source = request.client.host if request.client else ""
    gateway = bench.gateway_for(Caller("", "", seen(request.scope).request_id, source))
    shown, status = _looked_up(request, gateway, given)
    if shown.trouble != "busy":
        shown = shown._replace(office=_office(gateway))
    return HTMLResponse(render(shown, language), status, _headers(shown))


def _office(gateway: Gateway) -> str:
    try:
        return gateway.send(ShowNameplate()).name
    except GridctlError:
        # The page is worth more than its heading.
        return ""


def _looked_up(request: Request, gateway: Gateway, given: Mapping[str, str]) -> tuple[Shown, int]:
    number, code = given.get("number", "").strip()[:60], given.get("code", "").strip()[:30]
    if not (number or code):
        return Shown(), 200
    shown = Shown(number, code)
    if not (number and code):
        return shown._replace(trouble="missing"), 422
    try:
        view = gateway.send(CheckProgress(number=number, code=code))
    except ValidationError:
        return shown._replace(trouble="unknown"), 404
    except GridctlError as error:
        seen(request.scope).code = error.code
        return shown._replace(trouble="busy"), 503
    trouble = "" if view.outcome == "found" else view.outcome
    return shown._replace(view=view, trouble=trouble), _STATUS[view.outcome]


def render(shown: Shown, language: Language) -> str:
    """Return the page."""
    say = words_in(language)
    minutes = max(1, -(-shown.view.wait_s // 60)) if shown.view else 0
    words = {name: word(say(text), {"minutes": minutes}) for name, text in WORDS.items()}
    other, other_name = _OTHER[language]
    return (
        _templates()
        .get_template("page.html")
        .render(
            lang="zh-CN" if language == "zh" else "en",
            language=language,
            other=other,
            other_lang="zh-CN" if other == "zh" else "en",
            other_name=other_name,
            w=words,
            style=Markup(_style()),  # noqa: S704 - a file of this package
            shown=shown,
            found=_found(shown, language),
        )
    )


def _found(shown: Shown, language: Language) -> dict[str, Any] | None:
    """Return what was found, in words."""
    if shown.view is None or (found := shown.view.found) is None:
        return None
    say = words_in(language)
    last = max(i for i, step in enumerate(found.steps) if step.at is not None)
    return {
        "number": found.serial_no,
        "stage": found.stage,
        "name": say(STAGE_NAMES[found.stage]),
        "says": say(STAGE_WORDS[found.stage]),
        "category": found.category,
        "unit": found.unit,
        "deadline": found.deadline_at and due_told(found.deadline_at, language),
        "deadline_iso": found.deadline_at and found.deadline_at.isoformat(),
        "reply": found.reply,
        "steps": [
            {
                "name": say(STEP_NAMES[step.step]),
                "at": step.at and told(step.at, language),
                "iso": step.at and step.at.isoformat(),
                "current": place == last,
            }
            for place, step in enumerate(found.steps)
        ],
    }


def _headers(shown: Shown) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "X-Robots-Tag": "noindex",
    }
    if shown.view is not None and shown.view.wait_s:
        headers["Retry-After"] = str(shown.view.wait_s)
    return headers


@cache
def _style() -> str:
    return files("gridctl.server.progress").joinpath("templates/page.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("gridctl.server.progress", "templates"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
