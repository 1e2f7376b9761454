from __future__ import annotations

import pytest

from gridctl.imports.texts import (
    read_choice,
    read_code,
    read_list,
    read_name,
    read_phone,
    read_prose,
    read_text,
    read_yes_no,
)
from gridctl.imports.unfit import Unfit


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812345678", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("1.3812345678E+10", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("86-13812345678", "13812345678"),
        ("+86 138-0000-1111", "13800001111"),
        ("86-138-0000-1111", "13800001111"),
        ("0086 138 0000 1111", "13800001111"),
        ("013800001111", "13800001111"),
        ("０５１０－８８８８ １２３４", "0510-88881234"),
        ("0510—8888 1234 转 12", "0510-88881234-12"),
        ("0510-8888-1234（转12）", "0510-88881234-12"),
        ("+86 510 8888 1234", "0510-88881234"),
        ("(0510)86861234", "0510-86861234"),
        ("0510-86861234", "0510-86861234"),
        ("86861234转8012", "86861234-8012"),
        ("12345", "12345"),
        ("110", "110"),
        ("400-820-8820", "400-820-8820"),
        ("138****5678", "138****5678"),
        ("13812345678、0510-86861234", "13812345678、0510-86861234"),
        ("13812345678 13987654321", "13812345678、13987654321"),
    ],
)
def test_telephone_numbers(text: str, phone: str) -> None:
    assert read_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.38E+10", "precision_lost"),
        ("1.38123E+10", "precision_lost"),
        ("1381234567", "not_a_phone"),
        ("138123456789", "not_a_phone"),
        ("张三", "not_a_phone"),
        ("13800001111（张三）", "not_a_phone"),
        ("0510-8888", "not_a_phone"),
        ("5678.5", "not_a_phone"),
    ],
)
def test_what_is_no_telephone_number(text: str, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_phone(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("320281001001", "320281001001"),
        ("３２０２８１", "320281"),
        (" 3202 81 ", "320281"),
        ("33.0", "33"),
        ("007", "007"),
        ("1-870704831", "1-870704831"),
        ("ＹＣ20260605", "YC20260605"),
        ("3.20281001001E+11", "320281001001"),
        ("250912101108115409", "250912101108115409"),
        ("1E5", "1E5"),
    ],
)
def test_codes(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize("text", ["1.10101199003072E+17", "2.50912E+17", "3.2E+11"])
def test_a_code_that_lost_digits_is_refused_never_repaired(text: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_code(text)
    assert refused.value.code == "precision_lost"


def test_zeros_after_the_fifteenth_digit_count_only_where_the_whole_column_has_them() -> None:
    assert read_code("250912101108115000") == "250912101108115000"
    with pytest.raises(Unfit):
        read_code("250912101108115000", rounded=True)
    assert read_code("250912101108115409", rounded=True) == "250912101108115409"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张 三", "张三"),
        ("欧阳　修", "欧阳修"),
        ("阿卜杜•热合曼", "阿卜杜·热合曼"),
        ("迪丽．热巴", "迪丽·热巴"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("Ａnna", "Anna"),
        ("张三\n", "张三 "),
    ],
)
def test_names(text: str, name: str) -> None:
    assert read_name(text) == name


def test_text_is_one_line_and_prose_keeps_its_lines_and_punctuation() -> None:
    assert read_text("占道\n经营 严重") == "占道 经营 严重"
    assert read_prose("一、垃圾（３袋）；\r\n二、……") == "一、垃圾（３袋）；\n二、……"


def test_lists_are_cut_at_every_common_mark() -> None:
    assert read_list("程庄、东庄，西庄;南庄；北庄/程庄") == ["程庄", "东庄", "西庄", "南庄", "北庄"]


@pytest.mark.parametrize("text", ["是", "Y", "ｙｅｓ", "√", "1", "TRUE", "有"])
def test_yes(text: str) -> None:
    assert read_yes_no(text) is True


@pytest.mark.parametrize("text", ["否", "n", "×", "0", "无", "没有", "False"])
def test_no(text: str) -> None:
    assert read_yes_no(text) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(Unfit):
        read_yes_no("也许")


def test_a_choice_is_found_by_spelling_whatever_stands_in_brackets() -> None:
    codes = {"处置中": "handling", "handling": "handling"}
    assert read_choice("处置中（延期）", codes, ()) == "handling"
    assert read_choice("HANDLING", codes, ()) == "handling"
    with pytest.raises(Unfit) as refused:
        read_choice("飞走了", codes, ("处置中",))
    assert dict(refused.value.params) == {"choices": ("处置中",)}
