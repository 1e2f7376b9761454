"""``gridctl report``: documents written to files, and what is told about them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.assessed_office import begin
from tests.beginnings import Beginning

MONTH = ("--period", "2026-10")


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def month(at_work: Any) -> Any:
    """Command lines on an office with a month of work, scored once."""
    assert at_work("assess", "run", *MONTH).code == 0
    return at_work


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.xlsx", b"PK"), ("r.DOCX", b"PK"), ("r.md", b"# Monthly"), ("r.csv", b"\xef\xbb\xbfNo.")],
)
def test_the_ending_tells_the_format_and_the_digest_is_told(
    month: Any, tmp_path: Path, name: str, begins: bytes
) -> None:
    ran = month("report", "ranking", *MONTH, "--to", name)
    content = (tmp_path / name).read_bytes()
    assert content.startswith(begins)
    digest = hashlib.sha256(content).hexdigest()
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Wrote {name}: {len(content):,} bytes, SHA-256 {digest}\n"


def test_a_format_goes_before_an_ending(month: Any, tmp_path: Path) -> None:
    assert month("report", "ranking", *MONTH, "--to", "r.txt", "--format", "md").code == 0
    assert (tmp_path / "r.txt").read_text("utf-8").startswith("# Monthly ten best gridworkers")


def test_stdout_gets_the_document_alone(month: Any) -> None:
    ran = month("report", "ranking", *MONTH, "--to", "-", "--format", "md", "-q")
    assert ran.out.partition("\n")[0].endswith("October 2026 (draft)")
    assert ran.err == ""


def test_what_cannot_be_written_is_refused_before_anything_is_made(
    month: Any, tmp_path: Path
) -> None:
    assert month("report", "ranking", *MONTH).code == 2
    ran = month("report", "ranking", *MONTH, "--to", "r.pdf")
    assert (ran.code, ".xlsx .docx .md .csv" in ran.err) == (2, True)
    assert month("report", "ranking", *MONTH, "--to", "none/r.xlsx").code == 1
    assert not (tmp_path / "r.pdf").exists()


def test_a_failure_leaves_the_older_file(month: Any, tmp_path: Path) -> None:
    older = tmp_path / "r.md"
    older.write_text("older", "utf-8")
    ran = month("report", "ranking", "--period", "2026-09", "--to", "r.md")
    assert (ran.code, older.read_text("utf-8")) == (7, "older")


def test_the_document_is_in_the_language_in_use(month: Any, tmp_path: Path) -> None:
    month("report", "ranking", *MONTH, "--to", "r.md", "--lang", "zh")
    assert "十佳网格员绩效激励方案" in (tmp_path / "r.md").read_text("utf-8")


def test_a_bulletin_takes_what_the_clerk_states(month: Any, tmp_path: Path) -> None:
    ran = month(
        "report", "bulletin", *MONTH, "--basis", "《考核办法》（澄委发[2026]3号）", "--to", "b.md",
        "--document-no", "澄网治[2026]12号", "--problem", "签收不及时。", "--problem", "退单偏多。",
        "--requirement", "每日查看。", "--issuer", "江阴市网格办", "--addressees", "各镇",
    )  # fmt: skip
    assert ran.code == 0
    text = (tmp_path / "b.md").read_text("utf-8")
    for part in ("澄网治〔2026〕12号", "1. 签收不及时。", "2. 退单偏多。", "江阴市网格办", "各镇:",
                 "an on-time closing rate of 88.46%"):  # fmt: skip
        assert part in text


def test_from_the_frozen_month_to_the_notice_and_the_payment(month: Any, tmp_path: Path) -> None:
    notice = (
        "report", "publicity", *MONTH, "--basis", "《绩效激励方案》", "--phone", "0510-86861234",
        "--letter", "江阴市澄江中路9号",
    )  # fmt: skip
    assert month(*notice, "--to", "n.md").code == 7
    month("assess", "freeze", "A1", "--confirm", "2026-10")
    month("award", "nominate", *MONTH)
    assert "has no days of publicity yet" in month(*notice, "--to", "n.md").err
    assert month("award", "approve", "L1", "--as", "王主任").code == 0
    assert month("award", "publish", "L1", "--confirm", "2026-10").code == 0
    assert month(*notice, "--award-reason", "成绩突出", "--to", "n.md").code == 0
    text = (tmp_path / "n.md").read_text("utf-8")
    assert "| 1 | 张三 | 澄江街道 | 文定社区第一网格 | 成绩突出 |" in text
    refused = month(*notice, "--award-reason", "电话13812345678", "--to", "m.md")
    assert (refused.code, "1381234" in refused.err) == (1, False)
    assert not (tmp_path / "m.md").exists()
    ran = month("report", "payout", *MONTH, "--to", "p.xlsx")
    assert (ran.code, "has no amount to be paid yet" in ran.err) == (6, True)
