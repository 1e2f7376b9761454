"""The table of keys: every action, the keys that call it, what it is called and what it does.

While a Chinese input method is on, single letters go to its composer, so every main action has a
function key or a control key too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gridctl.foundation.i18n import N_


class Key(NamedTuple):
    """An action and the keys that call it.

    Attributes:
        keys: as Textual names them, the one to show first; commas between.
        action: the action's name.
        label: what it is called, a word or two.
        help: what it does, in a sentence.
        shown: whether the line at the bottom names it.
        priority: whether it works while something else has the keyboard.
        sends: full name of the operation it is for and cannot do without, whose permission it
            takes; "" where everybody may.
        verb: the verb of the command line it takes, where it stands for one alone.
    """

    keys: str
    action: str
    label: str
    help: str
    shown: bool = False
    priority: bool = False
    sends: str = ""
    verb: str = ""


#: Heading -> name -> key.
GROUPS: Mapping[str, Mapping[str, Key]] = {
    N_("Everywhere"): {
        "app.help": Key(
            "f1,question_mark", "help", N_("Help"),
            N_("Show the keys of what has the focus."), shown=True,
        ),
        "app.palette": Key(
            "f2,colon,ctrl+p", "palette", N_("Commands"),
            N_("Find a command by its word, in either language or by pinyin initials."), shown=True,
        ),
        "app.refresh": Key("f5,ctrl+r", "refresh", N_("Refresh"), N_("Ask the office again.")),
        "app.jump": Key(
            "ctrl+g,number_sign", "jump", N_("Go to ticket"), N_("Open a ticket by its number.")
        ),
        "app.undo": Key(
            "ctrl+z,z", "undo", N_("Undo"), N_("Take back what was done last, here or elsewhere."),
            sends="changes.UndoEntry", verb="undo",
        ),
        "app.redo": Key(
            "ctrl+y,Z", "redo", N_("Redo"), N_("Do again what was taken back."),
            sends="changes.RedoEntry", verb="redo",
        ),
        "app.back": Key(
            "left_square_bracket,alt+left", "history(-1)", N_("Back"),
            N_("Go back to the last place: a tab, a filter, a ticket."),
        ),
        "app.forward": Key(
            "right_square_bracket,alt+right", "history(1)", N_("Forward"), N_("Go forward again.")
        ),
        "app.last": Key(
            "minus", "history(0)", N_("Last view"), N_("Go where you were last, and back again.")
        ),
        "app.theme": Key("ctrl+t", "next_theme", N_("Colours"), N_("Change the colours.")),
        "app.quit": Key("f10,q", "leave", N_("Quit"), N_("Leave the dashboard."), shown=True),
    },
    N_("Lists"): {
        "list.open": Key(
            "enter", "open", N_("Open"), N_("Open what the cursor is on."), shown=True
        ),
        "list.edit": Key("f4,e", "edit", N_("Edit"), N_("Correct it in a form."), shown=True),
        "list.filter": Key(
            "f3,slash", "filter", N_("Narrow"),
            N_("Narrow the list as you type; Enter keeps it, Esc clears it."), shown=True,
        ),
        "list.back": Key(
            "escape", "back", N_("Back"),
            N_("Take away what was typed, then go back to what the list was opened from."),
            shown=True,
        ),
        "list.mark": Key(
            "space", "mark", N_("Mark"), N_("Mark or unmark the row, for a step on several."),
            shown=True,
        ),
        "list.mark_all": Key(
            "ctrl+a", "mark_all", N_("Mark all"), N_("Mark all rows of the list, or none.")
        ),
        "list.mark_up": Key("shift+up", "mark_on(-1)", N_("Mark up"), N_("Mark and go up.")),
        "list.mark_down": Key("shift+down", "mark_on(1)", N_("Mark down"), N_("Mark and go down.")),
        "list.up": Key("up,k", "move(-1)", N_("Up"), N_("One row up.")),
        "list.down": Key("down,j", "move(1)", N_("Down"), N_("One row down.")),
        "list.page_up": Key("pageup,ctrl+b", "page(-1)", N_("Page up"), N_("One page up.")),
        "list.page_down": Key("pagedown,ctrl+f", "page(1)", N_("Page down"), N_("One page down.")),
        "list.top": Key("home,g", "top", N_("First row"), N_("To the first row.")),
        "list.end": Key("end,G", "end", N_("Last row"), N_("To the last row.")),
        "list.view_left": Key("left,h", "turn_view(-1)", N_("View"), N_("The view to the left.")),
        "list.view_right": Key("right,l", "turn_view(1)", N_("View"), N_("The view to the right.")),
        "list.save_view": Key(
            "f", "save_view", N_("Save view"), N_("Give the filter a name, as a view."),
            sends="saved_views.SaveView",
        ),
        "list.save": Key(
            "ctrl+s", "save", N_("Save to file"),
            N_("Save the whole list, or the marked rows, to a file: .xlsx, .csv, .json."),
        ),
        "list.copy": Key("c", "copy", N_("Copy"), N_("Copy the number.")),
        "list.copy_command": Key(
            "y", "copy_command", N_("Copy command"),
            N_("Copy the command that does the same on the command line."),
        ),
    },
    N_("Tickets"): {
        "ticket.menu": Key(
            "f9,m", "steps", N_("Act"), N_("Choose among the steps the ticket can take."),
            shown=True,
        ),
        "ticket.dispatch": Key(
            "f6,a", "step('dispatch')", N_("Dispatch"), N_("Give it to a unit."), shown=True,
            verb="ticket dispatch",
        ),
        "ticket.feedback": Key(
            "f7,r", "step('feedback')", N_("Feed back"), N_("Say how it was dealt with."),
            shown=True, verb="ticket feedback",
        ),
        "ticket.close": Key(
            "f8,x", "step('close')", N_("Close"), N_("Close it."), shown=True, verb="ticket close"
        ),
        "ticket.suspend": Key(
            "p", "step('suspend')", N_("Suspend"), N_("Ask that its clock stop until a day."),
            verb="ticket suspend",
        ),
        "ticket.escalate": Key(
            "u", "step('escalate')", N_("Up a level"), N_("Hand it up to the centre above."),
            verb="ticket escalate",
        ),
        "ticket.new": Key(
            "insert,n", "new", N_("New"), N_("Enter a new ticket."), sends="tickets.CreateTicket",
            verb="ticket create",
        ),
    },
    N_("Award lists"): {
        "award.menu": Key(
            "f9,m", "acts", N_("Act"), N_("Choose among the steps the list can take."), shown=True
        ),
        "award.onward": Key(
            "f6,a", "onward", N_("Next step"), N_("Take the step that leads the list on."),
            shown=True,
        ),
        "award.object": Key(
            "f7,o", "act('object')", N_("Objection"),
            N_("Record an objection to the person under the cursor."), shown=True,
            sends="awards.ObjectAward",
        ),
        "award.decide": Key(
            "f8,d", "act('decide')", N_("Decide"), N_("Decide an objection."), shown=True,
            sends="awards.DecideObjection",
        ),
        "award.nominate": Key(
            "insert,n", "nominate", N_("Nominate"), N_("Make the list of a frozen assessment."),
            shown=True,
            sends="awards.NominateAwards", verb="award nominate",
        ),
    },
    N_("Documents"): {
        "paper.save": Key(
            "f6,s,ctrl+s", "save", N_("Save"), N_("Save the document to a file."), shown=True
        ),
        "paper.open": Key(
            "f7,o", "open_file", N_("Open file"),
            N_("Open the saved file with the machine's program."), shown=True,
        ),
        "paper.state": Key(
            "f8,e", "state", N_("Fill in"), N_("State what the document needs."), shown=True
        ),
    },
    N_("Filter"): {
        "filter.clear": Key(
            "escape", "clear", N_("Clear"), N_("Take the filter away."), True, True
        ),
        "filter.take": Key(
            "tab", "take", N_("Complete"), N_("Take the first of what is offered."), True, True
        ),
        "filter.offers": Key("down", "offers", N_("Offers"), N_("Go to what is offered.")),
    },
    N_("Tree of grids"): {
        "tree.unfold": Key(
            "right", "unfold", N_("Unfold"), N_("Show what is in it.")
        ),
        "tree.fold": Key("left", "fold", N_("Fold"), N_("Hide what is in it.")),
        "tree.tickets": Key(
            "f6,t", "tickets", N_("Its tickets"),
            N_("List the tickets behind the month's figures of the place."), shown=True,
        ),
    },
    N_("Staff"): {
        "staff.tickets": Key(
            "f6,t", "tickets", N_("Tickets"),
            N_("List the tickets behind a figure of the person's month."), shown=True,
        ),
    },
    N_("Checks"): {
        "check.draw": Key(
            "f6,d", "draw", N_("Draw"),
            N_("Draw closed tickets by lot for checks, and give each to a checker."), shown=True,
            sends="evidence.DrawChecks",
        ),
        "check.record": Key(
            "f7,r", "record", N_("Result"), N_("Record what came of the checks."), shown=True,
            sends="evidence.RecordCheck",
        ),
    },
    N_("Calendar"): {
        "month.before": Key(
            "ctrl+pageup,comma", "turn(-1)", N_("Month before"), N_("Show the month before."),
            shown=True,
        ),
        "month.next": Key(
            "ctrl+pagedown,full_stop", "turn(1)", N_("Next month"), N_("Show the month after."),
            shown=True,
        ),
        "day.before": Key("left,h", "move(-1)", N_("Day before"), N_("One day back.")),
        "day.next": Key("right,l", "move(1)", N_("Next day"), N_("One day on.")),
        "day.week_before": Key("up,k", "move(-7)", N_("Week before"), N_("One week back.")),
        "day.week_next": Key("down,j", "move(7)", N_("Next week"), N_("One week on.")),
        "day.open": Key(
            "enter,f4", "open", N_("Open"), N_("List what falls due on the day."), shown=True
        ),
    },
    N_("Two changes that met"): {
        "sides.up": Key("up,k", "step(-1)", N_("Up"), N_("The field above.")),
        "sides.down": Key("down,j", "step(1)", N_("Down"), N_("The field below.")),
        "sides.other": Key(
            "space,enter", "take('other')", N_("Other side"), N_("Take the other side."), shown=True
        ),
        "sides.mine": Key("left,h", "take('mine')", N_("Mine"), N_("Take what you want.")),
        "sides.theirs": Key("right,l", "take('theirs')", N_("Theirs"), N_("Take what is there.")),
    },
    N_("Assessment"): {
        "assess.acts": Key(
            "f9,m", "acts", N_("Act"), N_("Choose what to do with the month and its ranking."),
            shown=True,
        ),
        "assess.missing": Key(
            "f6,e", "missing", N_("Missing"),
            N_("Look which figures are missing; nothing is kept."), shown=True,
            verb="assess missing",
        ),
        "assess.run": Key(
            "f7,r", "run", N_("Draft"), N_("Score the month as a draft."), shown=True,
            sends="assessments.RunAssessment", verb="assess run",
        ),
        "assess.compare": Key(
            "f8,x", "compare", N_("Compare"),
            N_("Compare the ranking with another run or another scheme."), shown=True,
            sends="comparisons.CompareAssessment",
        ),
        "assess.sensitivity": Key(
            "w", "sensitivity", N_("Other weights"),
            N_("See whom another weight of an item brings to the top."),
            sends="comparisons.ShowSensitivity",
        ),
        "assess.verify": Key(
            "v", "verify", N_("Verify"), N_("Recompute the assessment and compare every byte."),
            sends="assessments.VerifyAssessment", verb="assess verify",
        ),
        "assess.freeze": Key(
            "ctrl+e", "freeze", N_("Freeze"), N_("Make it the result of its period, for good."),
            sends="assessments.FreezeAssessment", verb="assess freeze",
        ),
        "assess.scheme": Key(
            "f3,s", "scheme", N_("Scheme"), N_("Choose a scheme and who is scored."), shown=True
        ),
        "score.tickets": Key(
            "f6,t", "tickets", N_("List tickets"), N_("List the tickets behind the item."),
            shown=True,
        ),
        "assess.towns": Key(
            "f4,t", "towns", N_("Towns"),
            N_("Show objections to the draft, and which towns have confirmed it."), shown=True,
            verb="assess objections",
        ),
        "assess.object": Key(
            "ctrl+o,o", "object", N_("Object"),
            N_("Object to the figure of the one under the cursor."),
            shown=True, sends="objections.ObjectScore", verb="assess object",
        ),
        "assess.draft": Key(
            "d", "draft", N_("Another run"), N_("Show another run of the same period.")
        ),
    },
    N_("Objections to a draft"): {
        "objection.confirm": Key(
            "f6,a", "confirm", N_("Confirm"),
            N_("Confirm that the figures of the town under the cursor are right."), shown=True,
            sends="objections.ConfirmScores", verb="assess confirm",
        ),
        "objection.decide": Key(
            "f8,d", "decide", N_("Decide"), N_("Decide the objection under the cursor."),
            shown=True, sends="objections.DecideScoreObjection", verb="assess decide",
        ),
    },
    N_("Imports"): {
        "import.go_on": Key(
            "f6,n", "go_on", N_("Go on"), N_("Go on to the next step."), shown=True,
            sends="imports.OpenBatch",
        ),
        "import.kind": Key("f7,i", "kind", N_("Kind"), N_("Say what its rows are."), shown=True,
            sends="imports.OpenBatch",
        ),
        "import.options": Key(
            "f8,o", "options", N_("How it is read"),
            N_("Settle sheet, header row, encoding, year and how the rows are taken."), shown=True,
            sends="imports.OpenBatch",
        ),
        "import.save": Key(
            "f9,x", "save_rejected", N_("Save rejected"),
            N_("Save the rejected rows with their reasons as a file."), shown=True,
        ),
        "import.take_back": Key(
            "delete", "take_back", N_("Take back"), N_("Undo an import after showing what goes."),
            shown=True,
            sends="imports.UndoBatch", verb="import undo",
        ),
        "import.stop": Key(
            "escape", "step_back", N_("Back"),
            N_("Stop what is on its way, or go back a step."),
        ),
    },
    N_("Records"): {
        "record.new": Key("insert,n", "new_record", N_("New"), N_("Enter a new one."), shown=True),
        "record.menu": Key(
            "f9,m", "verbs", N_("Act"), N_("Choose among all that can be done with it."),
            shown=True,
        ),
        "record.ask": Key(
            "f3,slash", "ask", N_("Ask again"), N_("Ask the same with other words."), shown=True
        ),
        "record.try": Key(
            "f9,ctrl+n", "try", N_("Try"),
            N_("Do everything, undo it, and show what would come of it."), shown=True,
        ),
    },
    N_("Questions and forms"): {
        "form.send": Key("ctrl+s", "send", N_("Do it"), N_("Carry it out."), True, True),
        "form.leave": Key(
            "escape", "leave", N_("Leave"), N_("Leave without doing it."), shown=True
        ),
        "choice.before": Key("left", "turn(-1)", N_("Word before"), N_("Take the word before.")),
        "choice.next": Key("right,space", "turn(1)", N_("Next word"), N_("Take the next word.")),
        "choice.unsay": Key(
            "backspace,delete", "unsay", N_("As before"), N_("Take what stood there at first.")
        ),
        "answer.yes": Key("y", "yes", N_("Yes"), N_("Answer yes.")),
        "answer.no": Key("n", "leave", N_("No"), N_("Answer no.")),
        "trouble.copy": Key(
            "f6,c", "copy", N_("Copy"), N_("Copy the report for the maintainers."), shown=True
        ),
        "record.leave": Key("escape", "leave", N_("Back"), N_("Go back."), shown=True),
    },
}  # fmt: skip
#: Headings whose actions stand beside those of others on a screen, of most screens last.
COMMON = ("Records", "Lists", "Everywhere")
KEYS: Mapping[str, Key] = {name: key for group in GROUPS.values() for name, key in group.items()}
