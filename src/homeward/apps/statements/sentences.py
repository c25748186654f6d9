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
    "statement.twins_differ",
    "The nights were counted twice, and the two counts differ",
    "{line}: they part first at {where}. By the working and in columns: {figures}.",
    "The operator finds out which count is wrong and corrects it. Then the quarter is counted again.",
    "The operator of this system, told by a contract manager",
)
plain(
    "statement.policy_changed",
    "The policy has changed since these figures were made",
    "Version {version} was made on {made}. Since then a value it rests on was entered or withdrawn: {names}.",
    "The commissioner counts the quarter again. That makes a new version with the value now in force.",
    "Contract manager or contract officer",
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
for code, title, fact, lift in (
    (
        "above_limit",
        "The loading abatement is above its limit",
        "{category}: you entered {amount}. The upper limit is {limit}.",
        "Enter an amount from 0.00 to the limit.",
    ),
    (
        "below_zero",
        "A loading abatement cannot be negative",
        "{category}: you entered {amount}.",
        "Enter an amount from 0.00 to the limit.",
    ),
    (
        "parts_of_a_cent",
        "The loading abatement holds parts of a cent",
        "{category}: you entered {amount}.",
        "Enter an amount with two decimals.",
    ),
    (
        "not_an_amount",
        "The loading abatement is not an amount",
        "{category}: you entered {given}.",
        "Enter an amount such as 600.00.",
    ),
    (
        "no_limit",
        "There is no such loading abatement to decide",
        "{category} has no limit on this line ({status}), so {amount} cannot be decided.",
        "Leave it at 0.00, or have the missing contract loading, rate or price entered first.",
    ),
):
    plain(f"loading_abatement_{code}", title, fact, lift, "You", POLICY.format("4.5.2"))
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
    "It is sent or paid already",
    "It stands in batch {batch}.",
    "Only a rejection by the finance system makes room for another payment. What comes late becomes an adjustment.",
    "Nobody",
)
plain(
    "payment.below_zero",
    "A payee would owe money in this batch",
    "{payee} comes to {amount} {currency}: its credits are larger than its payments.",
    "Tick that the finance system takes a credit, or wait for a payment that it can be set against.",
    "Finance officer",
)
plain(
    "payment.rejected_before",
    "This payment was rejected before",
    "Payment {reference} was recorded as rejected on {on}. It may have been paid again since.",
    "Look at the statement: its newer payment has a reference of its own.",
    "Finance officer",
)
plain(
    "payment.paid_already",
    "This payment was recorded as paid",
    "Payment {reference} is paid. To reject it now says that the money came back.",
    "Look at it, and tick that it came back.",
    "Finance officer",
)
plain(
    "payment.no_reason",
    "A rejection needs its reason",
    "Payment {reference} is to be rejected without a reason.",
    "Give the finance system's reason.",
    "Finance officer",
)
plain(
    "payment.too_early",
    "The date lies outside what is possible",
    "Payment {reference} is said to be settled on {on}. It was sent on {sent}, and today is {today}.",
    "Give the day on which the finance system paid or rejected it.",
    "Finance officer",
)
plain(
    "statement.earlier_over",
    "More was entered for an earlier quarter than is open to decision",
    "For {label} you entered {amount}. Open to decision are {limit}.",
    "Enter an amount from 0.00 to what is open.",
    "You",
    POLICY.format("4.4"),
)
plain(
    "statement.earlier_unknown",
    "That earlier quarter has nothing open to decision here",
    "Nothing of {key} waits for a decision in this statement; it may have been withdrawn since the page was opened.",
    "Open the assessment again.",
    "You",
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
    "The period is not over",
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
    "statement.not_a_month",
    "That is not a month",
    "{given} is not written as a month.",
    "Write it like June 2026.",
    "You",
)
plain(
    "statement.earlier_month_open",
    "An earlier month is not agreed yet",
    "This month is set against what was paid since then, and {labels} is still open.",
    "Bring the earlier months to agreement first.",
    "Both sides",
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
        "statement.pay": "Sent for payment",
        "statement.settle": "Recorded as paid",
        "statement.payment_rejected": "Recorded that the payment was rejected",
        "statement.learn": "Counted again for reading, after the lock",
        "statement.adjust": "Made adjustments",
        "statement.review": "Reviewed the locked quarters",
        "statement.take_in": "Took in adjustments of earlier quarters",
        "statement.cannot_count": "Could not be counted from what is recorded now",
        "payment.batch": "Made a payment batch",
        "payment.result": "Recorded the finance system's answer",
        "export": "Downloaded",
    }
)

plain(
    "review.not_over",
    "The year cannot be reviewed yet",
    "The data of {label} are not complete, or the policy pack holds no values for that year.",
    "Choose a year whose window has ended.",
    "You",
    POLICY.format("4.5.2, annual review"),
)
plain(
    "review.no_lines",
    "Nothing is to be reviewed",
    "No block funded line of family based care was in force in the window of {label}.",
    "Choose another year.",
    "You",
    POLICY.format("4.5.2, annual review"),
)
plain(
    "review.settled",
    "This review is settled",
    "The loadings were {how}.",
    "Nothing is left to do; the next review is due a year later.",
    "Nobody",
)
say_actions(review_loadings="Contract loadings reviewed", keep_loadings="Contract loadings kept as they are")
