from __future__ import annotations

import pytest

from gridctl.domain.imports import UnknownKind
from gridctl.imports import kind_names, load_kind
from gridctl.imports.words import fold

KINDS = (
    "category", "check", "division", "duty", "duty_item", "grid", "mark", "merit", "missed",
    "revisit", "staff", "task", "ticket", "unit",
)  # fmt: skip

# Under these headers stands a state in one county's export and a sentence in another's.
STATE_OR_REPLY = {"办理情况", "办理结果", "处理结果", "处置结果", "处置情况", "处理情况"}
#: Headers of days and of limits alike.
DAY_OR_LIMIT = {
    "办理时限", "处置时限", "处理时限", "办结时限", "办理期限", "处理期限", "办结期限", "期限",
    "要求办理时限",
}  # fmt: skip


def test_all_kinds_are_there() -> None:
    assert kind_names() == KINDS


@pytest.mark.parametrize("wish", ["ticket", "工单", "Tickets"])
def test_a_kind_is_found_by_name_and_by_label(wish: str) -> None:
    assert load_kind(wish).name == "ticket"


def test_an_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(UnknownKind) as refused:
        load_kind("tikcet")
    assert refused.value.params["nearest"] == "ticket"
    assert "division" in str(refused.value.params["kinds"])


@pytest.mark.parametrize("name", KINDS)
def test_a_header_names_one_field(name: str) -> None:
    shared = {header for header, targets in load_kind(name).headers.items() if len(targets) > 1}
    assert shared == (STATE_OR_REPLY | DAY_OR_LIMIT if name == "ticket" else set())


@pytest.mark.parametrize("name", KINDS)
def test_a_spelling_means_one_choice(name: str) -> None:
    for field in load_kind(name).fields.values():
        meaning: dict[str, str] = {}
        for code, words in field.choices.items():
            for word in (code, *words):
                assert meaning.setdefault(fold(word), code) == code, (field.name, word)


@pytest.mark.parametrize("name", KINDS)
def test_keys_needs_and_references_name_fields_of_the_kind(name: str) -> None:
    kind = load_kind(name)
    named = {*kind.key, *(field for group in kind.columns for field in group)}
    for field in kind.fields.values():
        named |= {*field.also, *field.falls_back_on}
        assert set(field.labels) == {"zh", "en"}
        assert bool(field.choices) == (field.type == "choice")
    assert named <= set(kind.fields)


def test_the_states_are_those_of_the_workflow() -> None:
    assert set(load_kind("ticket").fields["state"].choices) == {
        "draft", "reported", "verifying", "rejected", "filed", "dispatched", "handling", "returned",
        "suspended", "fed_back", "checking", "rework", "revisiting", "closed", "archived", "merged",
        "self_closed",
    }  # fmt: skip
