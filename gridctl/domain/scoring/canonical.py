"""One sequence of bytes for one scheme and for one evaluation: what digests are taken of.

Keys sorted, numbers as fixed text, no words: renaming an item or translating a title changes
nothing, changing a rule or a figure does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from gridctl.domain.scoring.expression import (
    Binary,
    Condition,
    Name,
    NamedRate,
    Negation,
    Number,
    plain,
)
from gridctl.domain.scoring.expression import canonical as written
from gridctl.domain.scoring.labels import Label
from gridctl.domain.scoring.results import Evaluation, ItemScore, SubjectScore
from gridctl.domain.scoring.scheme import Scheme

_TREES = (Number, Name, NamedRate, Binary, Negation, Condition)


def canonical_bytes(value: object) -> bytes:
    """Return the one JSON text of a value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _rule_form(value: Any) -> Any:
    """Turn a part of a scheme into JSON values, its rules by name and without its words."""
    if isinstance(value, _TREES):
        return written(value)
    if isinstance(value, Decimal):
        return plain(value)
    if is_dataclass(value):
        form = {f.name: _rule_form(getattr(value, f.name)) for f in fields(value)}
        form["is"] = type(value).__name__
        return {key: entry for key, entry in form.items() if entry is not None}
    if isinstance(value, tuple) and not isinstance(value, Label):
        return [_rule_form(entry) for entry in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return None if isinstance(value, Label) else value


def scheme_bytes(scheme: Scheme) -> bytes:
    """Return the canonical form of a scheme."""
    return canonical_bytes(_rule_form(scheme))


def score_texts(evaluation: Evaluation) -> list[str]:
    """Return the canonical form of every score, in the evaluation's order."""
    lines: dict[int, dict[str, object]] = {}
    return [canonical_bytes(score_form(score, lines)).decode() for score in evaluation.scores]


def evaluation_bytes(evaluation: Evaluation, scores: Sequence[str] | None = None) -> bytes:
    """Return the canonical form of an evaluation: the same facts and scheme, the same bytes.

    Args:
        evaluation: what to write.
        scores: its :func:`score_texts`, where they are at hand already.
    """
    head = {
        "digest": evaluation.scheme_digest,
        "out_of_scope": evaluation.out_of_scope,
        "scheme": evaluation.scheme_id,
    }
    texts = score_texts(evaluation) if scores is None else scores
    body = f'"scores":[{",".join(texts)}],"version":{evaluation.scheme_version}'
    return canonical_bytes(head)[:-1] + f",{body}}}".encode()


def evaluation_digest(evaluation: Evaluation, scores: Sequence[str] | None = None) -> str:
    """Return the sha256 of :func:`evaluation_bytes`."""
    return hashlib.sha256(evaluation_bytes(evaluation, scores)).hexdigest()


def _fixed(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def score_form(score: SubjectScore, lines: dict[int, dict[str, object]]) -> dict[str, object]:
    """Return one subject's form; ``lines`` keeps the forms of lines subjects share."""
    sections = {"items": score.items, "bonus": score.bonus, "penalties": score.penalties}
    return {
        **{name: [_line_form(line, lines) for line in part] for name, part in sections.items()},
        "key": score.key,
        "group": score.group,
        "base": _fixed(score.base),
        "added": _fixed(score.added),
        "deducted": _fixed(score.deducted),
        "total": _fixed(score.total),
        "grade": score.grade,
        "money": [(line.rule_id, _fixed(line.units), line.fen) for line in score.money],
        "vetoes": score.vetoes,
        "failed": [
            (
                failed.id,
                _fixed(failed.value),
                failed.comparator,
                _fixed(failed.bound),
                failed.missing,
            )
            for failed in score.failed
        ],
        "unscored": score.unscored,
        "standing": score.standing,
        "rank": score.rank,
        "tied": score.tied,
    }


def _line_form(line: ItemScore, known: dict[int, dict[str, object]]) -> dict[str, object]:
    """Return one line's form; subjects with the same inputs share the line and its form."""
    form = known.get(id(line))
    if form is None:
        form = known[id(line)] = {
            "item": line.item_id,
            "rule": line.rule,
            "inputs": dict(line.inputs),
            "raw": _fixed(line.raw),
            "points": _fixed(line.points),
            "policy": line.policy,
            "treatment": line.treatment,
            "note": line.note,
            "parts": [_line_form(part, known) for part in line.parts],
        }
    return form
