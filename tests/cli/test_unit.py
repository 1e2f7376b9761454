"""``gridctl unit``."""

from __future__ import annotations

from typing import Any


def test_units_stand_under_units_and_keep_former_names(county: Any) -> None:
    county("unit", "create", "--name", "市城管局", "--level", "县级", "--alias", "城管")
    county("unit", "create", "--name", "澄江执法中队", "--place", "澄江街道", "--parent", "城管")
    rows = county("unit", "list", "-o", "json").json["items"]
    assert [(row["code"], row["level"], row["parent_name"]) for row in rows] == [
        ("U0001", "county", None),
        ("U0002", None, "市城管局"),
    ]
    county("unit", "edit", "U0001", "--name", "市城市管理局")
    shown = county("unit", "show", "市城管局", "-o", "json").json["items"][0]
    assert shown["name"] == "市城市管理局"
    assert shown["children"] == 1


def test_blank_text_takes_a_value_away(county: Any) -> None:
    county("unit", "create", "--name", "市城管局", "--level", "county", "--place", "澄江街道")
    changed = county("unit", "edit", "U0001", "--level", "", "--place", "", "-o", "json")
    unit = changed.json["items"][0]
    assert (unit["level"], unit["place_code"]) == (None, None)


def test_an_unknown_unit_names_the_nearest(county: Any) -> None:
    county("unit", "create", "--name", "市城管局")
    ran = county("unit", "show", "市城官局")
    assert ran.code == 7
    assert "市城管局" in ran.err
