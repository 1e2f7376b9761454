"""The progress page: words, headers, forms, and how it looks in a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from gridctl.foundation.clock import OFFICE_ZONE, Clock
from gridctl.gateway.local import LocalGateway
from gridctl.operations.base import Gateway
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.tickets import CreateTicket, EditTicket
from gridctl.operations.queries.progress import ShowReceipt
from tests.beginnings import Beginning
from tests.gateways import AppTransport, local_gateway
from tests.ports import application, port
from tests.server.browser import Browser

SERIAL = "3202812026110300001"
#: WCAG 2.1, 1.4.3: text of normal size.
AA = 4.5
#: By language: what the two fields and the button are called.
FACES = {
    "zh-CN": (("工单编号", "查询码"), "查询进度"),
    "en": (("Serial number", "Check code"), "Show progress"),
}


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateTicket(title="王小明<b>垃圾</b>", place="澄江街道"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def behind(office: Path, clock: Clock) -> Iterator[LocalGateway]:
    gateway = local_gateway(office, clock)
    yield gateway
    gateway.close()


@pytest.fixture
def client(behind: Gateway) -> Iterator[httpx.Client]:
    transport = AppTransport(application(), behind)
    with httpx.Client(transport=transport, base_url="http://office.test") as client:
        yield client


@pytest.fixture
def code(behind: Gateway) -> str:
    return behind.send(ShowReceipt(ticket=SERIAL)).check_code or ""


class Seen(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_is_headed_with_the_offices_name(client: httpx.Client, behind: Gateway) -> None:
    assert "Grid office" in client.get("/progress", params={"lang": "en"}).text
    behind.send(SetUpOffice(name="江阴<b>中心", county_code="320281", operator="王芳"))
    page = client.get("/progress").text
    assert "</span>江阴&lt;b&gt;中心</p>" in page
    assert "江阴&lt;b&gt;中心</title>" in page
    assert "gridctl" not in page


def test_a_form_then_the_answer(client: httpx.Client, code: str) -> None:
    assert client.get("/progress").status_code == 200
    answer = client.post("/progress", data={"number": SERIAL, "code": code, "lang": "en"})
    assert answer.status_code == 200
    assert "Your request has arrived" in answer.text
    assert 'aria-current="step"' in answer.text
    assert "王小明" not in answer.text
    assert client.get("/progress", params={"number": SERIAL, "code": code}).status_code == 200


def test_what_does_not_fit_is_told_and_stays_in_the_form(client: httpx.Client) -> None:
    answer = client.post("/progress", data={"number": '"><script>', "code": "x", "lang": "en"})
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "do not fit" in answer.text
    (alert,) = [a for _, a in Seen(answer.text).elements if a.get("role") == "alert"]
    field = next(a for a in Seen(answer.text).all("input") if a.get("id") == "number")
    assert alert["id"] in (field["aria-describedby"] or "").split()
    assert field["value"] == '"><script>'
    assert client.post("/progress", data={"number": SERIAL}).status_code == 422


def test_guessing_is_slowed(client: httpx.Client, code: str) -> None:
    wrong = {"number": SERIAL, "code": "222222", "lang": "en"}
    assert [client.post("/progress", data=wrong).status_code for _ in range(6)] == [404] * 5 + [429]
    answer = client.post("/progress", data={**wrong, "code": code})
    assert answer.headers["retry-after"] == "30"
    assert "Try again in 1 min" in answer.text


@pytest.mark.parametrize(
    ("accept", "query", "lang"),
    [("", "", "zh-CN"), ("en-GB,en", "", "en"), ("fr,de", "", "zh-CN"), ("en", "zh", "zh-CN")],
)
def test_the_language_is_asked_for_or_switched(
    client: httpx.Client, accept: str, query: str, lang: str
) -> None:
    page = client.get("/progress", params={"lang": query}, headers={"Accept-Language": accept})
    assert Seen(page.text).all("html") == [{"lang": lang}]
    switch = Seen(page.text).all("button")[0]
    assert switch["lang"] != lang


def test_nothing_runs_is_kept_or_comes_from_elsewhere(client: httpx.Client, code: str) -> None:
    answer = client.post("/progress", data={"number": SERIAL, "code": code})
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://|//\w|<script|\son\w+=|\sstyle=", answer.text)


def test_screen_readers_find_their_way(client: httpx.Client, code: str) -> None:
    pages = [client.get("/progress").text]
    pages.append(client.post("/progress", data={"number": SERIAL, "code": code}).text)
    for page in pages:
        seen = Seen(page)
        assert [len(seen.all(tag)) for tag in ("header", "main", "footer", "h1", "title")] == [
            1
        ] * 5
        labelled = {each["for"] for each in seen.all("label")}
        fields = {a["id"] for a in seen.all("input") if a.get("type") != "hidden"}
        assert labelled == fields
        ids = [a["id"] for _, a in seen.elements if "id" in a]
        assert len(ids) == len(set(ids))
        for _, attributes in seen.elements:
            for name in ("aria-describedby", "aria-labelledby"):
                assert set((attributes.get(name) or "").split()) <= set(ids)
        levels = [int(tag[1]) for tag, _ in seen.elements if re.fullmatch(r"h[1-6]", tag)]
        assert all(after - before <= 1 for before, after in pairwise(levels))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_have_contrast_by_day_and_night(client: httpx.Client) -> None:
    style = re.search(r"<style>(.*?)</style>", client.get("/progress").text, re.DOTALL)
    assert style is not None
    day, night = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style[1], re.DOTALL)
    )
    for colours in (day, night):
        for ink, ground in (
            ("ink", "ground"), ("ink", "card"), ("soft", "ground"), ("soft", "card"),
            ("accent", "card"), ("on-accent", "accent"), ("ink", "wash"), ("warn", "warn-wash"),
            ("ink", "warn-wash"), ("warn", "card"), ("accent", "ground"),
        ):  # fmt: skip
            assert _contrast(colours[ink], colours[ground]) >= AA, (ink, ground)
        assert _contrast(colours["field"], colours["card"]) >= 3


#: What Chromium is called, by those who pack it.
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.mark.needs_program
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_resident_follows_a_request_by_keyboard_alone(
    behind: LocalGateway, code: str, tmp_path: Path, language: str
) -> None:
    """In a browser that runs no script, on a telephone as on a desk."""
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with (
        port().serving(lambda _caller: behind) as address,
        # Whoever comes with Chinese may go on in English.
        Browser(chromium, tmp_path, 360, "zh-CN") as browser,
    ):
        browser.open(f"{address}/progress")
        browser.press("Tab")
        assert browser.focused() == ("button", "English")
        if language == "en":
            browser.submit()
            browser.press("Tab")
        fields, button = FACES[language]
        for field, typed in zip(fields, (SERIAL, "222222"), strict=True):
            browser.press("Tab")
            assert browser.focused() == ("textbox", field)
            browser.type(typed)
        browser.press("Tab")
        assert browser.focused() == ("button", button)
        browser.submit()
        assert 'aria-invalid="true"' in browser.html()
        # What was wrong stands in the field still, and is replaced.
        for _step in range(3):
            browser.press("Tab")
        assert browser.focused() == ("textbox", fields[1])
        browser.type(code)
        browser.submit()
        page = browser.html()
        assert f'lang="{language}"' in page
        assert 'aria-current="step"' in page
        for width in (360, 1000):
            browser.resize(width)
            assert browser.content_width() == width
            picture = browser.picture()
            # To be looked at; an empty sheet of this size packs to far less.
            (tmp_path / f"{language}-{width}.png").write_bytes(picture)
            assert len(picture) > 15_000
        browser.resize(360)
        while browser.focused().role != "link":
            browser.press("Tab")
        browser.submit()
        assert 'id="number"' in browser.html()


@pytest.mark.needs_program
def test_a_long_name_leaves_the_other_language_on_one_line(
    behind: LocalGateway, tmp_path: Path
) -> None:
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        pytest.skip("Chromium is not installed")
    behind.send(SetUpOffice(name="江阴市" * 12, county_code="320281", operator="王芳"))
    with (
        port().serving(lambda _caller: behind) as address,
        Browser(chromium, tmp_path, 1000, "zh-CN") as browser,
    ):
        browser.open(f"{address}/progress")
        wide = browser.height("header button")
        browser.resize(360)
        assert browser.height("header button") == wide
        assert browser.content_width() == 360


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "2026年11月5日 24:00"), ("en", "5 November 2026, 24:00")]
)
def test_a_deadline_at_midnight_ends_its_day(
    client: httpx.Client, behind: Gateway, code: str, language: str, says: str
) -> None:
    midnight = datetime(2026, 11, 6, tzinfo=OFFICE_ZONE)
    behind.send(EditTicket(ticket=SERIAL, deadline_at=midnight))
    wanted = {"number": SERIAL, "code": code, "lang": language}
    page = client.get("/progress", params=wanted).text
    assert says in page
