"""Rows on arrival: recognised, staged or rejected; and rows that repeat each other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import to_json

from gridctl.domain.privacy import masked
from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import Run
from gridctl.handlers.commands.loading.contradictions import contradiction
from gridctl.handlers.commands.loading.kinds import loader_of
from gridctl.imports.fitting import row_test
from gridctl.operations.base import Finding
from gridctl.operations.commands.imports import RowIn
from gridctl.storage.queries import imports as sql
from gridctl.storage.repositories.imports import FindingTuple, Imports, StagedTuple
from gridctl.storage.tables.office import Batch

#: Fields whose values never stand in a finding.
_CONTACT = {"phone", "contact_phone", "contact_name"}


def recognise_rows(
    rows: Iterable[RowIn], run: Run
) -> tuple[list[StagedTuple], list[FindingTuple], dict[str, int]]:
    """Return the rows to stage, the findings, and the counts of a chunk."""
    loader, test = loader_of(run.kind), row_test(run.kind)
    staged: list[StagedTuple] = []
    findings: list[FindingTuple] = []
    counts: Counter[str] = Counter(accepted=0, rejected=0, skipped=0)
    for row in rows:
        if row.skipped is not None:
            counts["skipped"] += 1
            findings.append(_finding(row, row.skipped, "notice"))
            continue
        values, misfits = test(row.values)
        found = loader.recognise(values, run)
        problems = _problems(row.problems, misfits, found.problems)
        findings.extend(_finding(row, problem, "error") for problem in problems)
        notices = map(Finding.of, found.notices)
        findings.extend(_finding(row, notice, "notice") for notice in notices)
        if problems:
            counts["rejected"] += 1
        else:
            counts["accepted"] += 1
            staged.append((row.sheet, row.number, found.key, to_json(found.payload).decode()))
    return staged, findings, dict(counts)


def _problems(
    unread: Sequence[Finding], misfits: Sequence[Problem], found: Sequence[Problem]
) -> Sequence[Finding]:
    """Return why a row stays out: one cell, one reason. What could not be read is not missing."""
    if not (unread or misfits or found):
        return ()
    problems = [*unread, *map(Finding.of, misfits)]
    named = {problem.field for problem in problems}
    problems += [
        Finding.of(problem)
        for problem in found
        if problem.code != "required" or problem.field not in named
    ]
    return problems


def seal(run: Run, imports: Imports, batch: Batch) -> None:
    """Look at the whole file once its last row is there, and count what stays out."""
    rejected, skipped = run.context.read.rows(sql.REJECTED_COUNTS, {"batch": run.batch_id})[0]
    run.counts.update(rejected=rejected, skipped=skipped)
    _sort_out_repeated(run, imports)
    _sort_out_wrong(run, imports)
    imports.count(batch, dict(run.counts))


def _sort_out_wrong(run: Run, imports: Imports) -> None:
    """Reject the rows the loader finds wrong in the light of the others."""
    wrong = list(loader_of(run.kind).check(run))
    findings: list[FindingTuple] = [
        (row.sheet, row.number, found.field, found.value, found.code, dict(found.params), "error")
        for row, found in wrong
    ]
    run.counts["rejected"] += len(wrong)
    imports.note(run.batch_id, findings, run.letters)
    imports.drop(run.batch_id, [(row.sheet, row.number) for row, _ in wrong])


def _sort_out_repeated(run: Run, imports: Imports) -> None:
    """Skip rows that repeat an earlier one word for word; reject those that contradict it."""
    findings: list[FindingTuple] = []
    for sheet, number, first, payload, other in run.context.read.stream(
        sql.REPEATED, {"batch": run.batch_id}
    ):
        if payload is None:
            found, severity = Problem("repeats", params=(("first", first),)), "notice"
        else:
            before, after = json.loads(other), json.loads(payload)
            found, severity = contradiction(run, first, before, after), "error"
        findings.append((sheet, number, "", "", found.code, dict(found.params), severity))
        run.counts["skipped" if payload is None else "rejected"] += 1
    imports.note(run.batch_id, findings, {})
    imports.drop(run.batch_id, [(sheet, number) for sheet, number, *_ in findings])


def _finding(row: RowIn, finding: Finding, severity: str) -> FindingTuple:
    params: dict[str, Any] = dict(finding.params)
    return (
        row.sheet, row.number, finding.field, _shown(finding.field, finding.value), finding.code,
        params, severity,
    )  # fmt: skip


def _shown(field: str, value: str) -> str:
    """Return a cell's text for a report: no telephone or identity number in full, no NUL."""
    value = value.replace("\0", "")
    if field in _CONTACT:
        return value[:1] + "**" if value else ""
    return masked(value)[:200]
