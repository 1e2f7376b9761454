"""Deciding what was asked for on a ticket: approved as asked or otherwise, or refused."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from textual.widget import Widget

from gridctl.domain.errors import Param, word
from gridctl.foundation.clock import instant_text
from gridctl.foundation.i18n import N_, _
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.ticket_steps import TakeSteps
from gridctl.operations.queries.ticket_requests import RequestRow
from gridctl.operations.registry import operation_name
from gridctl.presentation.tickets import asked_for
from gridctl_tui.screens.form import Form
from gridctl_tui.screens.several import take_many
from gridctl_tui.widgets.fields import FieldLine, StoryLine
from gridctl_tui.widgets.record_fields import RecordField
from gridctl_tui.workflow import options, typed

_BEHALF = "behalf"
#: Requests named in the form of several.
_NAMED = 5


class DecideForm(Form):
    """Shows what is asked for and why; a single approval may be for less than was asked.

    Several are decided alike, as they were asked for, after a look at each.
    """

    def __init__(self, requests: Sequence[RequestRow], *, grant: bool) -> None:
        self._requests, self._grant = requests, grant
        title = _("Approve") if grant else _("Refuse")
        if len(requests) == 1:
            super().__init__(f"{title}  {requests[0].serial_no}", list(_told(requests[0])))
            return
        told: dict[str, Param] = {"step": title, "count": len(requests)}
        super().__init__(word(_("{step}: {count} requests"), told), list(_several(requests)))

    def fields(self) -> Iterator[Widget]:
        """Yield what may be granted otherwise, the opinion, and who is acted for."""
        if self._grant and len(self._requests) == 1:
            yield from _granted(self._requests[0])
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
        words += ["ticket", "approve" if self._grant else "refuse"]
        words += [request.serial_no for request in self._requests]
        return typed([*words, *options(said, {})])

    async def carry_out(self, key: str) -> bool:
        """Decide."""
        said = self._said()
        behalf = said.pop(_BEHALF, "")
        facts = {**said, "grant": self._grant}
        self.dashboard.acted_for(behalf)
        if len(self._requests) > 1:
            return await self._decide_all(facts, behalf, key)
        number = self._requests[0].serial_no
        decision = DecideRequest.model_validate({**facts, "ticket": number})
        await self.dashboard.desk.send(decision, behalf=behalf, key=key)
        done = N_("{number}: approved.") if self._grant else N_("{number}: refused.")
        self.dashboard.notify(word(_(done), {"number": number}), markup=False)
        return True

    async def _decide_all(self, facts: dict[str, Any], behalf: str, key: str) -> bool:
        """Decide them as one change, once what would become of each was seen."""
        asked = {each.serial_no: asked_for(each) for each in self._requests}
        decision = operation_name(DecideRequest)
        step = TakeSteps(step=decision, tickets=tuple(asked), facts=facts)
        found = await take_many(self.dashboard, self._title, step, behalf, key, asked)
        if found is None:
            return False
        done = N_("{done} approved[[, {failed} not]].")
        if not self._grant:
            done = N_("{done} refused[[, {failed} not]].")
        counts: dict[str, Param] = {"done": found.done, "failed": found.failed or None}
        self.dashboard.notify(word(_(done), counts))
        return True


def _granted(request: RequestRow) -> Iterator[Widget]:
    """Yield what may be granted otherwise than it was asked for."""
    if request.asked_limit:
        yield FieldLine("limit", _("Time allowed"), request.asked_limit)
    if request.asked_until:
        yield FieldLine("until", _("Until"), request.asked_until.isoformat())


def _several(requests: Sequence[RequestRow]) -> Iterator[str]:
    for each in requests[:_NAMED]:
        yield f"{each.asked_by}  {asked_for(each)}  {each.title}"
    if len(requests) > _NAMED:
        yield word(_("and {count} more"), {"count": len(requests) - _NAMED})


def _told(request: RequestRow) -> Iterator[str]:
    yield request.title
    asked = {"party": request.asked_by, "at": instant_text(request.asked_at)}
    yield word(_("{party} asks since {at}: {what}"), {**asked, "what": asked_for(request)})
    yield from filter(None, (request.ground, request.opinion))
