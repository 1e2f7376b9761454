"""Which language is spoken: the flag, then GRIDCTL_LANG, then the machine's locale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridctl.cli import app as cli
from gridctl.foundation import i18n

CHINESE, ENGLISH = "专题", "Topics"


@pytest.fixture(autouse=True)
def _no_locale(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    before = i18n.language()
    yield
    i18n.use_language(before)


def _spoken(capsys: pytest.CaptureFixture[str], *flags: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main([*flags, "help", "topics"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("zh", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh_CN.GB18030", "zh_CN"),
        ("zh_Hans_CN.UTF-8", "zh_CN"),
        ("en", "en"),
        ("en_US.UTF-8", "en"),
        ("EN-gb", "en"),
        ("fr_FR.UTF-8", None),
        ("C", None),
        ("", None),
    ],
)
def test_a_wish_names_a_catalogue(wish: str, language: str | None) -> None:
    assert i18n.match_language(wish) == language


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "ug_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_a_machine_speaks_english_only_where_its_locale_is(
    locale: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == language


@pytest.mark.parametrize(
    ("flags", "variable", "locale", "first_word"),
    [
        ((), None, "zh_CN.UTF-8", CHINESE),
        ((), None, "en_US.UTF-8", ENGLISH),
        ((), "en", "zh_CN.UTF-8", ENGLISH),
        ((), "zh", "en_US.UTF-8", CHINESE),
        (("--lang", "zh"), "en", "en_US.UTF-8", CHINESE),
        (("--lang", "en"), "zh", "zh_CN.UTF-8", ENGLISH),
        (("--lang=en",), None, "zh_CN.UTF-8", ENGLISH),
    ],
)
def test_the_flag_comes_before_the_variable_and_that_before_the_locale(
    flags: tuple[str, ...],
    variable: str | None,
    locale: str,
    first_word: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LANG", locale)
    if variable:
        monkeypatch.setenv("GRIDCTL_LANG", variable)
    assert _spoken(capsys, *flags).startswith(first_word)


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.use_language("fr")
    assert i18n.language() in i18n.LANGUAGES


def test_a_message_nobody_translated_stays_as_it_is() -> None:
    assert i18n.translator("zh_CN")("No such message.") == "No such message."
    assert i18n.translator("zh_CN")("") == ""
