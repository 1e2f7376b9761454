"""Every kind in every format: the same bytes again, a digest, a name, a round trip."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import get_args
from zipfile import ZipFile

import pytest

from gridctl.operations.queries.reports import Document, DocumentFormat, PublicityView, ReportView
from gridctl.reports.documents import MEDIA_TYPES, render, write_document

KINDS = ("ranking", "bulletin", "publicity", "payout")
FORMATS: tuple[DocumentFormat, ...] = get_args(DocumentFormat)


@pytest.fixture(params=KINDS)
def view(request: pytest.FixtureRequest) -> ReportView:
    found: ReportView = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_view_gives_the_same_bytes(view: ReportView, format_: DocumentFormat) -> None:
    copied = type(view).model_validate_json(view.model_dump_json())
    assert render(view, format_, "zh_CN") == render(copied, format_, "zh_CN")


@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_archives_hold_no_moment_but_the_date_of_the_view(
    view: ReportView, format_: DocumentFormat
) -> None:
    with ZipFile(BytesIO(render(view, format_, "en"))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert "thumbnail" not in "".join(archive.namelist())
    assert f"{view.dated.isoformat()}T00:00:00Z" in core


@pytest.mark.parametrize("format_", FORMATS)
def test_a_document_carries_its_digest_over_the_wire(
    view: ReportView, format_: DocumentFormat
) -> None:
    document = write_document(view, format_, "en")
    received = Document.model_validate_json(document.model_dump_json())
    assert received == document
    assert hashlib.sha256(received.content).hexdigest() == document.digest
    assert document.name.endswith(f".{format_}")
    assert document.media_type == MEDIA_TYPES[format_]


def test_a_file_name_holds_no_path(publicity: PublicityView) -> None:
    view = publicity.model_copy(update={"place": '../江阴/市:"*'})
    name = write_document(view, "md", "en").name
    assert not set(name) & set('/\\:*?"<>|')
    assert "江阴 市" in name


def test_both_languages_have_the_same_structure(view: ReportView) -> None:
    chinese, english = (render(view, "md", language).decode() for language in ("zh_CN", "en"))
    assert [line.count("|") for line in chinese.splitlines()] == [
        line.count("|") for line in english.splitlines()
    ]
