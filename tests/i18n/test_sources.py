"""What users read stands in catalogues and data files, not in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.conftest import ROOT

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Modules that hold Chinese, and why it cannot stand elsewhere.
READS = "understands what clerks write"
WRITES = "writes Chinese whatever the language: numerals, amounts in capitals, typefaces"
DEMO = "draws up a county's own files"
LABELS = "a table of labels, each in both languages"
ALLOWED = {
    "gridctl/cli/context/asking.py": READS,
    "gridctl/cli/context/when.py": READS,
    "gridctl/cli/help_topics.py": "quotes the time limits clerks write",
    "gridctl/cli/report.py": "examples of commands",
    "gridctl/cli/ticket/verbs.py": "examples of commands",
    "gridctl/domain/calendar/adoption.py": READS,
    "gridctl/domain/callers.py": READS,
    "gridctl/domain/calendar/hours.py": READS,
    "gridctl/domain/calendar/names.py": READS,
    "gridctl/domain/calendar/notice.py": READS,
    "gridctl/domain/calendar/notice_dates.py": READS,
    "gridctl/domain/calendar/notice_sentences.py": READS,
    "gridctl/domain/filters/values.py": READS,
    "gridctl/domain/limits.py": READS,
    "gridctl/handlers/queries/filtering.py": READS,
    "gridctl/domain/names.py": READS,
    "gridctl/domain/privacy.py": READS,
    "gridctl/domain/scoring/lint.py": READS,
    "gridctl/domain/tickets.py": READS,
    "gridctl/domain/passwords.py": "what passwords are made of too often",
    "gridctl/storage/migrations/versions/0016_callers.py": READS,
    "gridctl/server/examples.py": "examples of requests",
    "gridctl/server/progress/page.py": "what languages call themselves",
    "gridctl/server/progress/words.py": WRITES,
    "tui/gridctl_tui/signs.py": "a sign the terminal is tried with",
    "gridctl/imports/dates.py": READS,
    "gridctl/imports/figures.py": READS,
    "gridctl/imports/foot.py": READS,
    "gridctl/imports/limits.py": READS,
    "gridctl/imports/mapping.py": READS,
    "gridctl/imports/numbers.py": READS,
    "gridctl/imports/title.py": READS,
    "gridctl/domain/telephones.py": READS,
    "gridctl/domain/money.py": WRITES,
    "gridctl/reports/ranking.py": WRITES,
    "gridctl/reports/wording.py": WRITES,
    "gridctl/reports/word_styles.py": WRITES,
    "gridctl/reports/word_table.py": WRITES,
    "gridctl/reports/workbook_sheet.py": WRITES,
    "gridctl/domain/scoring/facts.py": LABELS,
    "gridctl/cli/doctor.py": "a sign the terminal is tried with",
    "gridctl/cli/demo/county.py": DEMO,
    "gridctl/cli/demo/forms.py": DEMO,
    "gridctl/cli/demo/months.py": DEMO,
    "gridctl/cli/demo/workbooks.py": DEMO,
}


def _chinese() -> dict[str, list[str]]:
    """Return the Chinese texts of each module that has some."""
    paths = (path for top in ("gridctl", "tui") for path in sorted((ROOT / top).rglob("*.py")))
    found = {
        path.relative_to(ROOT).as_posix(): [*_texts(ast.parse(path.read_bytes()))] for path in paths
    }
    return {path: texts for path, texts in found.items() if texts}


def _texts(tree: ast.Module) -> Iterator[str]:
    quoting = {id(node) for part in ast.walk(tree) if _may_quote(part) for node in ast.walk(part)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if CHINESE.search(text) and id(node) not in quoting:
                yield text


def _may_quote(node: ast.AST) -> bool:
    """Tell docstrings, examples of commands and English messages, which may quote Chinese."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.keyword(arg="epilog"):
            return True
        case ast.Call(func=ast.Name(id="_" | "N_")):
            return True
    return False


def test_chinese_stands_only_where_it_has_a_reason() -> None:
    assert _chinese().keys() - ALLOWED.keys() == set()


def test_no_reason_outlives_its_text() -> None:
    assert ALLOWED.keys() - _chinese().keys() == set()


#: Functions that put words together by a sign both languages write alike, or that people type.
JOINED: dict[str, str] = {}


def _joining() -> Iterator[str]:
    """Yield the functions of faces that set a colon or a parenthesis between words themselves."""
    for top in ("gridctl/presentation", "tui"):
        for path in sorted((ROOT / top).rglob("*.py")):
            for function in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(function, ast.FunctionDef) and any(map(_joins, ast.walk(function))):
                    yield f"{path.relative_to(ROOT).as_posix()}:{function.name}"


def _joins(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr(values=[first, *values]):
            signs = (each.value for each in values if isinstance(each, ast.Constant))
            behind = any(str(sign).startswith((": ", " (")) for sign in signs)
            return behind and isinstance(first, ast.FormattedValue)
    return False


def test_words_are_put_together_as_the_language_sets_them() -> None:
    """Chinese has a colon and parentheses of its own (:mod:`gridctl.presentation.joining`)."""
    assert set(_joining()) == JOINED.keys()
