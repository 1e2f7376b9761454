"""``gridctl help``: topics that belong to no single command."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import LocalCommand, noun
from gridctl.cli.help_page import page, section
from gridctl.cli.help_topics import TOPICS
from gridctl.cli.render import write_text
from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_, _

app = noun()


class UnknownTopic(NotFound):
    """There is no such help topic."""

    message = N_("There is no help topic {topic}.")
    hint = N_("Topics: {choices}. For a command: gridctl NOUN VERB --help")


@app.command(
    "help",
    cls=LocalCommand,
    help=N_("Show a topic, or the list of topics."),
    epilog="gridctl help topics\ngridctl help exit-codes",
)
def topic(
    name: Annotated[str, typer.Argument(metavar="TOPIC", help=N_("The topic."))] = "topics",
) -> None:
    """Write a topic's page to stdout."""
    if name == "topics":
        rows = [(each, _(entry.title)) for each, entry in TOPICS.items()]
        write_text([page(section(_("Topics"), rows), _("gridctl help TOPIC shows one."))])
        return
    if name not in TOPICS:
        raise UnknownTopic(topic=name, choices=tuple(TOPICS))
    write_text([TOPICS[name].text()])
