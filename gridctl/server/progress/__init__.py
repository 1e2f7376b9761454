"""The progress page: whoever has a serial number and its check code sees how far a request is.

It needs no script, sets no cookie, loads nothing from elsewhere, and knows the gateway only.
"""

from gridctl.server.progress.page import add_progress

__all__ = ["add_progress"]
