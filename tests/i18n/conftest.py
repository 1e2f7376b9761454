"""The catalogues and the tool that keeps them, for the tests of words."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def tool() -> ModuleType:
    """The program that extracts, checks and compiles the catalogues."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".ci" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chinese(tool: ModuleType) -> dict[str, str]:
    """The Chinese catalogue, from message to words."""
    words: dict[str, str] = tool.read("zh_CN")
    return words
