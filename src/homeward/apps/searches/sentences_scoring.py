"""How a refusal about a choice by marks reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Sentence, plain, sentence_for
from homeward.apps.core.timeline import say_actions


@sentence_for("scoring.too_near")
def too_near(told: Mapping[str, Any]) -> Sentence:
    day = say_day(dt.date.fromisoformat(told["day"]))
    return Sentence(
        title=_("The home is needed too soon for a choice by marks"),
        fact=_("It is needed by %(day)s. Searches for the same or the next day are left out.") % {"day": day},
        lift=_("Compare the offers without marks, and take the decision to the panel afterwards."),
        who=_("Placement officer"),
    )


plain(
    "scoring.rule_refuses", "The rule cannot be followed", "{message}", "{remedy}", "You",
)  # fmt: skip
plain(
    "scoring.not_compared", "Offers are not compared now", "The search stands at “{state}”.",
    "Marks are given when answers are closed and before a home is chosen.", "Placement officer",
)  # fmt: skip
plain(
    "scoring.no_offers", "There is no offer", "No offer stands that could be given marks.",
    "Wait for offers, or ask more providers.", "Placement officer",
)  # fmt: skip
plain(
    "scoring.stands", "One is open", "A choice by marks is open for this search.",
    "Publish it, or take it back, before another is opened.", "Placement officer",
)  # fmt: skip
plain(
    "scoring.reason_missing", "The reason is missing", "One was published, and nothing says why there is to be another.",
    "Say why, such as: a provider’s fee changed.", "You",
)  # fmt: skip
plain("scoring.why_missing", "The reason is missing", "Nothing says why.", "Say why.", "You")
plain(
    "scoring.not_its_offer", "The offer does not stand", "{home} stands in no offer that is compared here.",
    "Give marks to the offers that stand.", "You",
)  # fmt: skip
plain(
    "scoring.below_nothing", "Marks begin at 0", "Marks below 0 were given.", "Give 0 or more.", "You",
)  # fmt: skip
plain(
    "scoring.another_marks", "Another role gives the marks", "By the policy in force marks are given by: {who}.",
    "Somebody in that role gives them, or a policy steward enters another.", "{who}",
)  # fmt: skip
plain(
    "scoring.unmarked", "An offer has no marks", "No marks are given yet to: {homes}.",
    "Give each its marks with a reason.", "Whoever gives marks",
)  # fmt: skip
plain(
    "scoring.waiver_waits", "A question waits for its answer", "It is not decided yet whether {home} may be scored.",
    "Wait for the answer, or take the question back.", "Head of service",
)  # fmt: skip
plain(
    "scoring.none_open", "No choice by marks is open", "The gateway is asked about in a choice by marks only.",
    "Open one first.", "Placement officer",
)  # fmt: skip
plain(
    "scoring.not_kept_out", "The gateway does not keep it out", "The latest inspection does not stop {home} from being scored.",
    "Nothing needs to be waived.", "–",
)  # fmt: skip
plain(
    "scoring.waiver_stands", "It was asked before", "The question stands at “{state}”.",
    "Read the answer, or wait for it.", "Head of service",
)  # fmt: skip
plain(
    "scoring.waiver_decided", "It is decided", "The question stands at “{state}”.",
    "After a refusal it can be asked again.", "Placement officer",
)  # fmt: skip
plain(
    "scoring.own_waiver", "You asked for it", "{name} asked for this waiver, and does not decide it.",
    "Somebody else in that office decides.", "Another head of service",
)  # fmt: skip
plain(
    "scoring.another_waives", "Another office waives", "By the policy in force it is waived by: {office}. You act as {role}.",
    "Somebody who holds that office decides, or a policy steward enters another.", "{office}",
)  # fmt: skip
plain(
    "scoring.waiver_does_not_hold", "The waiver would not hold", "A later inspection, or the policy, still keeps {home} out.",
    "Take the question back, and ask again about the latest inspection.", "Placement officer",
)  # fmt: skip

say_actions(
    open_scoring="Choice by marks opened", mark_offer="Marks given", publish_scoring="Choice by marks published",
    take_back_scoring="Choice by marks taken back", ask_waiver="Waiver of the gateway asked for",
    give_waiver="Gateway waived", refuse_waiver="Waiver refused", take_back_waiver="Question about the gateway taken back",
)  # fmt: skip
