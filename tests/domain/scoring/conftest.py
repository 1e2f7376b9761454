"""Schemes and subjects for the scoring tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gridctl.domain.scoring.evaluation import evaluate
from gridctl.domain.scoring.parse import parse_scheme
from gridctl.domain.scoring.results import SubjectFacts, SubjectScore
from gridctl.domain.scoring.scheme import Scheme
from gridctl.foundation.resources import config_path

_SCHEMES = Path(__file__).parent / "schemes"

_HEAD = """
id = "small"
version = 1
title = { zh = "小方案", en = "a small scheme" }
period = "month"
"""
_SUBJECT = """
[subject]
types = ["gridworker"]
"""


@pytest.fixture(scope="session")
def golden() -> Callable[[str], Scheme]:
    """Return the loader of the schemes that only tests use."""
    return lambda name: parse_scheme((_SCHEMES / f"{name}.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], Scheme]:
    """Return the loader of the shipped schemes."""
    return lambda name: parse_scheme(
        config_path("rules", "scoring", f"{name}.toml").read_text("utf-8")
    )


@pytest.fixture(scope="session")
def small() -> Callable[..., Scheme]:
    """Return a maker of schemes: items in TOML, other tables, and top-level keys."""

    def make(body: str, top: str = "max = 100", subject: str = _SUBJECT) -> Scheme:
        labelled = body.replace("$", 'label = { zh = "项", en = "item" }')
        return parse_scheme(f"{_HEAD}{top}\n{subject}\n{labelled}")

    return make


@pytest.fixture(scope="session")
def score() -> Callable[..., SubjectScore]:
    """Return a scorer of a single subject with the facts given by name."""

    def one(scheme: Scheme, entered: dict[str, int] | None = None, **facts: int) -> SubjectScore:
        subject = SubjectFacts("S", "T", "", {"employment": "full"}, {**facts, **(entered or {})})
        return evaluate(scheme, [subject]).score("S")

    return one
