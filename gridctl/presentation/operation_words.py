"""What the operations of the journal are called, for people who take them back."""

from __future__ import annotations

from collections.abc import Mapping

from gridctl.domain.loop import VERB_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.ticket_steps import STEPS

#: The steps of the loop are called like their verbs.
_STEPS = {step.operation: VERB_NAMES[name.replace("-", "_")] for name, step in STEPS.items()}
#: Full name of an operation -> its English label; one that is missing is shown by its name.
OPERATION_NAMES: Mapping[str, str] = {
    **_STEPS,
    "assessments.AdoptScheme": N_("adopt a scheme"),
    "assessments.FreezeAssessment": N_("freeze the assessment"),
    "assessments.RunAssessment": N_("score a period"),
    "awards.ApproveAwards": N_("approve the list"),
    "awards.NominateAwards": N_("nominate"),
    "awards.PublishAwards": N_("publish the list"),
    "calendars.AdoptNotice": N_("adopt a holiday notice"),
    "calendars.SetHours": N_("set working hours"),
    "categories.CreateCategory": N_("new category"),
    "categories.EditCategory": N_("edit category"),
    "changes.RedoEntry": N_("redo"),
    "changes.UndoEntry": N_("undo"),
    "clocks.SweepClock": N_("sweep the clock"),
    "contacts.ExpireContacts": N_("delete old contacts"),
    "contacts.ShowStaffContact": N_("unmask a telephone number"),
    "contacts.ShowTicketContact": N_("unmask a caller"),
    "duty_items.AdmitDutyItem": N_("admit a duty item"),
    "duty_items.EndDutyItem": N_("end a duty item"),
    "duty_items.ProposeDutyItem": N_("propose a duty item"),
    "duty_items.RefuseDutyItem": N_("refuse a duty item"),
    "evidence.CreateEvidence": N_("enter evidence"),
    "evidence.WithdrawEvidence": N_("withdraw evidence"),
    "grids.CloseGrid": N_("close grid"),
    "grids.CreateGrid": N_("new grid"),
    "grids.EditGrid": N_("edit grid"),
    "imports.ApplyBatch": N_("import a file"),
    "imports.UndoBatch": N_("withdraw an import"),
    "open311.FileRequest": N_("request from outside"),
    "offices.SetUpOffice": N_("set up the office"),
    "policies.AdoptPolicy": N_("adopt a policy"),
    "policies.AdoptWorkflow": N_("adopt a workflow"),
    "reply_templates.CreateTemplate": N_("new reply template"),
    "reply_templates.EditTemplate": N_("edit reply template"),
    "reply_templates.EndTemplate": N_("end reply template"),
    "rewards.RewardTicket": N_("reward information"),
    "routes.CreateRoute": N_("new route"),
    "routes.EditRoute": N_("edit route"),
    "routes.EndRoute": N_("end route"),
    "saved_views.DeleteView": N_("delete view"),
    "saved_views.SaveView": N_("save view"),
    "staff.CreateStaff": N_("new member of staff"),
    "staff.EditStaff": N_("edit member of staff"),
    "staff.PostStaff": N_("post to a grid"),
    "staff.UnpostStaff": N_("end a post"),
    "ticket_requests.DecideRequest": N_("decide a request"),
    "ticket_reviews.ReviewTicket": N_("review an urgent ticket"),
    "ticket_steps.TakeSteps": N_("one step on several tickets"),
    "tickets.CreateTicket": N_("enter a ticket"),
    "tickets.EditTicket": N_("correct a ticket"),
    "units.CreateUnit": N_("new unit"),
    "units.EditUnit": N_("edit unit"),
    "whistles.ArriveAtWhistle": N_("arrival at a whistle call"),
    "whistles.CallWhistle": N_("whistle call"),
    "whistles.CloseWhistle": N_("close a whistle call"),
    "whistles.ResolveWhistle": N_("resolve a whistle call"),
    "whistles.ReviewWhistle": N_("review a whistle call"),
    "whistles.ScoreWhistle": N_("score a whistle call"),
}
