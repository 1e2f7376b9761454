"""The language of filters, without any data."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.domain.calendar import load_calendar
from gridctl.domain.filters import Clause, Term, errors, load_vocabulary, parse_filter
from gridctl.domain.filters.values import CHOICES, DAY_WORDS, code_of, days_of, numbers_of
from gridctl.domain.saved_views import NOUN_NAMES

#: Tuesday.
TODAY = date(2026, 11, 3)


def clause(text: str) -> Clause:
    (found,) = load_vocabulary("ticket").read(text)
    return found


def span(text: str) -> tuple[str, str]:
    found = clause(text)
    first, last = days_of(found, ",".join(found.values), TODAY, load_calendar())
    return first.isoformat(), last.isoformat()


def test_a_line_is_a_row_of_terms_with_their_places() -> None:
    line = "state:handling,dispatched due<2026-11-05 -category:噪音 '井盖 破损' urgent"
    assert parse_filter(line) == (
        Term(1, "state", ":", ("handling", "dispatched")),
        Term(27, "due", "<", ("2026-11-05",)),
        Term(42, "category", ":", ("噪音",), negated=True),
        Term(55, "", ":", ("井盖 破损",), quoted=True),
        Term(63, "", ":", ("urgent",)),
    )


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("状态：处置中，已派遣", "状态:处置中,已派遣"),
        ("due≥today", "due>=today"),
        ("！unit：城管局", "!unit:城管局"),
        ("unit:“城管 局”", 'unit:"城管 局"'),
        ("returns=2", "returns:2"),
    ],
)
def test_full_width_signs_are_read_like_narrow_ones(wide: str, narrow: str) -> None:
    assert parse_filter(wide) == parse_filter(narrow)


@pytest.mark.parametrize(
    ("text", "error", "place"),
    [
        ("urgent 'open", errors.FilterQuoteOpen, 8),
        ("urgent state:", errors.FilterValueMissing, 8),
        ("urgent ,", errors.FilterUnreadable, 8),
        ("urgent sate:handling", errors.FilterFieldUnknown, 8),
        ("urgent unit>城管局", errors.FilterOperatorUnfit, 8),
    ],
)
def test_an_error_names_its_place(text: str, error: type[Exception], place: int) -> None:
    with pytest.raises(error) as caught:
        load_vocabulary("ticket").read(text)
    assert caught.value.params["place"] == place  # type: ignore[attr-defined]


def test_the_nearest_field_is_named() -> None:
    with pytest.raises(errors.FilterFieldUnknown) as caught:
        load_vocabulary("ticket").read("comunity:文定")
    assert caught.value.params["nearest"] == "community"


def test_fields_and_short_words_have_chinese_names() -> None:
    assert clause("承办单位:城管局").field.name == "unit"
    assert clause("逾期") == clause("verdict:overdue")
    assert clause("-open").negated is False
    assert clause("紧急") == clause("urgent:yes")
    # What stands in quotation marks is text, whatever it says.
    assert clause("'逾期'").field.name == "text"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("due:2026-11-05", "2026-11-05", "2026-11-05"),
        ("due:2026-10", "2026-10-01", "2026-10-31"),
        ("due:上月", "2026-10-01", "2026-10-31"),
        ("due:2026-Q4", "2026-10-01", "2026-12-31"),
        ("due:2026-10-01..2026-10-31", "2026-10-01", "2026-10-31"),
        ("due:2026-10-08..", "2026-10-08", "9999-12-31"),
        ("due:..昨天", "0001-01-01", "2026-11-02"),
        ("due<today", "0001-01-01", "2026-11-02"),
        ("due<=today", "0001-01-01", "2026-11-03"),
        ("due>2026-10", "2026-11-01", "9999-12-31"),
        ("due>=2026-10", "2026-10-01", "9999-12-31"),
        ("due:3d", "2026-11-03", "2026-11-06"),
        ("due:-7天", "2026-10-27", "2026-11-03"),
        # Wednesday, Thursday, Friday; then over a weekend.
        ("due<=3wd", "0001-01-01", "2026-11-06"),
        ("due<=4工作日", "0001-01-01", "2026-11-09"),
        ("due>=-2wd", "2026-10-30", "9999-12-31"),
    ],
)
def test_days_and_spans_of_days(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


def test_working_days_go_around_a_holiday() -> None:
    # 1 to 7 October 2026 are days off; 30 September is followed by 8 October.
    found = clause("due<=1wd")
    last = days_of(found, "1wd", date(2026, 9, 30), load_calendar())[1]
    assert last == date(2026, 10, 8)


@pytest.mark.parametrize("word", [*DAY_WORDS["en"], *DAY_WORDS["zh"]])
def test_the_words_that_are_offered_are_days(word: str) -> None:
    assert span(f"due:{word}")


@pytest.mark.parametrize("text", ["due:soon", "due:2026-13", "due:..", "due<2026-10..2026-11"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(errors.FilterDayUnknown):
        span(text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("returns:2", 2, 2), ("returns:2..4", 2, 4), ("returns>=2", 2, 2**31 - 1),
     ("returns>2", 3, 2**31 - 1), ("returns<2", 0, 1), ("returns<=2", 0, 2)],
)  # fmt: skip
def test_numbers_and_spans_of_numbers(text: str, least: int, most: int) -> None:
    found = clause(text)
    assert numbers_of(found, found.values[0]) == (least, most)
    with pytest.raises(errors.FilterNumberUnknown):
        numbers_of(found, "many")


def test_a_code_is_known_by_label_and_by_the_words_of_spreadsheets() -> None:
    found = clause("state:handling")
    words = {"handling": ("办理中",)}
    codes = [
        code_of(found, each, lambda _column: words) for each in ("handling", "Handling", "办理中")
    ]
    assert codes == ["handling"] * 3
    for typed in ("handlin", "han"):
        with pytest.raises(errors.FilterValueUnknown) as caught:
            code_of(found, typed, lambda _column: {"fed_back": ("hand",)} | words)
        assert caught.value.params["nearest"] == "handling"


def test_every_choice_has_its_list() -> None:
    fields = [field for noun in NOUN_NAMES for field in load_vocabulary(noun).fields]
    assert {field.choices for field in fields if field.kind == "choice"} == set(CHOICES)


@pytest.mark.parametrize("noun", NOUN_NAMES)
def test_every_name_means_one_thing_and_every_short_word_a_field(noun: str) -> None:
    vocabulary = load_vocabulary(noun)
    names = [name for each in vocabulary.fields for name in each.names]
    names += [name for each in vocabulary.words for name in each.names]
    assert len(names) == len(set(names))
    for word in vocabulary.words:
        (found,) = vocabulary.read(word.name)
        assert found.field in vocabulary.fields
