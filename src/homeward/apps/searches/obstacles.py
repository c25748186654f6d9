"""What the rules of standing and matching find in the way, as reasons of a refusal: by the pack's own words.

An obstacle becomes the reason ``in_the_way.<code>``: its inputs hold the label, what would lift it and who can, from
the pack, beside the engine's facts. The fact is told by code; one without a sentence of its own says what it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homeward.apps.accounts.models import CommissioningBody, Organisation, User
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Sentence, sentence_for
from homeward.apps.core.vocabulary import label_of
from homeward.engine.matching.exclusions import CODES as MATCHING
from homeward.engine.obstacles import LIST, Obstacle
from homeward.engine.standing.may_accept import OWN as ACCEPTING
from homeward.engine.standing.may_widen import CODES as WIDENING
from homeward.kernel.reasons import Reason
from homeward.policy import load_pack
from homeward.web.dates import moment

PREFIX = "in_the_way."
LIFTS, DECIDERS = "placement_lifts", "placement_deciders"

# What is told of an obstacle besides its name: a sentence over the engine's facts.
FACTS: Mapping[str, Any] = {
    "type_not_sought": gettext_lazy("Sought: %(sought)s. It can be: %(offered)s."),
    "matching_exclusion": gettext_lazy("It has: %(traits)s."),
    "essential_need_unmet": gettext_lazy("Not met: %(needs)s."),
    "place_not_free_yet": gettext_lazy("Free from %(free_from)s, needed from %(needed_from)s."),
    "place_blocked": gettext_lazy("Blocked: %(because)s."),
    "place_taken": gettext_lazy("Free places: %(places)s."),
    "age_outside_registration": gettext_lazy("The children are %(youngest)s to %(oldest)s; it takes %(from_age)s to %(to_age)s."),
    "approval_ages": gettext_lazy("The children are %(youngest)s to %(oldest)s; the approval is for %(from_age)s to %(to_age)s."),
    "approval_number": gettext_lazy("The approval leaves room for %(more_allowed)s; they are %(children)s."),
    "siblings_do_not_fit": gettext_lazy("They are %(children)s and need one home; there is room for %(room)s."),
    "siblings_split": gettext_lazy("They are %(children)s; there is room for %(room)s."),
    "beyond_limit": gettext_lazy("%(miles)s miles away; the limit is %(limit)s."),
    "provider_restricted": gettext_lazy("Restricted since %(since)s."),
    "home_restricted": gettext_lazy("Restricted since %(since)s."),
    "vacancy_stale": gettext_lazy("Last confirmed: %(confirmed_on)s."),
    "suitable_offer_open": gettext_lazy("Offered and found suitable: %(providers)s."),
    "offer_unjudged": gettext_lazy("Not judged: the offer of %(providers)s."),
    "unsuitable_without_reason": gettext_lazy("No reason is saved for %(providers)s."),
    "answers_pending": gettext_lazy("Providers may answer until %(deadline)s; %(pending)s have not."),
    "override_not_emergency": gettext_lazy("The deadline is set aside in an emergency only; this is “%(urgency)s”."),
    "decider_not_entitled": gettext_lazy("%(by)s decided in the role “%(role)s”."),
    "requester_decides": gettext_lazy("%(by)s asked for it and would decide it."),
    "decision_refused": gettext_lazy("%(by)s refused it: %(reason)s"),
    "verbal_unconfirmed": gettext_lazy("%(by)s approved it by word of mouth; it was to be confirmed by %(confirm_by)s."),
    "offer_expired": gettext_lazy("It stood until %(valid_until)s."),
    "check_missing": gettext_lazy("Not done: %(check)s."),
    "waiver_overdue": gettext_lazy("%(check)s was to be made good by %(made_good_by)s."),
    "place_promised": gettext_lazy("It is promised to %(referral)s."),
    "decision_missing": gettext_lazy("Nobody has agreed to this placement yet."),
    "verbal_not_emergency": gettext_lazy("%(by)s agreed by word of mouth; the referral is “%(urgency)s”."),
    "split_unexplained": gettext_lazy("Nothing says why they cannot live together."),
    "area_unknown": gettext_lazy("The area of the home, our own, or what adjoins it is not recorded."),
    "out_of_area_not_approved": gettext_lazy("The home lies outside our area, and nobody entitled has approved that."),
    "area_not_notified": gettext_lazy("The authority of area %(area)s is to be told."),
    "distance_not_approved": gettext_lazy("The home lies where no area adjoins ours, and nobody entitled has approved that."),
    "area_not_consulted": gettext_lazy("The authority of area %(area)s is to be asked first."),
    "waiver_not_emergency": gettext_lazy("Waived though the referral is “%(urgency)s”: %(check)s."),
    "non_framework_not_agreed": gettext_lazy("The provider is on no framework we may use."),
    "other_offer_accepted": gettext_lazy("A home has been accepted for these children already."),
    "impact_missing": gettext_lazy("Children live there, and nobody has said what it would mean for them."),
    "start_too_early": gettext_lazy("The first night is %(start_on)s."),
}  # fmt: skip
NAMED = {
    "because": "vacancy_blocks",
    "role": DECIDERS,
    "urgency": "urgencies",
    "check": "pre_placement_checks",
}

# Inputs that are lists: of codes of a list of the pack, or of words as somebody wrote them.
SEVERAL = {
    "traits": "household_traits", "sought": "placement_types_sought", "offered": "placement_types_sought", "needs": "",
}  # fmt: skip


def reasons_of(body: CommissioningBody, obstacles: Iterable[Obstacle]) -> list[Reason]:
    """Each obstacle as a reason, in the order found."""
    return [_reason(body, obstacle) for obstacle in obstacles]


def label_of_obstacle(body: CommissioningBody, code: str) -> str:
    """An obstacle by its name in the pack."""
    return label_of(body, LIST, code)


def _reason(body: CommissioningBody, obstacle: Obstacle) -> Reason:
    inputs = dict(obstacle.reason.inputs)
    told = {name: _said(body, name, value) for name, value in inputs.items()}
    label = label_of_obstacle(body, obstacle.code)
    words = FACTS.get(obstacle.code)
    known = words is not None and all(value not in (None, "") for value in told.values())
    who = ", ".join(label_of(body, DECIDERS, role) for role in obstacle.who)
    lift = label_of(body, LIFTS, obstacle.lift) if obstacle.lift else _("Nothing")
    said = {
        "label": label,
        "fact": str(words) % told if known else f"{label}.",
        "lift": f"{lift}.",
        "who": who or "–",
    }
    source = obstacle.reason.clause
    authority = ""
    if source is not None and (found := load_pack(body.pack).sources.get(source.source)) is not None:
        authority = f"{found.title}, {source.clause}"
    reason = obstacle.reason
    return Reason(PREFIX + obstacle.code, {**inputs, **said, "authority": authority}, reason.values, source)


def _said(body: CommissioningBody, name: str, value: Any) -> Any:
    """One fact in words: a day, a moment, a code, people and providers by name."""
    if name == "by" and isinstance(value, str):
        person = User.objects.filter(public_id=value).first()
        return person.name if person else value
    if name == "providers":
        found = dict(Organisation.objects.filter(public_id__in=value).values_list("public_id", "name"))
        return ", ".join(found.get(key, key) for key in value)
    if name in SEVERAL and isinstance(value, (list, tuple)):
        return ", ".join(label_of(body, SEVERAL[name], code) if SEVERAL[name] else code for code in value)
    if name in NAMED and isinstance(value, str):
        return label_of(body, NAMED[name], value)
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return say_day(dt.date.fromisoformat(value))
    if isinstance(value, str) and len(value) > 16 and value[10] == "T":
        return moment(dt.datetime.fromisoformat(value))
    return value


def _register(code: str) -> None:
    @sentence_for(PREFIX + code)
    def present(inputs: Mapping[str, Any]) -> Sentence:
        return Sentence(
            inputs["label"], inputs["fact"], inputs["lift"], inputs["who"], inputs.get("authority", "")
        )


for _code in dict.fromkeys((*MATCHING, *ACCEPTING, *WIDENING)):
    _register(_code)
