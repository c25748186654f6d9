"""The sentence of each figure: what a reader sees before opening it."""

from __future__ import annotations

from decimal import Decimal

from homeward.apps.statements.presenters.words import Json, Sentence, Words, count, nights
from homeward.web import numbers

GROWTH_STATUS: dict[str, str] = {
    "payable_when_approved": ", payable when approved", "by_decision": ", payable only by a recorded decision",
    "not_payable": ", shown only: nothing is payable", "due": "",
}  # fmt: skip
LEVEL_WHY: dict[str, str] = {
    "period_not_a_quarter": "the period is not a financial quarter", "nothing_contracted": "nothing is contracted",
    "levels_not_configured": "no level bands are configured", "paid_per_night": "the line is paid per night",
    "paid_per_week": "the line is an individual contract with a weekly price",
}  # fmt: skip


def _level_sentence(i: Json) -> str:
    if i["status"] == "assessed":
        return f"Level {i['level']}, at a share of {i['shown']} %."
    return f"No level, because {LEVEL_WHY[i['why']]}."


def _places(i: Json) -> str:
    return "n/a" if i["placements"] in (None, "n/a") else numbers.placements(i["placements"])


def _growth_sentence(i: Json, w: Words) -> str:
    return {
        "none": "No growth: the line is not over its target.",
        "not_applicable": "Growth does not apply to this service type.",
        "not_assessed": "Growth belongs to a financial quarter and is not worked out here.",
        "shown_only": f"{_places(i)} placements over target. Respite has no growth payment: shown only.",
        "price_not_configured": f"{_places(i)} placements over target. No price is recorded, so no payment is worked out.",
        "by_decision": f"{_places(i)} placements over nothing contracted. Payable only by a recorded decision.",
        "payable_when_approved": f"{_places(i)} placements over target: {w.money(i['payment'] or '0')} when approved."
        + (f" Paid in {i['paid_in']}." if i["paid_in"] else ""),
    }[i["status"]]


def _limit_sentence(i: Json, w: Words) -> str:
    if i["status"] == "limited" and Decimal(i["amount"]) == 0:
        return "Nothing may be abated: the line is not below the level 3 threshold."
    if i["status"] == "limited":
        most = f"At most {w.money(i['amount'])} may be abated, {_places(i)} placements."
        return f"{most} Whether anything is abated is a decision."
    return {
        "not_configured": "There is no abatement limit: no level bands are configured.",
        "not_assessed": "There is no abatement limit: the period is not a financial quarter.",
        "not_applicable": "Abatement does not apply to this line.",
        "price_not_configured": f"{_places(i)} placements below the threshold. No price is recorded, so no limit in money.",
    }[i["status"]]


SENTENCES: dict[str, Sentence] = {
    "actual_nights": lambda i, w: (
        f"{nights(i['actual'])} were delivered: {count(i['stayed'])} stayed, {count(i['excluded'])} of them not counted."
        if i["excluded"] else f"{nights(i['actual'])} were delivered: every night stayed counts."
    ),
    "contracted_nights": lambda i, w: f"{nights(i['contracted'])} are contracted in this quarter.",
    "share": lambda i, w: (
        f"The share is {i['shown']} %: {nights(i['actual'])} were delivered of {count(i['contracted'])} contracted"
        + (f", after {nights(i['excluded'])} that do not count." if i["excluded"] else ".")
        if i["exact"] is not None else "There is no share: nothing is contracted in this quarter."
    ),
    "level": lambda i, w: _level_sentence(i),
    "growth": lambda i, w: _growth_sentence(i, w),
    "abatement_limit": lambda i, w: _limit_sentence(i, w),
    "exceed": lambda i, w: {
        "within_target": "The home was never above its target.",
        "over_target_approved": f"{nights(i['over_target_nights'])} were above target, all of them approved.",
        "over_target_unapproved": f"{nights(i['unapproved_nights'])} of {i['over_target_nights']} above target lack approval.",
    }[i["status"]],
    "money.base": lambda i, w: f"The base payment is {w.money(i['amount'])}.",
    "money.growth": lambda i, w: f"The growth payment is {w.money(i['amount'])}{GROWTH_STATUS[i['status']]}.",
    "money.adjustment": lambda i, w: (
        f"{w.money(i['amount'])} from {count(i['count'])} adjustment{'s' if i['count'] != 1 else ''} of earlier quarters."
    ),
    "money.per_week": lambda i, w: (
        f"{w.money(i['amount'])} for nights delivered, each at a seventh of the agreed weekly price."
    ),
    "money.per_night": lambda i, w: f"{w.money(i['amount'])} for nights delivered, at the agreed price a night.",
}  # fmt: skip
