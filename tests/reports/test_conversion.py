"""An office program opens what was written and lays it out."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gridctl.operations.queries.reports import DocumentFormat, ReportView
from gridctl.reports.documents import render
from tests.conftest import PATIENCE_S

SOFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.needs_program,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed"),
]

#: Kind, format, and the pages the small sample takes at most.
CASES: tuple[tuple[str, DocumentFormat, int], ...] = (
    ("ranking", "docx", 1),
    ("bulletin", "docx", 5),
    ("publicity", "docx", 2),
    ("payout", "docx", 1),
    ("ranking", "xlsx", 1),
    ("payout", "xlsx", 1),
)


def test_documents_convert_to_pdf(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for kind, format_, _most in CASES:
        view: ReportView = request.getfixturevalue(kind)
        (tmp_path / f"{kind}_{format_}.{format_}").write_bytes(render(view, format_, "en"))
    _convert(tmp_path)
    for kind, format_, most in CASES:
        pdf = (tmp_path / f"{kind}_{format_}.pdf").read_bytes()
        pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
        assert 1 <= pages <= most, (kind, format_, pages)


def _convert(folder: Path) -> None:
    files = sorted(folder.glob("*_*.*"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
