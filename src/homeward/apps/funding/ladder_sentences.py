"""Sentences of what the rule refuses and of matters taken further; how the actions of this app read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.refusals import Sentence, plain, sentence_for
from homeward.apps.core.timeline import say_actions
from homeward.apps.funding.sentences import MANAGER

PREFIX = "funding_rule."

plain(
    "escalation.only_reads",
    title="Your role reads this and takes no part",
    fact="A matter is taken further by those who agree, decide or report the funding.",
    lift="Ask one of them.",
    who=MANAGER,
)
plain(
    "escalation.last_step",
    title="There is no further step",
    fact="It stands at the last one: {step}.",
    lift="Settle it there, or go to one of the offices outside the agency.",
    who="Whoever holds it",
)
plain(
    "escalation.paused",
    title="Its clock stands still",
    fact="The matter is paused.",
    lift="Let the clock go on first.",
    who="Either side",
)
plain(
    "escalation.not_paused",
    title="Its clock runs",
    fact="The matter is not paused.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "escalation.other_side",
    title="The other side raised it",
    fact="Only the side that raised a matter takes it back.",
    lift="Settle it together.",
    who="The other side",
)
plain(
    "escalation.risk_unsaid",
    title="It is not said whether a child may be at risk",
    fact="What may put a child at risk never waits here.",
    lift="Say yes or no.",
    who="You",
)
plain("escalation.no_stream", title="This ladder is not known", fact="There are no steps for “{stream}”.",
      lift="Choose one of the list.", who="You")  # fmt: skip

# What the rule `funding` refuses, by its code: the heading; fact and remedy are the rule's own words.
OF_THE_RULE: Mapping[str, Any] = {
    "rate_before_notice": _("It would begin before its notice"),
    "additional_rate_without_review": _("It has no review date"),
    "review_before_start": _("Its review lies before its first night"),
    "additional_rate_without_reason": _("It has no reason"),
    "additional_rate_without_approver": _("Nobody approved it"),
    "renewed_after_review": _("Its review has passed"),
    "additional_rates_overlap": _("The child has another additional rate on these nights"),
    "individualised_for_several": _("An individualised line is for one young person"),
    "individualised_below_level": _("Individual funding is meant for another support level"),
    "level_override_without_reason": _("The decision has no reason"),
    "level_override_without_approver": _("The decision has no approver"),
    "advice_missing": _("The advice of High Needs Services is missing"),
    "advice_after_start": _("The line began before the advice"),
    "recovery_while_disputed": _("A dispute is open"),
    "recovery_without_reason": _("The recovery has no reason"),
    "recovery_without_effect_on_children": _("What it means for the children is not said"),
    "recovery_without_partner_response": _("The partner has not answered"),
    "not_for_this_method": _("It does not belong to this funding model"),
    "share_not_in_percent": _("The share is no share in percent"),
    "unknown_code": _("This code is not known"),
}  # fmt: skip


def _register(code: str) -> None:
    @sentence_for(PREFIX + code)
    def present(inputs: Mapping[str, Any]) -> Sentence:
        return Sentence(
            str(OF_THE_RULE[code]), str(inputs["message"]), str(inputs["remedy"]), gettext("You"), gettext("The rule on funding")
        )  # fmt: skip


for _code in OF_THE_RULE:
    _register(_code)

say_actions(
    set_terms="Funding terms set", allow_below_level="Individual funding approved", change_instalment="Instalment changed",
    propose_additional_rate="Additional rate proposed", approve_additional_rate="Additional rate approved",
    decline_additional_rate="Additional rate declined", withdraw_additional_rate="Additional rate withdrawn",
    renew_additional_rate="Additional rate renewed", end_additional_rate="Additional rate ended",
    ask_funding="Money asked for", open_funding_request="Request opened by an empty place", name_amount="Amount named",
    approve_funding="Request approved", decline_funding="Request declined", withdraw_funding="Request withdrawn",
    record_empty_place="Empty place recorded", change_empty_place="Empty place put right",
    remove_empty_place="Empty place removed", approve_absence="More nights of an absence approved",
    record_property_cost="Property cost recorded", give_evidence="Evidence added",
    withdraw_property_cost="Property cost withdrawn", report_use="Use of the pool reported", remove_use="Report of use removed",
    open_reconciliation="Reconciliation opened", decide_outcome="Outcome decided", respond_to_outcome="Partner answered",
    raise_dispute="Disputed", close_dispute="Dispute answered", raise_escalation="Raised",
    move_up_escalation="Taken a step further", pause_escalation="Clock stopped", resume_escalation="Clock goes on",
    settle_escalation="Settled", withdraw_escalation="Withdrawn",
    redirect_to_report_of_concern="Sent to the report of concern",
)  # fmt: skip
