"""What an operation needs in every layer is there, under the name the convention says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from typing import Any, get_type_hints

import pytest

import gridctl
from gridctl import handlers
from gridctl.gateway.local import handler_of
from gridctl.gateway.wire import split_route
from gridctl.operations.base import Named, Operation, Slug
from gridctl.operations.registry import all_operations, operation_class, operation_name
from tests.architecture.test_contracts import contracts

OPERATIONS = all_operations()
#: What takes no permission: signing in, whose office it is, what a resident does with number and
#: check code, and what concerns the asking account alone, or tells no more than that something was
#: done.
OPEN = {
    "accounts.ChangePassword", "accounts.ShowOwnAccount", "offices.ShowHead",
    "offices.ShowNameplate",
    "progress.CheckProgress",
    "sign_ins.SetUpAdministrator",
    "sign_ins.SignIn", "sign_ins.SignOut", "tokens.CreateToken", "tokens.ListTokens",
    "tokens.RevokeToken",
}  # fmt: skip
Kind = type[Operation[Any]]
every_operation = pytest.mark.parametrize("kind", OPERATIONS.values(), ids=OPERATIONS.keys())


@every_operation
def test_a_handler_takes_it_and_returns_its_result(kind: Kind) -> None:
    handler = handler_of(kind)
    first, second = list(inspect.signature(handler).parameters)
    hints = get_type_hints(handler)
    assert hints[first] is kind
    assert hints[second].__name__ == kind.action.capitalize() + "Context"
    assert hints["return"] == kind.result_type()


@every_operation
def test_its_route_permission_and_purpose_are_declared(kind: Kind) -> None:
    method, path, names = split_route(kind)
    assert re.fullmatch(r"(/([a-z-]+|{[a-z_]+}))+", path)
    assert (method == "GET") == (kind.action == "query")
    assert method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert set(names) <= set(kind.model_fields)
    if operation_name(kind) in OPEN:
        assert kind.permission == ""
    else:
        assert re.fullmatch(r"[a-z_][a-z_0-9]*\.[a-z_]+", kind.permission)
    assert (kind.__doc__ or "").strip()
    assert set(kind.private) <= set(kind.model_fields)
    assert set(kind.once) <= set(kind.result_type().model_fields)


@every_operation
def test_what_stands_in_its_path_fits_into_a_path(kind: Kind) -> None:
    hints = get_type_hints(kind, include_extras=True)
    _, _, names = split_route(kind)
    assert {name: hints[name] for name in names if hints[name] not in (Slug, Named, int)} == {}


@every_operation
def test_it_is_found_by_its_name(kind: Kind) -> None:
    assert operation_class(operation_name(kind)) is kind


def test_no_two_routes_can_be_taken_for_each_other() -> None:
    routes = Counter(re.sub(r"{\w+}", "{}", kind.route) for kind in OPERATIONS.values())
    assert [route for route, count in routes.items() if count > 1] == []


def test_no_handler_is_without_its_operation() -> None:
    """A function of a handler module whose first parameter is an operation answers for it."""
    astray = []
    for module in pkgutil.walk_packages(handlers.__path__, "gridctl.handlers."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            if function.__module__ != loaded.__name__ or parameters[1:] != ["context"]:
                continue
            taken: Kind | None = get_type_hints(function).get(parameters[0])
            if taken in OPERATIONS.values() and taken and taken.handler_name() == name:
                astray += [name] if handler_of(taken) is not function else []
    assert astray == []


def test_every_package_has_its_place_in_the_layers() -> None:
    placed = re.findall(r"gridctl\.\w+", " ".join(contracts()[0]["layers"]))
    packages = [f"gridctl.{m.name}" for m in pkgutil.iter_modules(gridctl.__path__) if m.ispkg]
    assert sorted(placed) == sorted(packages)
