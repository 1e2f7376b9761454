"""The server's log on stderr, one line each: text for people, JSON for machines."""

from __future__ import annotations

import json
import logging
from typing import Any, Literal

from gridctl.foundation.clock import OFFICE_ZONE, from_epoch

Format = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]


class _Line(logging.Formatter):
    """Puts the facts of a record behind its words."""

    def __init__(self, form: Format) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        at = from_epoch(int(record.created), OFFICE_ZONE).isoformat()
        facts: dict[str, Any] = getattr(record, "facts", {})
        level, event = record.levelname.lower(), record.getMessage()
        if self._form == "json":
            line = {"time": at, "level": level, "logger": record.name, "event": event, **facts}
            return json.dumps(line, ensure_ascii=False)
        told = " ".join(f"{name}={_plain(value)}" for name, value in facts.items())
        return f"{at} {level:<7} {event} {told}".rstrip()


def configuration(form: Format, level: Level) -> dict[str, Any]:
    """Return what :func:`logging.config.dictConfig` takes, for this process and its workers.

    What the web server itself has to say is heard from warnings on; its lines about single
    requests would hold addresses, and are not written at all.
    """
    quiet = level if level in ("error", "debug") else "warning"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _Line, "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "gridctl": {"handlers": ["stderr"], "level": level.upper(), "propagate": False},
            "uvicorn": {"handlers": ["stderr"], "level": quiet.upper(), "propagate": False},
        },
    }


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
