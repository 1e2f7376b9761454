from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from gridctl.domain.codes.divisions import (
    DivisionCodeInvalid,
    Level,
    division_problems,
    division_rules,
    parse_division,
)
from gridctl.domain.codes.schemes import (
    GridCodeInvalid,
    GridKind,
    GridNumbersUsedUp,
    SchemeUnknown,
    load_scheme,
    scheme_ids,
)
from gridctl.domain.codes.serials import (
    Serial,
    SerialInvalid,
    SerialsUsedUp,
    build_serial,
    parse_serial,
)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("320000000000", "province", None),
        ("320200000000", "city", "320000000000"),
        ("320281000000", "county", "320200000000"),
        ("320281100000", "town", "320281000000"),
        ("320281100200", "village", "320281100000"),
        ("441900003000", "town", "441900000000"),
        ("441900003001", "village", "441900003000"),
        ("429004000000", "county", "429000000000"),
        (" ３２０２８１００１０００ ", "town", "320281000000"),
    ],
)
def test_levels_and_parents(code: str, level: Level, parent: str | None) -> None:
    division = parse_division(code)
    assert (division.level, division.parent) == (level, parent)
    assert division.code.startswith(division.prefix)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "320281",
        "3202811000000",
        "32028110000a",
        "990281100000",
        "320281000200",
        "320081000000",
        "320000100000",
        "000000000000",
    ],
)
def test_what_is_no_division_code(code: str) -> None:
    with pytest.raises(DivisionCodeInvalid):
        parse_division(code)


@pytest.mark.parametrize(
    ("code", "name", "warned"),
    [
        ("320281001001", "文定社区居委会", False),
        ("320281001208", "皮弄村村委会", False),
        ("320281001001", "皮弄村村委会", True),
        ("320281001208", "文定社区居委会", True),
        ("320281400401", "高新社区", False),
        ("320281405500", "街西村村委会", False),
        ("320281001000", "澄江街道", False),
        ("320281100000", "璜土街道", True),
        ("320281001000", "璜土镇", True),
        ("320281601001", "某某单位", False),
        ("320281000000", "江阴市", False),
    ],
)
def test_a_name_of_another_kind_than_its_number_is_a_warning(
    code: str, name: str, warned: bool
) -> None:
    problems = division_problems(parse_division(code), name)
    assert [problem.code for problem in problems] == ["division_number"] * warned


def test_urban_classes_and_ranges_are_named_in_both_languages() -> None:
    rules = division_rules()
    assert {"111", "112", "121", "122", "210", "220"} <= rules.urban.keys()
    ranges = [known for level in rules.ranges.values() for known in level]
    labels = [*rules.urban.values(), *(known.label for known in ranges)]
    assert all(label.keys() == {"zh", "en"} for label in labels)


@pytest.mark.real_data
def test_real_divisions_parse_without_warning(real_data: Path) -> None:
    files = sorted((real_data / "divisions").glob("*.csv"))
    assert files
    for file in files:
        with file.open(encoding="utf-8-sig") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            division = parse_division(row["code12"])
            assert division.level == row["level"]
            assert row["parent12"] in {"", division.parent}
            assert division_problems(division, row["name"]) == []


EXAMPLES: list[tuple[str, str, dict[str, str], str, GridKind]] = [
    (
        "dist15",
        "320281001001007",
        {"village": "320281001001", "sequence": "007"},
        "320281001001",
        "general",
    ),
    (
        "cjt349_20",
        "10010332028100160103",
        {
            "object": "100103",
            "county": "320281",
            "town": "001",
            "community": "601",
            "sequence": "03",
        },
        "320281001601",
        "general",
    ),
    (
        "cjt213_14",
        "11010100100109",
        {"county": "110101", "town": "001", "community": "001", "sequence": "09"},
        "110101001001",
        "general",
    ),
    (
        "city16",
        "1408020001003012",
        {"county": "140802", "street": "0001", "community": "003", "sequence": "012"},
        "1408020001003",
        "general",
    ),
    (
        "micro",
        "32028100100100715",
        {"grid": "320281001001007", "sequence": "15"},
        "320281001001007",
        "micro",
    ),
    (
        "tail",
        "320281001001902",
        {"village": "320281001001", "sequence": "902"},
        "320281001001",
        "exclusive",
    ),
    (
        "tail_z",
        "320281001001002Z",
        {"village": "320281001001", "sequence": "002", "marker": "Z"},
        "320281001001",
        "exclusive",
    ),
]


@pytest.mark.parametrize(("scheme", "code", "parts", "parent", "kind"), EXAMPLES)
def test_schemes(
    scheme: str, code: str, parts: dict[str, str], parent: str, kind: GridKind
) -> None:
    numbering = load_scheme(scheme)
    assert numbering.parse(code) == parts
    assert numbering.build(parts) == code
    assert numbering.parent_of(code) == parent
    assert numbering.kind_of(code) == kind


