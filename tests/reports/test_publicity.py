"""The publicity notice: its parts, its days, and what may never stand in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gridctl.domain.privacy import PersonalDataInPublication
from gridctl.domain.reports import PublicityPeriodInvalid
from gridctl.operations.queries.reports import BulletinView, Channel, PublicityView
from gridctl.reports.documents import describe, render

MOBILE = "13812345678"
IDENTITY = "11010519491231002X"
LANDLINE = "0510-86861234"


def _with_row(view: PublicityView, **changes: Any) -> PublicityView:
    first, *rest = view.rows
    return view.model_copy(update={"rows": (first.model_copy(update=changes), *rest)})


def test_the_notice_says_who_why_until_when_and_where_to(publicity: PublicityView) -> None:
    text = render(publicity, "md", "en").decode()
    for part in (
        publicity.basis,
        "| 1 | 张伟 | 华士镇 | 程庄社区网格1 | 总分第1名 |",
        "from 6 July 2026 to 10 July 2026 (5 working days)",
        f"Telephone: {LANDLINE}",
        "real names",
        publicity.issuer,
    ):
        assert part in text
    assert text.rstrip().endswith("6 July 2026")


def test_reasons_are_a_column_only_where_there_are_any(publicity: PublicityView) -> None:
    rows = tuple(row.model_copy(update={"reason": ""}) for row in publicity.rows)
    bare = publicity.model_copy(update={"rows": rows})
    assert len(describe(publicity, "en").tables[0].columns) == 5
    assert len(describe(bare, "en").tables[0].columns) == 4


@pytest.mark.parametrize(
    "number", [MOBILE, "138 1234 5678", "１３８１２３４５６７８", IDENTITY, LANDLINE]
)
@pytest.mark.parametrize("field", ["name", "unit", "grid", "reason"])
def test_no_personal_number_in_the_list(publicity: PublicityView, field: str, number: str) -> None:
    with pytest.raises(PersonalDataInPublication) as caught:
        render(_with_row(publicity, **{field: f"张伟 {number}"}), "docx", "en")
    assert number not in str(caught.value)


@pytest.mark.parametrize("field", ["basis", "list_name", "issuer", "place"])
def test_no_personal_number_in_the_text(publicity: PublicityView, field: str) -> None:
    with pytest.raises(PersonalDataInPublication):
        describe(publicity.model_copy(update={field: f"联系人 {MOBILE}"}), "en")


@pytest.mark.parametrize(
    ("kind", "contact"),
    [
        ("phone", MOBILE),
        ("phone", IDENTITY),
        ("letter", LANDLINE),
        ("email", f"{MOBILE}@a.example"),
    ],
)
def test_only_the_office_line_is_a_contact(
    publicity: PublicityView, kind: Any, contact: str
) -> None:
    channels = (Channel(kind=kind, contact=contact),)
    with pytest.raises(PersonalDataInPublication):
        describe(publicity.model_copy(update={"channels": channels}), "en")


def test_a_masked_number_is_no_number(publicity: PublicityView) -> None:
    describe(_with_row(publicity, reason="来电138****5678核实"), "en")


def test_a_bulletin_is_public_too(bulletin: BulletinView) -> None:
    with pytest.raises(PersonalDataInPublication):
        describe(bulletin.model_copy(update={"problems": (f"来电人{MOBILE}反映",)}), "en")


@pytest.mark.parametrize(
    ("ends", "working_days"),
    [(date(2026, 7, 10), 6), (date(2026, 7, 5), 1), (date(2026, 7, 10), 0)],
)
def test_days_that_cannot_hold_the_working_days_are_refused(
    publicity: PublicityView, ends: date, working_days: int
) -> None:
    view = publicity.model_copy(update={"ends": ends, "working_days": working_days})
    with pytest.raises(PublicityPeriodInvalid):
        describe(view, "en")
