"""Links lead somewhere, named files exist, and twins in two languages have one structure."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.docs.pages import (
    TWINS,
    anchors,
    blocks,
    headings,
    links,
    named_files,
    pages,
    path_of,
    prose,
    steps,
    text_of,
    twin,
)

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        path = path_of(page, target) if target else ROOT / page
        assert path.exists(), link
        if anchor:
            assert anchor in anchors(path.relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("page", pages())
def test_named_files_exist(page: str) -> None:
    assert [name for name in sorted(named_files(page)) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", TWINS)
def test_both_languages_have_one_structure(page: str) -> None:
    other = twin(page)
    assert [level for level, _ in headings(page)] == [level for level, _ in headings(other)]
    assert [block.info for block in blocks(page)] == [block.info for block in blocks(other)]
    assert list(steps(page)) == list(steps(other))
    assert _shape(page) == _shape(other)


def _shape(page: str) -> list[str]:
    """Return the kind of every line that is not running text: table row, point, numbered step."""
    kinds = (re.match(r"\||[-*] |\d+\. ", line) for line in prose(page).splitlines())
    return [kind.group().lstrip("0123456789") for kind in kinds if kind]


@pytest.mark.parametrize("page", TWINS)
def test_each_twin_is_in_its_language(page: str) -> None:
    titles = "".join(title for level, title in headings(twin(page)) if level == 1)
    assert _CHINESE.search(titles) or titles == "gridctl"
    assert len(_CHINESE.findall(text_of(twin(page)))) > 3 * len(_CHINESE.findall(text_of(page)))


def test_the_readme_leads_to_every_page() -> None:
    led = {path_of("README.md", link.partition("#")[0]) for link in links("README.md")}
    twins = {ROOT / twin(page) for page in TWINS}
    wanted = {path for path in (ROOT / "docs").glob("*.md") if path not in twins}
    assert wanted - led == set()
