"""Every package that is ever installed is pinned, and no file says where to get it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import tomli
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import project_files, project_texts
from tests.packaging.resolved import declarations, declared, uv

Pins = dict[str, str]


def _pins(requirements: Iterable[str]) -> Pins:
    """Return package -> version of requirements that must all name one version exactly."""
    parsed = [Requirement(text) for text in requirements]
    versions = {canonicalize_name(each.name): str(each.specifier) for each in parsed}
    assert [text for text in versions.values() if not re.fullmatch(r"==[^*,]+", text)] == []
    return {name: text.removeprefix("==") for name, text in versions.items()}


def _direct() -> Pins:
    project = declared()
    return _pins([*project["project"]["dependencies"], *project["dependency-groups"]["dev"]])


def _constraints(key: str) -> Pins:
    return _pins(declared()["tool"]["uv"][key])


@pytest.mark.needs_network
def test_all_that_is_resolved_is_pinned_and_nothing_else(tmp_path: Path) -> None:
    """On every platform and Python: what uv resolves is for all of them at once."""
    folder = declarations(tmp_path)
    uv("lock", folder=folder)
    locked = tomli.loads((folder / "uv.lock").read_text(encoding="utf-8"))
    resolved = {(each["name"], each["version"]) for each in locked["package"]}
    pinned = {**_direct(), **_constraints("constraint-dependencies")}
    assert resolved == {*pinned.items(), ("gridctl", declared()["project"]["version"])}


@pytest.mark.needs_network
def test_the_build_uses_what_is_pinned(tmp_path: Path) -> None:
    build = _constraints("build-constraint-dependencies")
    # What hatchling asks for beside itself when it installs a checkout.
    asked = [*declared()["build-system"]["requires"], "editables"]
    (tmp_path / "build.in").write_text("\n".join(asked))
    compiled = uv("pip", "compile", "--universal", "--no-header", "--no-annotate",
                  "--python-version", "3.11", "build.in", folder=tmp_path)  # fmt: skip
    assert set(_pins(compiled.split())) <= set(build)
    assert _pins(declared()["build-system"]["requires"]).items() <= build.items()


def test_what_is_built_with_is_what_is_run_with() -> None:
    run = {**_direct(), **_constraints("constraint-dependencies")}
    build = _constraints("build-constraint-dependencies")
    assert {name: run[name] for name in build.keys() & run.keys()} == {
        name: build[name] for name in build.keys() & run.keys()
    }


def test_nothing_is_pinned_twice() -> None:
    assert _direct().keys() & _constraints("constraint-dependencies").keys() == set()


# Put together here, so that this file does not break its own rule.
_HOSTS = re.compile(
    "|".join(
        ("py" + r"pi\b", "python" + "hosted", "ana" + "conda", r"npm" + r"js\b", "ali" + "yun")
    )
)
_DOWNLOAD = re.compile(r"https?://\S+\.(?:whl|tar\.gz|tgz|zip|gz|xz|exe|msi|deb|rpm)\b")
_INDEX = re.compile(
    r"(?:index|extra-index|find-links)[-_]?(?:url)?\s*[=:]\s*[\"']?(?:https?|file):"
)


def test_no_file_says_where_packages_come_from() -> None:
    found = [
        f"{name}:{number}: {match.group()}"
        for name, text in project_texts()
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in (_HOSTS, _DOWNLOAD, _INDEX)
        for match in pattern.finditer(line)
    ]
    assert found == []


def test_there_is_no_lock_file() -> None:
    names = {Path(name).name for name in project_files()}
    assert names & {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "pylock.toml"} == set()
