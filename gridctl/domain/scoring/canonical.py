"""One sequence of bytes for one scheme and for one evaluation: what digests are taken of.

Keys sorted, numbers as fixed text, no words: renaming an item or translating a title changes
nothing, changing a rule or a figure does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from gridctl.domain.scoring.expression import (
    Binary,
    Condition,
    Figure,
    Name,
    NamedRate,
    Negation,
    Number,
    plain,
)
from gridctl.domain.scoring.expression import canonical as written
from gridctl.domain.scoring.labels import Label
from gridctl.domain.scoring.results import (
    Evaluation,
    FailedCondition,
    ItemScore,
    MoneyLine,
    SubjectScore,
)
from gridctl.domain.scoring.scheme import Scheme

_TREES = (Number, Name, NamedRate, Binary, Negation, Condition)


def _decimal_text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_decimal_text
)


def canonical_text(value: object) -> str:
    """Return the one JSON text of a value."""
    return _ENCODER.encode(value)


def figures_from(text: str) -> dict[str, Figure]:
    """Return figures from their canonical text, in which only those that are not whole are text."""
    return {
        name: Decimal(value) if isinstance(value, str) else value
        for name, value in json.loads(text).items()
    }


def canonical_bytes(value: object) -> bytes:
    """Return the one JSON text of a value, in UTF-8."""
    return canonical_text(value).encode()


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
    return list(map(_ScoreWriter().text, evaluation.scores))


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


class _ScoreWriter:
    """Writes scores one after another; a line that subjects share is written once."""

    def __init__(self) -> None:
        self._lines: dict[int, str] = {}

    def text(self, score: SubjectScore) -> str:
        """Return one subject's score, its keys in the order of the alphabet."""
        return (
            f'{{"added":{_fixed_text(score.added)},"base":{_fixed_text(score.base)}'
            f',"bonus":{self._section(score.bonus)},"deducted":{_fixed_text(score.deducted)}'
            f',"failed":{_list(map(_failed_form, score.failed))}'
            f',"grade":{canonical_text(score.grade)},"group":{canonical_text(score.group)}'
            f',"items":{self._section(score.items)},"key":{canonical_text(score.key)}'
            f',"money":{_list(map(_money_form, score.money))}'
            f',"penalties":{self._section(score.penalties)},"rank":{canonical_text(score.rank)}'
            f',"standing":"{score.standing}","tied":{"true" if score.tied else "false"}'
            f',"total":{_fixed_text(score.total)},"unscored":{_list(score.unscored)}'
            f',"vetoes":{_list(score.vetoes)}}}'
        )

    def _section(self, lines: Sequence[ItemScore]) -> str:
        return f"[{','.join(map(self._line, lines))}]"

    def _line(self, line: ItemScore) -> str:
        text = self._lines.get(id(line))
        if text is None:
            text = self._lines[id(line)] = canonical_text(_line_form(line))
        return text


def _list(values: Iterable[object]) -> str:
    found = list(values)
    return canonical_text(found) if found else "[]"


def _fixed_text(value: Decimal | None) -> str:
    return "null" if value is None else f'"{value:f}"'


def _money_form(line: MoneyLine) -> tuple[object, ...]:
    return line.rule_id, _fixed(line.units), line.fen


def _failed_form(failed: FailedCondition) -> tuple[object, ...]:
    value, bound = _fixed(failed.value), _fixed(failed.bound)
    return failed.id, value, failed.comparator, bound, failed.missing


def _line_form(line: ItemScore) -> dict[str, object]:
    return {
        "item": line.item_id,
        "rule": line.rule,
        "inputs": dict(line.inputs),
        "raw": _fixed(line.raw),
        "points": _fixed(line.points),
        "policy": line.policy,
        "treatment": line.treatment,
        "note": line.note,
        "parts": list(map(_line_form, line.parts)),
    }
