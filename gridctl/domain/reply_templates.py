"""Reply templates: words for a reply with places that the ticket fills."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_

#: The places a body may hold; each is filled from the ticket, ``date`` by the present day.
PLACES = ("ticket", "title", "unit", "date", "category")
_PLACE = re.compile(r"\{(\w*)\}")


class TemplateNotFound(NotFound):
    """No reply template has this name."""

    message = N_("There is no reply template {name}.")
    hint = N_("[[Nearest is {nearest}. ]]'<template list>' shows all.")


class TemplateExists(Conflict):
    """The name is taken."""

    message = N_("There is already a reply template {name}.")
    hint = N_("Change it with '<template edit {name}>'.")


class TemplatePlaceUnknown(Invalid):
    """The body has a place nothing fills."""

    message = N_("Nothing fills the place {place} of the template.")
    hint = N_("Places are {places}.")


def check_places(body: str) -> None:
    """Refuse a body with a place that nothing fills.

    Raises:
        TemplatePlaceUnknown: naming the first one.
    """
    for name in _PLACE.findall(body):
        if name not in PLACES:
            known = tuple(f"{{{place}}}" for place in PLACES)
            raise TemplatePlaceUnknown(place=f"{{{name}}}", places=known)


def fill(body: str, facts: Mapping[str, str]) -> str:
    """Return a body with its places filled; a place without a fact stays empty.

    Facts are put in as they are: braces within them are no places.
    """
    return _PLACE.sub(lambda match: facts.get(match[1], ""), body)
