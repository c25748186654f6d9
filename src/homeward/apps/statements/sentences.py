"""How a refusal about statements reads."""

from __future__ import annotations

from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions

POLICY = "Out of home care placement utilisation and funding policy V1.1, section {}"

plain(
    "statement.stale",
    "Records have changed since these figures were made",
    "Version {version} was made on {made}. Since then a placement, a target or a rate it rests on was changed.",
    "The commissioner counts the quarter again. That makes a new version, and both sides look at that.",
    "Contract manager or contract officer",
    POLICY.format("4.3: assessment rests on data both sides validated"),
)
plain(
    "statement.open_disputes",
    "Disputes wait for an answer",
    "Not answered yet: {count}, about {children}.",
    "Each dispute is accepted or declined with a reason.",
    "Contract manager or contract officer",
    POLICY.format("4.3"),
)
plain(
    "statement.blocking_flag",
    "A flag has to be settled first",
    "Child {child}: {nights} nights on or after the 18th birthday still carry another care type.",
    "Record the care type from the day it changed, or correct the date of birth. Then count again.",
    "Placement officer or contract officer",
    POLICY.format("4.1, table 1; which date turns a placement into post 18 is a chosen reading"),
)
plain(
    "statement.same_person",
    "The same person cannot agree for both sides",
    "{name} agreed this statement for the provider.",
    "Another person of the department agrees it.",
    "Contract manager",
    POLICY.format("4.3"),
)
plain(
    "abatement_above_limit",
    "The abatement is above its limit",
    "You entered {amount}. The upper limit is {limit}.",
    "Enter an amount from 0.00 to the limit.",
    "You",
    POLICY.format("4.4.2"),
)
plain(
    "abatement_below_zero",
    "An abatement cannot be negative",
    "You entered {amount}.",
    "Enter an amount from 0.00 to the limit.",
    "You",
    POLICY.format("4.4.2"),
)
plain(
    "abatement_parts_of_a_cent",
    "The abatement holds parts of a cent",
    "You entered {amount}.",
    "Enter an amount with two decimals.",
    "You",
)
plain(
    "abatement_not_an_amount",
    "The abatement is not an amount",
    "You entered {given}.",
    "Enter an amount such as 1408.70.",
    "You",
)
plain(
    "abatement_no_limit",
    "There is no abatement to decide",
    "No limit could be worked out for this line ({status}), so {amount} cannot be decided.",
    "Leave the abatement at 0.00, or have the missing value entered first.",
    "Contract manager",
    POLICY.format("4.4.2"),
)
plain(
    "statement.growth_over",
    "The growth payment is not within the entitlement",
    "You entered {amount}. The entitlement is {limit}.",
    "Enter an amount from 0.00 to the entitlement.",
    "You",
    POLICY.format("4.4.1"),
)
plain(
    "statement.own_work",
    "You cannot approve your own work",
    "{name} agreed or assessed these figures.",
    "Somebody else who may approve decides.",
    "Accountable director",
)
plain(
    "statement.no_delegation",
    "You have no delegation to approve money",
    "No limit is set for {name}.",
    "An administrator sets a delegation limit, or somebody with one approves.",
    "Administrator, or another director",
)
plain(
    "statement.over_delegation",
    "The amount is above your delegation",
    "It comes to {amount} {currency}. Your limit is {limit} {currency}.",
    "A director with a higher limit approves it.",
    "Another director, or an administrator",
)
plain(
    "statement.payer_approved",
    "Who approves does not pay",
    "{name} approved this statement.",
    "Another finance officer pays it.",
    "Finance officer",
)
plain(
    "statement.paid_before",
    "It is paid already",
    "It was paid in batch {batch}.",
    "Nothing. What comes late becomes an adjustment in an open quarter.",
    "Nobody",
)
plain(
    "statement.locked",
    "The quarter is agreed and locked",
    "{label} of {line} was agreed by both sides on {agreed}. The change would touch its nights {nights}.",
    "Nothing changes a locked quarter. What comes late becomes an adjustment in the open quarter; adjustments are "
    "not part of this version yet.",
    "Nobody",
    POLICY.format("4.3; a correction after the lock is a new version and never an edit (a chosen reading)"),
)
plain(
    "statement.no_lines",
    "There is nothing to close",
    "No agreement line of {body} is in force in {label}.",
    "Record the agreement and its lines first.",
    "Contract manager",
)
plain(
    "statement.period_not_over",
    "The quarter is not over",
    "{label} ends on {last}. Today is {today}.",
    "Close it from the day after its last night.",
    "Contract manager or contract officer",
)
plain(
    "statement.not_a_quarter",
    "That is not a quarter of this body",
    "{given} is not written as a quarter.",
    "Write it like Q1 2026-27.",
    "You",
)
plain(
    "statement.reason_missing",
    "A reason is needed",
    "{what} without a reason cannot be followed later.",
    "Write one sentence saying why.",
    "You",
)
plain(
    "statement.nights_outside",
    "The nights are not part of this placement in this quarter",
    "You gave {given}. The placement has {possible}.",
    "Choose nights within the placement and the quarter.",
    "You",
)
plain(
    "statement.dispute_answered",
    "This dispute has its answer",
    "It was {answer} on {on} by {name}.",
    "The provider can dispute again when the statement is with it.",
    "Provider manager",
)
plain(
    "statement.not_on_version",
    "That placement is not part of this statement",
    "The version does not count the placement of {child}.",
    "Choose one of the children listed on the statement.",
    "You",
)
plain(
    "statement.nothing_to_pay",
    "Nothing was chosen",
    "No approved statement was ticked.",
    "Tick at least one approved statement.",
    "You",
)

say_actions(
    **{
        "period.close": "Closed the quarter",
        "statement.draft": "Drafted",
        "statement.version": "Counted again: a new version",
        "statement.issue": "Issued to the provider",
        "statement.reissue": "Issued again",
        "statement.dispute": "Disputed",
        "dispute.answer": "Answered a dispute",
        "statement.disallow": "Set nights aside",
        "statement.provider_agree": "Agreed for the provider",
        "statement.body_agree": "Agreed and locked",
        "statement.assess": "Assessed",
        "statement.send_back": "Sent the assessment back",
        "statement.approve": "Approved",
        "statement.pay": "Paid",
        "payment.batch": "Made a payment batch",
        "export": "Downloaded",
    }
)
