"""Deciding what was asked for on a ticket: approved as asked or otherwise, or refused."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from textual.widget import Widget

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.queries.ticket_requests import RequestRow
from gridctl.presentation.tickets import asked_for
from gridctl_tui.screens.form import Form
from gridctl_tui.widgets.fields import FieldLine, RecordField, StoryLine
from gridctl_tui.workflow import options, typed

_BEHALF = "behalf"


class DecideForm(Form):
    """Shows what is asked for and why; an approval may be for less than was asked."""

    def __init__(self, request: RequestRow, *, grant: bool) -> None:
        self._request, self._grant = request, grant
        title = _("Approve") if grant else _("Refuse")
        super().__init__(f"{title}  {request.serial_no}", list(_told(request)))

    def fields(self) -> Iterator[Widget]:
        """Yield what may be granted otherwise, the opinion, and who is acted for."""
        request = self._request
        if self._grant and request.asked_limit:
            yield FieldLine("limit", _("Time allowed"), request.asked_limit)
        if self._grant and request.asked_until:
            yield FieldLine("until", _("Until"), request.asked_until.isoformat())
        yield StoryLine("opinion", _("Opinion"))
        party = self.dashboard.desk.behalf or ""
        yield RecordField(_BEHALF, _("Acting for"), "unit", self.find, party)

    def _said(self) -> dict[str, Any]:
        """Return what differs from a plain decision on what was asked for."""
        fields = {each.field: each for each in self.query(FieldLine)}
        plain = {name for name in ("limit", "until") if name in fields and not fields[name].edited}
        return {name: value for name, value in self.values().items() if name not in plain}

    def command(self) -> str:
        """Return the command that does the same."""
        said = self._said()
        behalf = said.pop(_BEHALF, "")
        words = shlex.split(self.dashboard.opening.command)
        words += ["--as", behalf] if behalf else []
        words += ["ticket", "approve" if self._grant else "refuse", self._request.serial_no]
        return typed([*words, *options(said, {})])

    async def carry_out(self, key: str) -> bool:
        """Decide."""
        said = self._said()
        behalf = said.pop(_BEHALF, "")
        number = self._request.serial_no
        decision = DecideRequest.model_validate({**said, "ticket": number, "grant": self._grant})
        await self.dashboard.desk.send(decision, behalf=behalf, key=key)
        self.dashboard.acted_for(behalf)
        done = N_("{number}: approved.") if self._grant else N_("{number}: refused.")
        self.dashboard.notify(word(_(done), {"number": number}), markup=False)
        return True


def _told(request: RequestRow) -> Iterator[str]:
    yield request.title
    asked = {"party": request.asked_by, "at": f"{request.asked_at:%Y-%m-%d %H:%M}"}
    yield word(_("{party} asks since {at}: {what}"), {**asked, "what": asked_for(request)})
    yield from filter(None, (request.ground, request.opinion))
