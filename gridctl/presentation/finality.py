"""What is said before something that cannot be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed
from gridctl.presentation.joining import sentences

if TYPE_CHECKING:
    from gridctl.operations.base import Operation

NOT_TAKEN_BACK = N_("'<undo>' does not take this back.")


def with_finality(question: str, of: type[Operation[Any]] | None) -> str:
    """Return a question, with a sentence more where what is asked about cannot be taken back."""
    from gridctl.domain.changes import is_reversible
    from gridctl.operations.registry import operation_name

    if of is None or is_reversible(operation_name(of)):
        return question
    return sentences(question, pointed(_(NOT_TAKEN_BACK)))
