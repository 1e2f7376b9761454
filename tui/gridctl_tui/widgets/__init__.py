"""Small parts of screens: each shows what it is given and tells by messages what was done."""

from __future__ import annotations
