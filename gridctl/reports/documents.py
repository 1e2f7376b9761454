"""A view in, a file out: the only way documents are written."""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Callable
from typing import Any

from gridctl.operations.queries.reports import (
    BulletinView,
    Document,
    DocumentFormat,
    Language,
    PayoutView,
    PublicityView,
    RankingView,
    ReportView,
)
from gridctl.reports import bulletin, payout, publicity, ranking
from gridctl.reports.publication import refuse_personal
from gridctl.reports.structure import Report
from gridctl.reports.wording import Words

_DESCRIBERS: dict[type[ReportView], Callable[[Any, Words], Report]] = {
    RankingView: ranking.describe,
    BulletinView: bulletin.describe,
    PublicityView: publicity.describe,
    PayoutView: payout.describe,
}
#: Writers by module name: each loads its library only when a document asks for it.
_WRITERS: dict[DocumentFormat, str] = {
    "xlsx": "workbook",
    "docx": "word",
    "md": "markdown",
    "csv": "delimited",
}
MEDIA_TYPES: dict[DocumentFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
_NAME_LIMIT = 80


def describe(view: ReportView, language: Language) -> Report:
    """Return what stands in the document of a view, before any format.

    Raises:
        FigureMismatch: a figure contradicts its numbers.
        PartExceedsWhole: a part is larger than its whole.
        PublicityPeriodInvalid: the days of a notice cannot hold its working days.
        PersonalDataInPublication: a public document holds telephone or identity numbers.
    """
    report = _DESCRIBERS[type(view)](view, Words(language))
    if report.published:
        refuse_personal(report)
    return report


def render(view: ReportView, format: DocumentFormat, language: Language) -> bytes:
    """Return the file of a view; the same view gives the same bytes.

    Raises:
        GridctlError: whatever :func:`describe` raises.
    """
    return _write(describe(view, language), format)


def write_document(view: ReportView, format: DocumentFormat, language: Language) -> Document:
    """Return the file of a view with its name, media type and SHA-256 digest.

    Raises:
        GridctlError: whatever :func:`describe` raises.
    """
    return document_of(describe(view, language), format)


def document_of(report: Report, format: DocumentFormat) -> Document:
    """Return the file of a report with its name, media type and SHA-256 digest."""
    content = _write(report, format)
    return Document(
        name=f"{_NOT_IN_NAMES.sub(' ', report.name).strip()[:_NAME_LIMIT]}.{format}",
        media_type=MEDIA_TYPES[format],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _write(report: Report, format: DocumentFormat) -> bytes:
    writer = importlib.import_module(f"gridctl.reports.{_WRITERS[format]}")
    content: bytes = writer.write(report)
    return content
