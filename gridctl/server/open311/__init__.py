"""The Open311 face, GeoReport v2: apps of residents and other systems file and follow requests.

It knows the gateway only. Every answer, errors included, has the form the address asks for,
``.json`` or ``.xml``.
"""

from gridctl.server.open311.face import add_open311

__all__ = ["add_open311"]
