"""The addresses that are no operation's, and an address as the application knows it."""

from __future__ import annotations

from starlette.types import Scope

#: Asked by machines: alive, able to work, figures, versions.
PROBES = ("/healthz", "/readyz", "/metrics", "/version")
#: What GeoReport v2 lies under.
OPEN311 = "/open311/v2"
PROGRESS = "/progress"


def path_of(scope: Scope) -> str:
    """Return the path of a request, whether or not a proxy left the prefix before it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def is_probe(scope: Scope) -> bool:
    """Tell whether a request is a probe, and nothing that only ends like one."""
    return path_of(scope) in PROBES


def is_public(scope: Scope) -> bool:
    """Tell whether a body is read here before it is known who sends it, whatever its headers say.

    A key of Open311 may stand in the form itself.
    """
    path = path_of(scope)
    return path == PROGRESS or path.startswith(f"{OPEN311}/")
