"""How a refusal about finance reads, and what the history calls its deeds."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

REPORTS = "Reports and meetings: quarterly reporting requirements"
FINANCE, DEPARTMENT, PROVIDER = "Finance officer", "Contract manager or contract officer", "Provider manager"

plain("finance.layout", "Something in the layout cannot be used", "{message}", "{remedy}", "You")
plain(
    "finance.layout_past",
    "A layout cannot begin in the past",
    "It would begin on {day}; today is {today}. Files that have left keep the layout they left with.",
    "Let it begin today or later.",
    "You",
)
plain(
    "finance.no_source",
    "Where this is written down is missing",
    "A layout is entered with the document it follows.",
    "Name the finance system's own description, or who gave it and when.",
    "You",
)
plain("finance.no_reason", "The reason is missing", "This is kept with its reason.", "Write why.", "You")
plain("finance.no_text", "Nothing was written", "The text is empty.", "Write it.", "You")
plain(
    "finance.batch_answered",
    "The finance system has answered",
    "Of batch {batch}, {count} payments are recorded as paid or rejected, so the file was taken.",
    "Download the file as it left; a rejected payment goes into another batch.",
    FINANCE,
)
plain(
    "finance.file_twice",
    "This file was read before",
    "{name} was recorded on {on} by {by}. Reading it again would change nothing, and nothing was changed.",
    "Open the earlier one under Payments, or send the next answer.",
    FINANCE,
)
plain(
    "finance.nothing_sound",
    "No row of it can be recorded",
    "Of {rows} rows none is free of problems.",
    "Read the problem of each row, correct the file and send it again.",
    FINANCE,
)
plain(
    "finance.not_checked",
    "It does not wait for a decision",
    "This answer is {state}.",
    "Send another file when there is another answer.",
    FINANCE,
)
plain(
    "invoice.no_number",
    "The number is missing",
    "An invoice is known by its number.",
    "Write it as on the paper.",
    "You",
)
plain(
    "invoice.number_twice",
    "This number was recorded before",
    "The same provider's {number} of {on}, over {amount}, is recorded already.",
    "Open that one. A corrected invoice has a number of its own.",
    "You",
)
plain("invoice.amount", "This is no amount", "{given} is not an amount from 0.00 up with two decimals.",
      "Write it such as 72000.00.", "You")  # fmt: skip
plain(
    "invoice.later",
    "The date lies in the future",
    "It is dated {on}; today is {today}.",
    "Correct the date.",
    "You",
)
plain(
    "invoice.not_in_force",
    "The line is not in force in that quarter",
    "{line} has no night in {label}.",
    "Choose the line and the quarter that the invoice is about.",
    "You",
)
plain(
    "invoice.own_work",
    "Who recorded it does not accept the difference",
    "{name} recorded this invoice.",
    "Another finance officer or contract manager decides.",
    f"{FINANCE} or contract manager",
)
plain(
    "invoice.not_yours",
    "Somebody else recorded it",
    "{name} recorded this invoice.",
    "The provider or who recorded it withdraws it. You can return it with a reason.",
    PROVIDER,
)
plain(
    "invoice.decided",
    "Nothing is open about it",
    "It is {state}.",
    "Only an invoice that is open is decided on.",
    f"{FINANCE} or contract manager",
)
plain(
    "acquittal.received",
    "It was received before",
    "It is recorded as received on {on}.",
    "Where the day was recorded wrongly, put it right with a reason.",
    DEPARTMENT,
)
plain(
    "acquittal.day",
    "The day is not possible",
    "{on} does not lie between {first}, when the quarter began, and today, {today}.",
    "Give the day as it was.",
    "You",
)
plain(
    "acquittal.before_sent",
    "It cannot have come before it was sent",
    "The provider sent it on {sent}; you entered {on}.",
    "Give the day on which it came.",
    DEPARTMENT,
)
plain(
    "information.answered",
    "It was answered before",
    "The answer of {on} is recorded.",
    "Ask again where more is needed.",
    DEPARTMENT,
    REPORTS,
)

say_actions(
    **{
        "finance.layout": "Entered a layout of files",
        "payment.export": "Downloaded the payment file",
        "payment.remake": "Made the payment file anew",
        "payment.answer_checked": "Checked an answer of the finance system",
        "payment.answer_recorded": "Recorded an answer of the finance system",
        "payment.answer_withdrawn": "Put an answer aside",
        "invoice.record": "Recorded an invoice",
        "invoice.match": "Held the invoice against the statement again",
        "invoice.accepted": "Accepted the difference",
        "invoice.returned": "Returned the invoice",
        "invoice.withdrawn": "Withdrew the invoice",
        "acquittal.send": "Marked the acquittal as sent",
        "acquittal.receive": "Recorded the acquittal as received",
        "information.ask": "Asked for information",
        "information.answer": "Answered a request for information",
    }
)
