"""Taking a verb of the command line from the dashboard: asked for, carried out, shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import LANGUAGES, N_, translator
from gridctl.foundation.ids import idempotency_key
from gridctl.presentation.columns import cell_text, pick
from gridctl.presentation.verbs import Verb, VerbForm
from gridctl_tui.offers import Offer
from gridctl_tui.screens.ask import Choice
from gridctl_tui.stage import ShownList, ShownRecord, in_thread

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Rows of a noun's list that are offered from.
_LISTED = 500


class Missing(Usage):
    """Something a verb needs was left empty."""

    message = N_("{name}: this is needed.")


class Unsettled(Usage):
    """Of several things a verb can be about, not one is said, or more than one."""

    message = N_("One of these is needed, the others stay empty: {ways}.")


async def offered(app: Dashboard) -> Sequence[Verb]:
    """Return the verbs one may take; the first time they are loaded, which takes a moment."""
    entitlement = app.entitlement
    return await in_thread(
        lambda: [verb for verb in app.verbs.offered() if entitlement.may_take(verb)]
    )


def verb_choices(verbs: Sequence[Verb]) -> Iterator[Choice]:
    """Yield the verbs for a chooser by what they do, found by their help in either language."""
    for verb in verbs:
        words = " ".join([verb.typed, *(translator(each)(verb.help) for each in LANGUAGES)])
        yield Choice(f"verb.{verb.typed}", verb.called, verb.typed, words, typed=True)


async def take_verb(
    app: Dashboard,
    words: Sequence[str],
    values: Mapping[str, Any] | None = None,
    *,
    records: Sequence[str] = (),
    called: str = "",
) -> bool:
    """Ask for what a verb needs, carry it out, and show what came of it.

    Args:
        app: the dashboard.
        words: of the verb.
        values: what is known, by field.
        records: the records at hand, for the field that names what the verb is about.
        called: what people call these.

    Returns:
        Whether something was changed.
    """
    from gridctl.presentation.edits import EDITS
    from gridctl_tui.form_notes import notes_of
    from gridctl_tui.screens.editing import edit_record
    from gridctl_tui.screens.outcome import Outcome
    from gridctl_tui.screens.verb_form import AskForm, perform

    try:
        form = await in_thread(lambda: app.verbs.form(words))
        known = {**(values or {}), **_about(form, records)}
        if form.verb.changes and not app.check_writable():
            return False
        if form.verb.words[-1] == "edit" and records and words[0] in EDITS:
            return await edit_record(app, words[0], records[0])
        if not form.asks(known):
            stage = await perform(app, form.line(known), idempotency_key())
            await app.push_screen(Outcome(form, known, stage))
            return False
        seen, revision = await seen_now(app, form, known)
        notes = await notes_of(app.desk, form.verb.words)
    except Exception as error:
        app.tell(error)
        return False
    asking = AskForm(form, known, seen, revision, called, notes)
    done = await app.push_screen_wait(asking)
    if asking.outcome is not None:
        await app.push_screen(asking.outcome)
    return bool(done) and form.verb.changes


def _about(form: VerbForm, records: Sequence[str]) -> dict[str, Any]:
    if form.named is None or not records:
        return {}
    return {form.named.name: list(records) if form.named.many else records[0]}


async def seen_now(
    app: Dashboard, form: VerbForm, known: Mapping[str, Any]
) -> tuple[dict[str, Any], int | None]:
    """Return what the record says that is about to be edited, by field, and its revision.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    named = known.get(form.named.name) if form.named else None
    about = named if isinstance(named, list) else [named] if named else []
    # Several were not looked at one by one: what each has become is found out by trying.
    if not form.guarded or len(about) != 1:
        return {}, None
    record = await read_record(app, form.verb.words[0], str(about[0]))
    if record is None:
        return {}, None
    plain = (str, int, float, type(None))
    said = {each.name: _said(record, each.name) for each in form.fields if each.name not in known}
    seen = {name: value for name, value in said.items() if isinstance(value, plain)}
    return seen if form.verb.words[-1] == "edit" else {}, record.get("revision")


def _said(record: Mapping[str, Any], field: str) -> Any:
    """Return what a record says for a field, by its name what it points to; () for nothing."""
    return record.get(field, record.get(f"{field}_name", ()))


async def read_record(app: Dashboard, noun: str, name: str) -> Mapping[str, Any] | None:
    """Return a record as its noun's ``show`` shows it, None where there is no such verb.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    from gridctl_tui.screens.verb_form import perform

    if not await takes_records(app, (noun, "show")):
        return None
    stage = await perform(app, [noun, "show", "--", name], idempotency_key())
    return next((part.record for part in stage.parts if isinstance(part, ShownRecord)), None)


async def takes_records(app: Dashboard, words: Sequence[str]) -> bool:
    """Tell whether there is such a verb, and it is about a record."""
    if all(verb.words != tuple(words) for verb in await offered(app)):
        return False
    form = await in_thread(lambda: app.verbs.form(words))
    return form.named is not None


async def listed(app: Dashboard, noun: str) -> list[Offer]:
    """Return the records of a noun as its list shows them.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    from gridctl_tui.screens.verb_form import perform

    stage = await perform(app, [noun, "list"], idempotency_key())
    found = []
    for part in stage.parts:
        if isinstance(part, ShownList):
            for row in (await part.page(None, _LISTED)).items:
                texts = [cell_text(each, pick(row.record, each.key)) for each in part.columns]
                name = str(pick(row.record, part.columns[0].key))
                note = " ".join(text for text in texts[1:4] if text)
                found.append(Offer(name, name, note))
    return found


async def take_chosen(app: Dashboard, chosen: str, held: Mapping[str, Sequence[str]]) -> bool:
    """Take a verb chosen in the palette, on the records at hand where it is about such.

    Returns:
        Whether it was a verb.
    """
    if not chosen.startswith("verb."):
        return False
    words = tuple(chosen.removeprefix("verb.").split())
    if await take_verb(app, words, records=held.get(words[0], ())):
        await app.action_refresh()
    return True
