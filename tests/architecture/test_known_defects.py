"""Each defect seen elsewhere (domain.md 15.2) has a test that fails where it is made again."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

#: Number in domain.md 15.2, what went wrong there, and what would notice it here.
KNOWN = (
    (1, "a working day as 24 hours", "domain/clocks/test_reader.py",
     "test_a_working_day_is_not_24_hours"),
    (2, "missed reports add points", "domain/scoring/test_golden.py",
     "test_missed_reports_cost_a_gridworker_points"),
    (2, "100 less a good rate adds points", "domain/scoring/test_lint.py",
     "test_a_composite_that_adds_100_minus_a_good_rate_is_found"),
    (2, "a rate counts twice, a sign is wrong", "domain/scoring/test_lint.py",
     "test_each_defect_is_found_alone"),
    (3, "raw volume swamps quality", "domain/scoring/test_golden.py",
     "test_the_volume_of_a_dispatcher_is_banded"),
    (4, "89.9 cut to 89 before grading", "domain/scoring/test_golden.py",
     "test_grades_take_the_rounded_total_and_never_cut_it"),
    (5, "an unreadable limit becomes a day", "domain/test_limits.py",
     "test_what_is_not_understood_is_refused"),
    (5, "the same in a file", "handlers/test_imports.py",
     "test_an_unreadable_limit_keeps_the_table_out"),
    (5, "a new table removes standards in use", "handlers/test_imports.py",
     "test_a_standard_a_ticket_was_filed_under_survives_every_new_table"),
    (6, "a serial number is cut off", "domain/test_codes.py",
     "test_a_serial_number_is_never_cut_off"),
    (6, "two writers get the same number", "storage/test_writers.py",
     "test_two_writers_never_meet"),
    (7, "a run overwrites the earlier result", "handlers/test_assessments.py",
     "test_a_correction_before_freezing_changes_the_next_run"),
    (7, "a closed month is computed anew", "handlers/test_assessments.py",
     "test_a_frozen_month_stays_whatever_is_corrected"),
    (8, "the words of states are crossed", "i18n/test_glossary.py",
     "test_codes_have_the_words_of_the_office"),
    (9, "equal volumes change the tiers", "domain/scoring/test_golden.py",
     "test_equal_volumes_never_change_the_size_of_a_band"),
)  # fmt: skip


@pytest.mark.parametrize(("_number", "_defect", "file", "name"), KNOWN)
def test_a_test_would_notice_it(_number: int, _defect: str, file: str, name: str) -> None:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_defect_is_left_out() -> None:
    assert {number for number, *_ in KNOWN} == set(range(1, 10))
