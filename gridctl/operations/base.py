"""The form of every operation: a frozen value that names its result, its route and its permission.

``class ShowGrid(Query[GridView], route="GET /grids/{code}", permission="grid.read")`` is all there
is to declare: the local call, the HTTP route, the remote call, the OpenAPI page and the journal
entry are derived from the class.
"""

from __future__ import annotations

import re
import types
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from gridctl.domain.errors import Param
from gridctl.domain.problems import Problem

R = TypeVar("R", covariant=True)


def _step_of_a_path(barred: str) -> str:
    """Return the pattern of texts without barred signs that are neither . nor .. alone.

    A path of those means another one to whoever passes it on.
    """
    one = f"[^{barred}]"
    return rf"^(?:[^.{barred}]{one}*|\.[^.{barred}]{one}*|\.\.{one}+)$"


#: Text that may stand in a URL path: no slash, no blank, no control sign.
Slug = Annotated[
    str, StringConstraints(pattern=_step_of_a_path(r"\s/\\?#%\x00-\x1f"), max_length=64)
]

#: A code, number or name a record is asked for by: as a Slug, but blanks inside are allowed.
Named = Annotated[
    str, StringConstraints(pattern=_step_of_a_path(r"/\\?#%\x00-\x1f"), max_length=100)
]

#: How many records one page may hold.
Limit = Annotated[int, Field(ge=1, le=10_000)]

#: A password as it was typed: a blank at either end belongs to it.
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1_024)]

#: Where a page ended, as it was told: a number, two of them, a day and a number.
AfterNumber = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}$")]
AfterPair = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}\.[0-9]{1,18}$")]
AfterDay = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18}$")]
#: The same where lists go by a name.
AfterText = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]

#: A month, such as ``2026-10``; in these digits alone, for it is compared as text.
Month = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")]

#: One line in the language of filters (:mod:`gridctl.domain.filters`).
Filter = Annotated[str, Field(max_length=2_000)]

_FROZEN = ConfigDict(
    frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False, str_strip_whitespace=True
)


class View(BaseModel):
    """Base of everything an operation returns. Unknown fields are ignored, for older clients."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, allow_inf_nan=False)


class Finding(View):
    """A problem on its way to a face, which puts the words on (``domain.problems.MESSAGES``)."""

    code: str
    field: str = ""
    value: str = ""
    params: dict[str, Param] = Field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the view of a problem."""
        params = dict(problem.params)
        return cls(code=problem.code, field=problem.field, value=problem.value, params=params)


class Page(View):
    """Base of one page of a list; a subclass adds ``items``.

    Attributes:
        total: how many records match in all, where counting is cheap.
        next: what to pass as ``after`` for the next page; None on the last.
    """

    total: int | None = None
    next: str | None = None


class Operation(BaseModel, Generic[R]):
    """Base of :class:`Query` and :class:`Command`.

    Attributes:
        route: HTTP method and path; ``{name}`` places are fields of the operation.
        permission: what the acting person needs, ``<noun>.<right>``.
        action: whether it only reads.
        journaled: False for commands that only stage rows and touch no record.
        quiet: True for what runs by itself: where it changed nothing it leaves no entry.
        private: contact fields and secrets; not even a digest of them stands in the journal.
        once: fields of the result that hold a secret: told once, kept nowhere.
        prepared: whether ``prepare_<handler>`` of its module runs first, outside the transaction.
        told_all: whether anybody with the permission may be told the result of a repeat.
    """

    model_config = _FROZEN
    route: ClassVar[str] = ""
    permission: ClassVar[str] = ""
    action: ClassVar[Literal["query", "command"]]
    journaled: ClassVar[bool] = True
    quiet: ClassVar[bool] = False
    private: ClassVar[tuple[str, ...]] = ()
    once: ClassVar[tuple[str, ...]] = ()
    prepared: ClassVar[bool] = False
    told_all: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        route: str = "",
        permission: str = "",
        journaled: bool = True,
        private: tuple[str, ...] = (),
        once: tuple[str, ...] = (),
        prepared: bool = False,
        quiet: bool = False,
        told_all: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.route, cls.permission = route, permission
        cls.journaled, cls.private, cls.quiet = journaled, private, quiet
        cls.once, cls.prepared, cls.told_all = once, prepared, told_all

    # Pydantic would build one more class per result type; a plain alias keeps start-up short.
    @classmethod
    def __class_getitem__(cls, item: Any) -> Any:
        return types.GenericAlias(cls, item)

    @classmethod
    @cache
    def result_type(cls) -> Any:
        """Return the type the operation answers with."""
        bases = (base for each in cls.__mro__ for base in vars(each).get("__orig_bases__", ()))
        for base in bases:
            if args := get_args(base):
                return args[0]
        raise TypeError(f"{cls.__name__} does not name its result type")

    @classmethod
    def noun(cls) -> str:
        """Return the module both the operation and its handler live in, such as ``grids``."""
        return cls.__module__.rpartition(".")[2]

    @classmethod
    def handler_name(cls) -> str:
        """Return the name of the handler function: the class name in snake case."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


class Query(Operation[R]):
    """An operation that only reads."""

    action = "query"


class Command(Operation[R]):
    """An operation that may change data: one transaction, one journal entry."""

    action = "command"


class Gateway(Protocol):
    """The whole interface between a face and the data."""

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation and return its result.

        Args:
            operation: what to do.
            key: idempotency key; the same key again returns the first result (commands only).
            dry_run: do everything, then undo it (commands only).
            reason: free text for the journal (commands only).

        Raises:
            GridctlError: any error of the family; nothing was changed.
        """
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...
