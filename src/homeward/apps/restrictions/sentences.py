"""How the reasons and actions of this app read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Sentence, plain, sentence_for
from homeward.apps.core.timeline import say_actions


def _day(told: Mapping[str, Any], name: str) -> str:
    return say_day(dt.date.fromisoformat(told[name])) if told.get(name) else ""


@sentence_for("standing.restricted")
def restricted(told: Mapping[str, Any]) -> Sentence:
    fact = _("Restricted by %(body)s since %(since)s. Children already there stay.") % {
        "body": told["body"], "since": _day(told, "since"),
    }  # fmt: skip
    lift = told["lift"].rstrip()
    if told.get("until"):
        lift = _("It is lifted: %(day)s is free.") % {"day": _day(told, "until")}
    return Sentence(
        title=_("%(subject)s may take no new placements") % {"subject": told["subject"]},
        fact=fact,
        lift=lift,
        who=_("%(office)s, %(body)s") % {"office": told["office"], "body": told["body"]},
        authority=_("Restriction %(number)s") % {"number": told["restriction"]},
    )


plain(
    "standing.unknown_provider",
    title="{body} does not deal with {provider}",
    fact="No record says that {body}, or a consortium it belongs to, deals with {provider}.",
    lift="Record the provider, from the day on which you deal with it.",
    who="A contract monitoring officer, or the consortium",
)
plain(
    "standing.provider_ended",
    title="Dealings with {provider} have ended",
    fact="{day} was the first day without {provider}.",
    lift="Choose a provider you deal with, or correct the end that was recorded.",
    who="A contract monitoring officer, or the consortium",
)
plain(
    "standing.provider_to_come",
    title="Dealings with {provider} have not begun",
    fact="{provider} is recorded from {day} on.",
    lift="Choose a later day, or correct the day that was recorded.",
    who="A contract monitoring officer, or the consortium",
)
plain(
    "standing.home_closed",
    title="{home} is closed",
    fact="{day} was the first day without {home}.",
    lift="Choose another home, or correct the day it closed.",
    who="Whoever keeps homes",
)
plain(
    "standing.home_not_open",
    title="{home} is not open yet",
    fact="{home} is recorded as open from {day} on.",
    lift="Choose a later day, or correct the day it opens.",
    who="Whoever keeps homes",
)
plain(
    "restriction.office",
    title="This is decided by another office",
    fact="A restriction of {body} is decided by: {office}.",
    lift="Somebody in that role at {body} decides.",
    who="{office}, {body}",
)
plain(
    "restriction.own_proposal",
    title="You proposed it",
    fact="{who} proposed this restriction. Whoever proposes does not decide.",
    lift="Another person in the same office decides.",
    who="A colleague who may impose restrictions",
)
plain(
    "restriction.own_lift",
    title="You proposed to lift it",
    fact="{who} proposed to lift this restriction. Whoever proposes does not decide.",
    lift="Another person in the same office decides.",
    who="A colleague who may lift restrictions",
)
plain(
    "restriction.not_own",
    title="It is somebody else’s proposal",
    fact="{who} proposed this restriction.",
    lift="{who} takes it back, or a second person refuses it with a reason.",
    who="{who}",
)
plain(
    "restriction.reason_missing",
    title="No reason was given",
    fact="The reason stays on the record, and those concerned are told it.",
    lift="Say in a sentence or two why.",
    who="You",
)
plain(
    "restriction.lift_missing",
    title="Nobody was told what would lift it",
    fact="The provider has to know what must be so before new placements are allowed again.",
    lift="Say in a sentence what must be so.",
    who="You",
)
plain(
    "restriction.unknown_cause",
    title="This cause is not on the list",
    fact="“{given}” is no cause of a restriction on {day}.",
    lift="Choose one of the causes of the list.",
    who="You",
)
plain(
    "restriction.starts_before",
    title="It would begin in the past",
    fact="{day} lies before today, {today}. Nobody could have kept to it then.",
    lift="Let it begin today or later.",
    who="You",
)
plain(
    "restriction.lifts_before",
    title="It would be lifted in the past",
    fact="{day} lies before today, {today}. Until today it bound everybody.",
    lift="Name today or a later day.",
    who="You",
)
plain(
    "restriction.no_consortium",
    title="There is no consortium to propose it to",
    fact="{body} belongs to no consortium on {day}.",
    lift="Propose it for {body} alone.",
    who="You",
)
plain(
    "restriction.consortium_is_framework",
    title="A consortium restricts on its framework",
    fact="{body} is not one placing authority; its restrictions bind every member.",
    lift="Propose it for the framework.",
    who="You",
)
plain(
    "restriction.stands",
    title="A restriction for this cause stands already",
    fact="{subject} has one for the same cause, at “{state}”.",
    lift="Look at that one: decide it, or propose to lift it.",
    who="You",
)
plain(
    "restriction.not_its_home",
    title="{home} is not a home of {provider}",
    fact="The home is recorded under another provider.",
    lift="Choose a home of {provider}, or the provider of {home}.",
    who="You",
)
plain(
    "restriction.own_override",
    title="You asked for it",
    fact="{who} asked for this override. Whoever asks does not agree.",
    lift="Another person agrees.",
    who="The head of service and the consortium",
)
plain(
    "restriction.override_office",
    title="This is agreed by another office",
    fact="The head of service of {body} and the manager of {consortium} agree, each for their side.",
    lift="Somebody in one of these roles agrees.",
    who="Head of service, {body}, and consortium manager, {consortium}",
)
plain(
    "restriction.override_agreed",
    title="Your side has agreed",
    fact="{who} agreed for your side.",
    lift="The other side agrees.",
    who="The other side",
)
plain(
    "restriction.override_both_sides",
    title="You agreed for the other side",
    fact="{who} agreed for the other side. Two people agree, one for each.",
    lift="Somebody else agrees for this side.",
    who="A colleague in the same office",
)
plain(
    "restriction.override_idle",
    title="There is nothing to override",
    fact="The restriction on {subject} is not in force.",
    lift="Nothing has to be lifted: ask for a place as always.",
    who="You",
)
plain(
    "restriction.override_reference",
    title="No child is named by a reference",
    fact="An override is for one child, named by a reference of the child or of the referral.",
    lift="Enter the reference. Never a name: the consortium reads it.",
    who="You",
)
plain(
    "restriction.override_stands",
    title="It was asked for already",
    fact="{who} asked for an override for {reference}; it stands at “{state}”.",
    lift="Look at that one.",
    who="You",
)
plain(
    "restriction.review_done",
    title="This child was looked at already",
    fact="{who} recorded what was found.",
    lift="Record what is new on the child’s own page.",
    who="You",
)
plain(
    "restriction.visit_missing",
    title="An urgent review needs a visit",
    fact="The cause asks for a visit without delay, and no day of a visit was entered.",
    lift="Visit, and enter the day.",
    who="You",
)
plain(
    "restriction.visit_to_come",
    title="The visit lies in the future",
    fact="{day} is after today.",
    lift="Record it once the visit was made.",
    who="You",
)

say_actions(
    propose_restriction="Proposed",
    impose_restriction="Imposed",
    refuse_restriction="Refused",
    withdraw_restriction="Proposal taken back",
    propose_lift="Lifting proposed",
    lift_restriction="Lifted",
    keep_restriction="Kept: the lifting was refused",
    ask_override="Override asked for",
    agree_override="Override agreed",
    refuse_override="Override refused",
    raise_reviews="Reviews of the children there raised",
    record_review="Review recorded",
)
