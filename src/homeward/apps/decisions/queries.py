"""What pages and duties ask about decisions and contracts. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.children.models import Child
from homeward.apps.core.refusals import Sentence
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.decisions.facts import act_of, ask
from homeward.apps.decisions.models import (
    Agreed,
    AreaNotice,
    Check,
    Contract,
    Decision,
    Disruption,
    NoticeGiven,
    Visit,
)
from homeward.apps.decisions.obstacles import sentences_of
from homeward.apps.searches.facts import live_offers, match_offers
from homeward.apps.searches.fees import weekly_fee
from homeward.apps.searches.models import Offer, OfferedNeed
from homeward.engine.standing.may_accept import Acceptance

CHECKS = "pre_placement_checks"
TAGS = {
    "proposed": "warn", "agreed": "info", "refused": "bad", "withdrawn": "plain", "accepted": "info", "returned": "bad",
    "contracted": "ok", "started": "ok", "notice": "warn", "ended": "plain",
}  # fmt: skip


def decisions(actor: Actor) -> Any:
    return Decision.objects.visible_to(actor).select_related(
        "search__referral__body", "search__body", "search__chosen", "offer__home__provider", "offer__home__organisation",
        "offer__home__body", "offer__organisation", "offer__body", "offer__invitation__lot__framework",
        "offer__invitation__version", "offer__invitation__search__referral", "offer__invitation__search__body",
        "organisation", "body", "requested_by",
    )  # fmt: skip


def unknown_children(contract: Contract, actor: Actor) -> set[int]:
    """Keys of the contract's children whom a worker may not know: of siblings only some are that worker's case.

    Everybody else who reads a contract reads whom it is for: those who sign it and those who watch over it.
    """
    if actor.relation(P.CONTRACT_READ) is not Relation.OWN_CASE:
        return set()
    named = Child.objects.filter(contracts__contract=contract)
    return set(named.values_list("pk", flat=True)) - set(named.visible_to(actor).values_list("pk", flat=True))


def contracts(actor: Actor) -> Any:
    return Contract.objects.visible_to(actor).select_related(
        "decision__search__referral",
        "decision__offer__home",
        "organisation",
        "body",
        "document",
        "agreement",
        "drawn_by",
    )


@dataclass(frozen=True)
class InTheWay:
    """What the rule says of the next act: what stands in the way now, what is owed or comes later, until when."""

    act: str
    refusals: list[Sentence]
    warnings: list[Sentence]
    deadlines: list[tuple[str, Any]]
    found: Acceptance


def in_the_way(decision: Decision) -> InTheWay:
    """Everything at once. Raises Refused while the referral lacks what the rule cannot do without."""
    found = ask(decision, act_of(decision))
    return InTheWay(
        found.facts.act, sentences_of(decision, found.refusals), sentences_of(decision, found.warnings),
        [(deadline_words(decision, name), day) for name, day in sorted(found.deadlines.items(), key=lambda d: d[1])], found,
    )  # fmt: skip


def deadline_words(decision: Decision, name: str) -> str:
    """What is owed by a deadline of the rule."""
    if name.startswith("check:"):
        return _("Made good: %(check)s") % {
            "check": label_of(decision.body, CHECKS, name.removeprefix("check:"))
        }
    return {
        "verbal_confirmed": _("The verbal approval confirmed"),
        "area_notified": _("The area authority notified"),
    }.get(name, name)  # fmt: skip


def agreements_of(decision: Decision) -> list[Agreed]:
    return list(
        Agreed.objects.filter(decision=decision).select_related("by", "recorded_by").order_by("at", "pk")
    )


def checks_of(decision: Decision) -> list[tuple[str, str, Check | None]]:
    """Each check of the pack, with what is recorded of it."""
    there = {
        c.code: c for c in Check.objects.filter(decision=decision).select_related("done_by", "waived_by")
    }
    listed = choices_of(decision.body, CHECKS, decision.body.today)
    return [(code, label, there.get(code)) for code, label in listed]


def visits_of(decision: Decision) -> list[Visit]:
    return list(Visit.objects.filter(decision=decision).select_related("by").order_by("on", "pk"))


def area_notices_of(decision: Decision) -> list[AreaNotice]:
    return list(AreaNotice.objects.filter(decision=decision).select_related("by").order_by("on", "pk"))


def notice_of(decision: Decision) -> NoticeGiven | None:
    rows = NoticeGiven.objects.filter(decision=decision, withdrawn_at=None)
    return rows.select_related("by", "referral").first()


def disruption_of(decision: Decision) -> Disruption | None:
    return Disruption.objects.filter(decision=decision).select_related("held_by").first()


def others_of(decision: Decision) -> list[Offer]:
    """Offers that would not be chosen: each provider gets a reason."""
    return [offer for offer in live_offers(decision.search) if offer.pk != decision.offer_id]


def suggested_feedback(decision: Decision) -> dict[str, str]:
    """By the offer's public id the reason the comparison points to; the officer chooses."""
    found, _ = match_offers(decision.search)
    mine = decision.choice.get("scores", {}).get(decision.offer.public_id)
    codes = {
        "essential_need_unmet": "needs_not_met", "impact_not_acceptable": "children_there", "impact_missing": "children_there",
        "siblings_do_not_fit": "siblings_apart", "siblings_split": "siblings_apart", "beyond_limit": "too_far",
        "area_to_avoid": "too_far", "place_not_free_yet": "start_too_late",
    }  # fmt: skip
    told = {}
    for match in found.matches:
        named = next((codes[o.code] for o in match.obstacles if o.code in codes), None)
        same = named is None and str(match.to_json()["score"]) == str(mine)
        told[match.candidate.id] = named or ("price" if same else "better_fit")
    return told


def unmet_of(offer: Offer) -> list[str]:
    """What the home said it gives in part or not, by the needs it answered: its own words, of no other offer."""
    asked = offer.invitation.version.content["needs"]
    return [
        asked[a.position - 1]["text"]
        for a in offer.needs.order_by("position")
        if a.met != OfferedNeed.Met.FULL
    ]


def fee_of(decision: Decision) -> Decimal:
    return weekly_fee(decision.offer)


def history_of(decision: Decision) -> list[Entry]:
    """What was done towards it and who did it. Names no child."""
    hidden = frozenset({"since", "choice", "requested_at", "requested_by", "accepted_at", "search", "offer"})
    body = decision.body
    rows = [
        Watched(
            Decision, "Decision", hidden=hidden,
            formats={"end_reason": lambda code: label_of(body, "end_reasons", code)},
        ),
        Watched(
            Check,
            "Check",
            "decision",
            labels={"code": "Check", "words": "Found", "waived_because": "Waived because"},
            hidden=frozenset({"done_by", "waived_by", "waived_role", "waived_at"}),
            formats={"code": lambda code: label_of(body, CHECKS, code)},
        ),
    ]  # fmt: skip
    return timeline(decision, rows)
