"""What a verb changes is what it says it is for, so that no face offers it in vain."""

from __future__ import annotations

import ast

from tests.architecture.sources import Function, functions


def test_what_a_verb_changes_is_declared_on_it() -> None:
    wrong = {}
    for source, node in functions():
        declared = _declared(node)
        if source.path.startswith("gridctl/cli/") and declared is not None:
            undeclared = _changing(node) - declared
            if undeclared:
                wrong[source.at(node)] = undeclared
    assert wrong == {}


def _declared(node: Function) -> set[str] | None:
    """Return the operations a verb declares by literal names, None of any other function."""
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "sends":
            names = [arg.value for arg in each.args if isinstance(arg, ast.Constant)]
            return {str(name) for name in names} or None
    return None


def _changing(node: Function) -> set[str]:
    """Return the commands a function imports."""
    return {
        f"{each.module.rpartition('.')[2]}.{name.name}"
        for each in ast.walk(node)
        if isinstance(each, ast.ImportFrom)
        and (each.module or "").startswith("gridctl.operations.commands.")
        and each.module
        for name in each.names
        if not name.name.endswith("View")
    }
