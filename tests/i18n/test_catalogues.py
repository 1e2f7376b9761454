"""Both catalogues hold every message of the source, compiled, with nothing left over."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from gridctl.cli.app import COMMANDS
from gridctl.domain.errors import word
from gridctl.foundation.i18n import LANGUAGES, translator

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Names that are the same in Chinese.
SAME_IN_BOTH = {"CSV", "Markdown", "Webhook"}
#: Punctuation of Western text right behind a Chinese sign.
WESTERN_PUNCTUATION = re.compile(r"[\u3400-\u9fff][,;:?!]")
#: What a clerk types as it stands: options, commands, names of variables; verbs pointed to.
TYPED = re.compile(
    rf"(?<!\w)--[a-z][a-z-]*|gridctl (?:{'|'.join(COMMANDS)})(?: [a-z]+)?|\bPYTHON[A-Z]+"
    rf"|<(?:{'|'.join(COMMANDS)})(?: [a-z-]+)?(?=[^<>|]*>)"
)
#: A commendation programme needs an approval that a county's monthly list does not have
#: (domain.md 1, finding 2).
COMMENDATION = re.compile("评比|表彰|评优|评先")


def _places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_the_catalogues_are_complete_and_compiled(
    tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = tool.check()
    assert capsys.readouterr().out == "", "run: uv run python .ci/catalogues.py update"
    assert failed == 0
    assert len(tool.read("zh_CN")) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_finds_every_message(language: str, tool: ModuleType) -> None:
    say = translator(language)
    assert {message: say(message) for message in tool.marked()} == tool.read(language)


def test_both_languages_fill_the_same_places(chinese: dict[str, str]) -> None:
    differing = {m: said for m, said in chinese.items() if _places(m) != _places(said)}
    assert differing == {}


def test_every_message_can_be_filled(chinese: dict[str, str]) -> None:
    for message, said in chinese.items():
        sample = dict.fromkeys(_places(message), "甲")
        filled = word(said, sample)
        assert "{" not in filled, said
        assert filled.count("甲") >= len(sample), said


def test_what_is_said_in_chinese_is_chinese(chinese: dict[str, str]) -> None:
    mute = {m for m, said in chinese.items() if not CHINESE.search(said)} - SAME_IN_BOTH
    # Only places and punctuation between them.
    assert {m for m in mute if re.search(r"[a-z]{2}", re.sub(r"{\w+}", "", m))} == set()


def test_chinese_sentences_are_punctuated_as_such(chinese: dict[str, str]) -> None:
    assert [said for said in chinese.values() if WESTERN_PUNCTUATION.search(said)] == []
    endings = {".": "。", "?": "？", ":": "："}
    for message, said in chinese.items():
        end = endings.get(message.rstrip()[-1:])
        if end is None:
            assert said.rstrip()[-1:] != "。", said
        elif CHINESE.search(said[-2:-1]):
            assert said.rstrip()[-1:] == end or message == "No.", said


def test_what_is_typed_is_not_translated(chinese: dict[str, str]) -> None:
    lost = {
        message: typed - set(TYPED.findall(said))
        for message, said in chinese.items()
        if (typed := set(TYPED.findall(message))) and not typed <= set(TYPED.findall(said))
    }
    assert lost == {}


def test_nothing_is_called_a_commendation(chinese: dict[str, str]) -> None:
    assert [said for said in chinese.values() if COMMENDATION.search(said)] == []


@pytest.fixture
def small(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree of one file, the tool turned to it; the file is returned."""
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "LOCALES", tmp_path / "locale")
    source = tmp_path / "gridctl" / "one.py"
    source.parent.mkdir()
    source.write_text('N_("Grid {code}")\n_("yes" if wide else "no")\n_(label or "")\n', "utf-8")
    return source


def test_update_lists_what_has_no_words_and_keeps_what_has(
    tool: ModuleType, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.marked() == {"Grid {code}", "yes", "no"}
    assert tool.update() == 1
    assert "zh_CN: untranslated: Grid {code}\n" in capsys.readouterr().out
    path = tool.catalogue("zh_CN")
    path.write_text(
        path.read_text("utf-8").replace('"no"\nmsgstr ""', '"no"\nmsgstr "否"'), "utf-8"
    )
    assert "stale, run update" in _told(tool, capsys)
    small.write_text('_("no")\n_("new")\n', "utf-8")
    told = _told(tool, capsys)
    assert "zh_CN: missing: new" in told
    assert "en: obsolete: yes" in told
    tool.update()
    assert tool.read("zh_CN") == {"no": "否", "new": ""}
    assert tool.read("en") == {"no": "no", "new": "new"}


def test_the_same_words_are_the_same_bytes(tool: ModuleType, small: Path) -> None:
    tool.update()
    paths = [tool.catalogue(lang).with_suffix(end) for lang in LANGUAGES for end in (".po", ".mo")]
    before = [path.read_bytes() for path in paths]
    tool.update()
    assert [path.read_bytes() for path in paths] == before
    assert b"Date" not in b"".join(before)


def test_a_fuzzy_entry_is_refused(tool: ModuleType, small: Path) -> None:
    tool.update()
    path = tool.catalogue("zh_CN")
    path.write_text('#, fuzzy\nmsgid "yes"\nmsgstr "对"\n', "utf-8")
    with pytest.raises(ValueError, match=r"fuzzy: \['yes'\]"):
        tool.check()


def test_a_message_put_together_on_the_spot_is_refused(tool: ModuleType, small: Path) -> None:
    small.write_text('_(f"Grid {code}")\n', "utf-8")
    with pytest.raises(ValueError, match=r"one\.py:1: mark one whole text"):
        tool.marked()


def _told(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert tool.check() == 1
    return capsys.readouterr().out
