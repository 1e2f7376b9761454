"""Recomputing a stored assessment: the same facts and scheme must give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gridctl.domain.ledger import CALLED_BACK, MARKED, tally
from gridctl.domain.scoring.canonical import evaluation_digest, figures_from, score_texts
from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.expression import Facts
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.provenance import Behind, numbers_from_attributes
from gridctl.domain.scoring.results import Evaluation, SubjectFacts, SubjectScore
from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.assessments import AssessmentView, Difference
from gridctl.storage.images import image_digest
from gridctl.storage.queries import assessments as sql
from gridctl.storage.queries import ledger

#: A score is stored in 1/10,000 points.
_UNITS = 10_000
#: Who a row is about and where it stands: what lists and awards read of it.
_READ = (
    "key", "subject_id", "name", "group_code", "group_name", "total", "rank", "tied", "standing",
    "sort_rank",
)  # fmt: skip


class Stored(NamedTuple):
    """A subject as an assessment keeps it: its attributes and facts as canonical text."""

    key: str
    group: str
    attrs: str
    facts: str


def input_digest(subjects: Iterable[Stored], ledger_rows: Iterable[tuple[Any, ...]]) -> str:
    """Return the SHA-256 over every subject's facts and every row of the ledger.

    Args:
        subjects: in any order.
        ledger_rows: (subject id, serial number, marks), ordered.
    """
    digest = hashlib.sha256()
    for subject in sorted(subjects):
        digest.update("\t".join(subject).encode() + b"\n")
    for subject_id, serial, marks in ledger_rows:
        digest.update(f"{subject_id} {serial} {marks}\n".encode())
    return digest.hexdigest()


def place_columns(score: SubjectScore, place: int) -> dict[str, Any]:
    """Return the columns a ranking is listed by: they say nothing the score does not."""
    return {
        "total": None if score.total is None else int(score.total * _UNITS),
        "rank": score.rank,
        "tied": score.tied,
        "standing": score.standing.value,
        "sort_rank": place,
    }


def rows_digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 over whom each row is about and where it stands; rows in any order."""
    forms = sorted(image_digest([row[name] for name in _READ]) for row in rows)
    return hashlib.sha256("".join(forms).encode()).hexdigest()


def differences(context: QueryContext, number: int, head: AssessmentView) -> Iterator[Difference]:
    """Yield what differs between the stored assessment and its recomputation."""
    scheme = parse_scheme(str(context.read.value(sql.SCHEME_TEXT, {"id": number})))
    if scheme.digest != head.scheme_digest:
        yield _difference("scheme", head.scheme, head.scheme_digest, scheme.digest)
    rows = context.read.records(sql.ALL_ROWS, {"id": number})
    subjects = [facts_of(row) for row in rows]
    yield from _against_ledger(context, number, rows)
    stored_facts = (
        Stored(row["key"], row["group_code"], row["attrs"], row["facts"]) for row in rows
    )
    found = input_digest(stored_facts, context.read.stream(ledger.ROWS, {"run": number}))
    if found != head.input_digest:
        yield _difference("input", head.assessment, head.input_digest, found)
    evaluation = evaluate(scheme, subjects)
    texts = score_texts(evaluation)
    yield from _against_scores(rows, evaluation, texts)
    sealed = str(context.read.value(sql.BULK_DIGEST, {"id": number}) or "")
    found = rows_digest(rows)
    # Of runs from before rows were sealed, the entry has the digests of facts and scores alone.
    if len(sealed) > len(head.input_digest + head.result_digest) and found not in sealed:
        yield _difference("rows", head.assessment, sealed[-len(found) :], found)
    result = evaluation_digest(evaluation, texts)
    if result != head.result_digest:
        yield _difference("result", head.assessment, head.result_digest, result)


def _against_scores(
    rows: list[dict[str, Any]], evaluation: Evaluation, texts: list[str]
) -> Iterator[Difference]:
    """Compare every stored score, and the columns lists are sorted by, with the evaluation."""
    stored = {row["key"]: row for row in rows}
    for place, (score, again) in enumerate(zip(evaluation.scores, texts, strict=True)):
        row = stored[score.key]
        if row["score"] != again:
            yield _difference("scores", score.key, row["score"], again)
        for name, value in place_columns(score, place).items():
            if row[name] != value:
                yield _difference("rank", f"{score.key} {name}", str(row[name]), str(value))


def _against_ledger(
    context: QueryContext, number: int, rows: list[dict[str, Any]]
) -> Iterator[Difference]:
    """Compare every fact counted from tickets with the tickets the ledger names.

    A subject with tickets that was not scored is told by its record id.
    """
    counted = tally(context.read.rows(ledger.COUNTS, {"run": number}))
    for row in rows:
        facts = figures_from(row["facts"])
        found = counted.get(row["subject_id"], {})
        for name in MARKED:
            more = name in CALLED_BACK and facts.get(name, 0) >= found.get(name, 0)
            if name in facts and facts[name] != found.get(name, 0) and not more:
                key = f"{row['key']} {name}"
                yield _difference("ledger", key, str(facts[name]), str(found.get(name, 0)))
        yield from _against_attributes(row, facts)
    scored = {row["subject_id"] for row in rows}
    for subject_id in sorted(counted.keys() - scored):
        tickets = context.read.rows(ledger.TICKETS, {"run": number, "subject": subject_id})
        yield _difference("ledger", f"#{subject_id}", "", " ".join(row[0] for row in tickets))


def _against_attributes(row: Mapping[str, Any], facts: Facts) -> Iterator[Difference]:
    """Compare the facts of site visits with the tickets kept beside them; evidence adds more."""
    visited = numbers_from_attributes(Behind.TICKETS, json.loads(row["attrs"]))
    for name, serials in visited.items():
        if facts.get(name, 0) < len(serials):
            key = f"{row['key']} {name}"
            yield _difference("ledger", key, str(facts.get(name)), str(len(serials)))


def facts_of(row: Mapping[str, Any]) -> SubjectFacts:
    """Return a subject with its figures, as an assessment keeps them."""
    return SubjectFacts(
        row["key"],
        row["group_code"],
        row["name"],
        json.loads(row["attrs"]),
        figures_from(row["facts"]),
    )


def _difference(what: Any, key: str, stored: str, found: str) -> Difference:
    return Difference(what=what, key=key, stored=stored, found=found)
