"""Finding operations by name: modules by noun, classes by convention."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any, TypeGuard

from gridctl.domain.office import UnknownOperation
from gridctl.domain.rights import CONFIDENTIAL, FOR_OTHERS, UNDO_OTHERS
from gridctl.operations import commands, queries
from gridctl.operations.base import Command, Operation, Query


def all_operations() -> dict[str, type[Operation[Any]]]:
    """Return every operation by its full name ``<noun>.<Class>``, loading all modules."""
    import pkgutil  # a single operation is found without it

    found: dict[str, type[Operation[Any]]] = {}
    for package in (queries, commands):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            for value in vars(loaded).values():
                if _declared_in(value, loaded.__name__):
                    found[operation_name(value)] = value
    return dict(sorted(found.items()))


@cache
def all_permissions() -> frozenset[str]:
    """Return every permission an operation asks for, or a rule of what is shown."""
    asked = {each.permission for each in all_operations().values() if each.permission}
    return frozenset({*asked, CONFIDENTIAL, FOR_OTHERS, UNDO_OTHERS})


@cache
def operation_class(name: str) -> type[Operation[Any]]:
    """Return the class behind ``<noun>.<Class>``.

    Raises:
        UnknownOperation: this version has no such operation.
    """
    noun, _, class_name = name.partition(".")
    for package in (queries, commands):
        try:
            module = importlib.import_module(f"{package.__name__}.{noun}")
        except ImportError:
            continue
        value = getattr(module, class_name, None)
        if _declared_in(value, module.__name__):
            return value
    raise UnknownOperation(operation=name)


def operation_name(operation: type[Operation[Any]]) -> str:
    """Return the full name of an operation class, ``<noun>.<Class>``."""
    return f"{operation.noun()}.{operation.__name__}"


def _declared_in(value: object, module: str) -> TypeGuard[type[Operation[Any]]]:
    return (
        isinstance(value, type)
        and issubclass(value, Operation)
        and value not in (Operation, Query, Command)
        and value.__module__ == module
    )
