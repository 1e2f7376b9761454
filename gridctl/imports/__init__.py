"""Reading workbooks and delimited text: look at the file, map its columns, normalise its rows.

``load_kind`` names what the rows are, ``inspect`` makes a plan of the file, ``rows`` follows it.
"""

from gridctl.imports.kinds import Field, Kind, kind_names, load_kind
from gridctl.imports.plan import Column, Plan, Row, Value
from gridctl.imports.rows import rows
from gridctl.imports.sniff import inspect

__all__ = [
    "Column",
    "Field",
    "Kind",
    "Plan",
    "Row",
    "Value",
    "inspect",
    "kind_names",
    "load_kind",
    "rows",
]
