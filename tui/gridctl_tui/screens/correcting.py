"""Changing a record somebody else may change meanwhile: which side holds, field by field."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.conflicts import RecordChanged
from gridctl.foundation.i18n import _
from gridctl.foundation.ids import idempotency_key
from gridctl_tui.screens.form import Form
from gridctl_tui.screens.sides import Sides
from gridctl_tui.widgets.fields import FieldLine


class Correcting(Form):
    """Base of forms that change a record.

    Where somebody else changed it since it was read, each field both have changed is decided, and
    what is left of the change is sent again.

    Attributes:
        met: whether another change was met and decided.
    """

    met = False

    def wanted(self) -> bool:
        """Tell whether anything is to be changed."""
        raise NotImplementedError

    async def change(self, key: str) -> None:
        """Send what is to be changed, and tell that it was done.

        Raises:
            RecordChanged: somebody else changed the record since it was read.
            GridctlError, ValidationError: told in the form, which stays open.
        """
        raise NotImplementedError

    async def read_again(self, revision: int) -> Mapping[str, str]:
        """Go on from a later revision; return what each field that can be changed says now.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        raise NotImplementedError

    def meant(self, field: str) -> str:
        """Return what the operation calls a field of the form."""
        return field

    async def carry_out(self, key: str) -> bool:
        """Send what is wanted, and again once every conflict is decided."""
        while self.wanted():
            try:
                await self.change(key)
            except RecordChanged as error:
                if not await self._decide(error):
                    return False
                # What is sent next is another request.
                key = self._key = idempotency_key()
                continue
            return True
        if self.met:
            self.dashboard.notify(_("What is there now stays."))
        else:
            self.wrong([_("Nothing is changed yet.")])
        return self.met

    async def _decide(self, error: RecordChanged) -> bool:
        """Have each field decided, and go on from what is there now; return whether it was."""
        theirs = await self.app.push_screen_wait(Sides(error))
        if theirs is None:
            return False
        now = await self.read_again(int(str(error.params["actual"] or 0)))
        for each in self.query(FieldLine):
            if each.field in now:
                own = each.edited and self.meant(each.field) not in theirs
                each.adopt(now[each.field], typed=own)
        self.met = True
        return True
