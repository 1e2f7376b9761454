from __future__ import annotations

import pytest

from gridctl.domain.errors import Invalid
from gridctl.domain.privacy import (
    PersonalDataInPublication,
    find_personal,
    is_identity_number,
    mask_citizen_name,
    mask_id,
    mask_phone,
)

# The specimen of GB 11643-1999; not a person.
SPECIMEN = "11010519491231002X"


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812345678", "13812345678"),
        ("联系人张三13812345678。", "13812345678"),
        ("电话：138-1234-5678", "138-1234-5678"),
        ("138 1234 5678", "138 1234 5678"),
        ("1381 2345 678", "1381 2345 678"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("１３８－１２３４－５６７８", "１３８－１２３４－５６７８"),
        ("138\u30001234\u30005678", "138\u30001234\u30005678"),
        ("1 3 8 1 2 3 4 5 6 7 8", "1 3 8 1 2 3 4 5 6 7 8"),
        ("+86 13812345678", "+86 13812345678"),
        ("8613812345678", "8613812345678"),
        ("2026-06-05 13812345678", "13812345678"),
        ("13812345678.0", "13812345678"),
        ("19912345678", "19912345678"),
    ],
)
def test_mobile_numbers(text: str, number: str) -> None:
    assert found(text) == [("mobile", number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0510-86861234", "0510-86861234"),
        ("（0510）86861234", "（0510）86861234"),
        ("051086861234", "051086861234"),
        ("010 6555 1234", "010 6555 1234"),
        ("拨打０２３－６７８１２３４５咨询", "０２３－６７８１２３４５"),
        ("0816-2212345转801", "0816-2212345"),
    ],
)
def test_landline_numbers(text: str, number: str) -> None:
    assert found(text) == [("landline", number)]


@pytest.mark.parametrize(
    "number",
    [
        SPECIMEN,
        SPECIMEN.lower(),
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "110105850714123",
    ],
)
def test_identity_numbers(number: str) -> None:
    assert found(f"身份证号：{number}，住址") == [("identity", number)]
    assert found(number) == [("identity", number)]


def test_an_old_identity_number_that_reads_as_a_grid_code_needs_its_word() -> None:
    assert found("110105451208123") == []
    assert found("身份证号码110105451208123") == [("identity", "110105451208123")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3202812026060500001",
        "32028120260605" + "13812",
        "320281202606051381234",
        "110105194912310021",
        "250912101108115409",
        "320281001001",
        "320281138123",
        "320281001001001",
        "500112100201001",
        "440310001001015",
        "320281-20260605-00001",
        "91320281MA1XXXXXX0",
        "工单2026060512345，2026年6月5日08:30",
        "114.13812345678",
        "22.02162345678",
        "本周151件，上周 13 8 12 34 56 78 件",
        "12345热线、110、95598",
        "138****5678",
        "110105********1234",
        "00012345678",
        "10812345678",
        "2026-06-05 08:30:00",
        "1,381,234,567元",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert found(text) == []


def test_several_numbers_in_order() -> None:
    text = f"张三 {SPECIMEN} 13812345678/0510-86861234；李四 139 1234 5678"
    assert [kind for kind, _ in found(text)] == ["identity", "mobile", "landline", "mobile"]


def test_a_number_is_found_behind_another_figure() -> None:
    assert found(f"12 {SPECIMEN}") == [("identity", SPECIMEN)]
    assert found("编号3 13812345678 6") == [("mobile", "13812345678")]


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        (SPECIMEN, True),
        ("110105194912310029", False),
        ("11010519491331002X", False),
        ("99010519491231002X", False),
        ("", False),
    ],
)
def test_the_check_sign(number: str, valid: bool) -> None:
    assert is_identity_number(number) is valid


def test_any_wrong_digit_is_noticed() -> None:
    for place in range(17):
        for digit in "0123456789":
            if digit != SPECIMEN[place]:
                assert not is_identity_number(SPECIMEN[:place] + digit + SPECIMEN[place + 1 :])


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("+8613812345678", "138****5678"),
        ("0510-86861234", "0510-****1234"),
        ("010 65551234", "010-****1234"),
        ("86861234", "****1234"),
        ("12345", "*****"),
        ("张三", "**"),
        ("", ""),
        ("0510-88881234-12", "0510-****1234"),
        ("13812345678、0510-88881234-12", "138****5678、0510-****1234"),
    ],
)
def test_masked_phones(number: str, masked: str) -> None:
    assert mask_phone(number) == masked
    assert found(masked) == []


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110105194912311234", "110105********1234"),
        (SPECIMEN.lower(), "110105********002X"),
        ("110105 19491231 002X", "110105********002X"),
        ("110105850714123", "110105*****4123"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_masked_identity_numbers(number: str, masked: str) -> None:
    assert mask_id(number) == masked
    assert found(masked) == []


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        (" 欧阳娜娜", "欧**"),
        ("𠮷田", "𠮷**"),
        ("阿卜杜拉·买买提", "阿**"),
        ("", ""),
    ],
)
def test_masked_citizen_names(name: str, masked: str) -> None:
    assert mask_citizen_name(name) == masked


def test_the_refusal_of_a_publication_tells_where_and_not_what() -> None:
    refusal = PersonalDataInPublication(count=2, where="B7")
    assert isinstance(refusal, Invalid)
    assert "2" in str(refusal)
    assert "B7" in str(refusal)
