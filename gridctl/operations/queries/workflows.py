"""Asking about the workflow: its states, its steps, its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gridctl.operations.base import Query, View

if TYPE_CHECKING:
    from gridctl.domain.workflow import Workflow

Labels = dict[str, str]
Origin = Literal["shipped", "adopted", "file"]


class StateView(View):
    """A state of the workflow and the clock that runs in it."""

    state: str
    name: Labels
    kind: str
    clock: str


class VerbView(View):
    """A step: where it starts and leads, who takes it, what must hold.

    ``moves`` are in the words of the file; ``approval`` is the role that decides, "" for none.
    """

    verb: str
    name: Labels
    moves: tuple[str, ...]
    roles: tuple[str, ...]
    opinion: bool
    outcomes: tuple[str, ...]
    guards: tuple[str, ...]
    approval: str
    forward: bool


class WorkflowView(View):
    """A workflow whole; ``text`` is its file, the start for a copy of one's own."""

    workflow: str
    version: int
    title: Labels
    origin: Origin
    digest: str
    states: tuple[StateView, ...]
    verbs: tuple[VerbView, ...]
    text: str

    @classmethod
    def of(cls, workflow: Workflow, text: str, origin: Origin) -> WorkflowView:
        """Return the view of a workflow."""
        states = [
            {**rule._asdict(), "state": rule.code, "name": rule.name._asdict()}
            for rule in workflow.states.values()
        ]
        verbs = [
            {
                **rule._asdict(),
                "verb": rule.code,
                "name": rule.name._asdict(),
                "moves": [move.text for move in rule.moves],
            }
            for rule in workflow.verbs.values()
        ]
        return cls.model_validate(
            {
                "workflow": workflow.id,
                "version": workflow.version,
                "title": workflow.title._asdict(),
                "origin": origin,
                "digest": workflow.digest,
                "states": states,
                "verbs": verbs,
                "text": text,
            }
        )


class ShowWorkflow(Query[WorkflowView], route="GET /workflow", permission="workflow.read"):
    """Show the workflow that holds for a place.

    Without a place: for the county where there is only one, else for the office.
    """

    place: str | None = None
