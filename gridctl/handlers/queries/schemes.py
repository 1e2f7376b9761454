"""The schemes an office can run: the shipped ones and those it adopted."""

from __future__ import annotations

from typing import NamedTuple

from gridctl.domain.assessments import SchemeNotFound
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.resources import config_path
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.assessments import SchemeView
from gridctl.storage.queries import assessments as sql


class Known(NamedTuple):
    """A scheme with its text and where it came from."""

    scheme: Scheme
    text: str
    origin: str


def known_schemes(context: QueryContext) -> dict[str, Known]:
    """Return the newest version of every scheme; an adopted one goes before a shipped one."""
    return context.remembered("schemes", lambda: _load(context))


def find_scheme(context: QueryContext, scheme_id: str) -> Known:
    """Return a scheme by its id.

    Raises:
        SchemeNotFound: the office has none of this id.
    """
    known = known_schemes(context)
    if scheme_id not in known:
        raise SchemeNotFound(scheme=scheme_id, choices=tuple(known))
    return known[scheme_id]


def view_scheme(known: Known) -> SchemeView:
    """Return the view of a scheme."""
    scheme = known.scheme
    return SchemeView.model_validate(
        {
            "scheme": scheme.id,
            "version": scheme.version,
            "title": {"zh": scheme.title.zh, "en": scheme.title.en},
            "period": scheme.period.value,
            "subjects": [kind.value for kind in scheme.subject.types],
            "digest": scheme.digest,
            "origin": known.origin,
            "text": known.text,
        }
    )


def _load(context: QueryContext) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for scheme_id, _version, body in context.read.rows(sql.SCHEMES):
        if scheme_id not in found:
            found[scheme_id] = Known(parse_scheme(body), body, "adopted")
    for path in sorted(config_path("rules", "scoring").glob("*.toml")):
        text = path.read_text("utf-8")
        scheme = parse_scheme(text)
        found.setdefault(scheme.id, Known(scheme, text, "shipped"))
    return dict(sorted(found.items()))
