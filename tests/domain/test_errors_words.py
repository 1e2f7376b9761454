"""Words of errors and findings: places filled, silent passages left out."""

from __future__ import annotations

import json

import pytest

from gridctl.domain.errors import word
from gridctl.domain.units import UnitAmbiguous, UnitNotFound
from gridctl.foundation.i18n import LANGUAGES, names_in, translator
from gridctl.gateway.wire import decode_error, encode_error


@pytest.mark.parametrize(
    ("nearest", "words"),
    [
        ("城管局", "Nearest is 城管局. 'gridctl unit list' shows all."),
        (None, "'gridctl unit list' shows all."),
        ("", "'gridctl unit list' shows all."),
    ],
)
def test_a_hint_names_the_nearest_only_where_there_is_one(nearest: str | None, words: str) -> None:
    error = UnitNotFound(key="环卫所", nearest=nearest)
    assert word(error.hint, error.params) == words


def test_a_passage_whose_parameter_is_not_known_stays_readable() -> None:
    assert word("{a}[[, sheet {b}]]", {"a": "x"}) == "x, sheet {b}"


def test_several_names_are_listed_the_way_the_language_lists_them() -> None:
    error = UnitAmbiguous(key="所", choices=("城管所", "环卫所"))
    said = {each: word(error.message, error.params, translator(each)) for each in LANGUAGES}
    assert said == {
        "zh_CN": "Several units are called 所: 城管所、环卫所.",
        "en": "Several units are called 所: 城管所, 环卫所.",
    }
    assert str(error) == said["en"]


def test_a_passage_about_no_names_at_all_is_left_out() -> None:
    assert word("{a}[[: {names}]]", {"a": "x", "names": ()}) == "x"


@pytest.mark.parametrize("typed", ["立案,派遣", "立案，派遣", "立案、 派遣,"])
def test_a_list_is_read_as_it_is_shown(typed: str) -> None:
    assert names_in(typed) == ["立案", "派遣"]


def test_names_of_an_error_are_names_again_behind_the_wire() -> None:
    error = UnitAmbiguous(key="所", choices=("城管所", "环卫所"))
    arrived = decode_error(json.loads(json.dumps(encode_error(error))), "the server")
    assert (type(arrived), arrived.params) == (UnitAmbiguous, error.params)