def test_every_shipped_scheme_has_an_example() -> None:
    assert {example[0] for example in EXAMPLES} == set(scheme_ids())
    assert all(load_scheme(scheme).label.keys() == {"zh", "en"} for scheme in scheme_ids())


@pytest.mark.parametrize(
    ("scheme", "code", "following"),
    [
        ("dist15", "320281001001009", "320281001001010"),
        ("micro", "32028100100100709", "32028100100100710"),
        ("tail", "320281001001901", "320281001001902"),
        ("tail_z", "320281001001002Z", "320281001001003Z"),
        ("tail_z", "320281001001002", "320281001001003"),
        ("cjt349_20", "10010332028100160100", "10010332028100160101"),
    ],
)
def test_the_next_code(scheme: str, code: str, following: str) -> None:
    assert load_scheme(scheme).next(code) == following


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("dist15", "320281001001999"),
        ("tail", "320281001001900"),
        ("tail", "320281001001999"),
        ("micro", "32028100100100799"),
        ("cjt213_14", "11010100100199"),
    ],
)
def test_numbers_are_never_cut_off(scheme: str, code: str) -> None:
    with pytest.raises(GridNumbersUsedUp):
        load_scheme(scheme).next(code)


@pytest.mark.parametrize(
    ("scheme", "parent", "kind", "others", "code"),
    [
        ("dist15", "320281001001", "general", {}, "320281001001001"),
        ("tail", "320281001001", "general", {}, "320281001001001"),
        ("tail", "320281001001", "exclusive", {}, "320281001001901"),
        ("tail_z", "320281001001", "exclusive", {}, "320281001001001Z"),
        ("micro", "320281001001007", "micro", {}, "32028100100100701"),
        ("cjt349_20", "320281001001", "general", {"object": "100103"}, "10010332028100100101"),
    ],
)
def test_the_first_code(
    scheme: str, parent: str, kind: GridKind, others: dict[str, str], code: str
) -> None:
    assert load_scheme(scheme).first(parent, kind, **others) == code


@pytest.mark.parametrize(
    ("parent", "kind"),
    [
        ("320281001000", "general"),
        ("32028100100", "general"),
        ("3202810010010", "general"),
        ("320281001001", "exclusive"),
    ],
)
def test_a_parent_or_kind_the_scheme_does_not_know(parent: str, kind: GridKind) -> None:
    with pytest.raises(GridCodeInvalid):
        load_scheme("dist15").first(parent, kind)


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("dist15", ""),
        ("dist15", "32028100100100"),
        ("dist15", "3202810010010071"),
        ("dist15", "320281001001000"),
        ("dist15", "320281001000007"),
        ("dist15", "320281000000007"),
        ("dist15", "32028100100100A"),
        ("micro", "32028100100000715"),
        ("tail_z", "320281001001002X"),
    ],
)
def test_what_does_not_fit(scheme: str, code: str) -> None:
    with pytest.raises(GridCodeInvalid) as caught:
        load_scheme(scheme).parse(code)
    assert caught.value.params["scheme"] == scheme


def test_parts_that_do_not_make_a_code() -> None:
    with pytest.raises(GridCodeInvalid):
        load_scheme("dist15").build({"village": "320281001001", "sequence": "7"})
    with pytest.raises(GridCodeInvalid):
        load_scheme("dist15").build({"village": "320281001001007"})


def test_codes_are_read_in_any_width() -> None:
    assert load_scheme("tail_z").kind_of(" ３２０２８１００１００１００２ｚ") == "exclusive"


@pytest.mark.parametrize("scheme", ["dist16", "../division", ""])
def test_an_unknown_scheme(scheme: str) -> None:
    with pytest.raises(SchemeUnknown) as caught:
        load_scheme(scheme)
    assert "dist15" in str(caught.value.params["known"])


@pytest.mark.parametrize("sequence", [1, 10_000, 99_999])
def test_serial_numbers(sequence: int) -> None:
    serial = build_serial("320281", date(2026, 6, 5), sequence)
    assert serial == f"32028120260605{sequence:05}"
    assert parse_serial(f" {serial} ") == Serial("320281", date(2026, 6, 5), sequence)


def test_a_serial_number_is_never_cut_off() -> None:
    with pytest.raises(SerialsUsedUp) as caught:
        build_serial("320281", date(2026, 6, 5), 100_000)
    assert caught.value.params == {"county": "320281", "day": "2026-06-05"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320281202606050001",
        "32028120260605000011",
        "3202812026023000001",
        "3202812026060500000",
        "9902812026060500001",
        "320281202606050000A",
    ],
)
def test_what_is_no_serial_number(text: str) -> None:
    with pytest.raises(SerialInvalid):
        parse_serial(text)


@pytest.mark.parametrize(("county", "sequence"), [("3202", 1), ("990281", 1), ("320281", 0)])
def test_a_serial_number_that_cannot_be_given(county: str, sequence: int) -> None:
    with pytest.raises(SerialInvalid):
        build_serial(county, date(2026, 6, 5), sequence)
