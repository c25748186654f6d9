"""Loadings in words: each category's sentence and its working."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from homeward.apps.agreements.queries import loading_label
from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements.presenters.words import (
    Json,
    Sentence,
    Words,
    count,
    exact,
    money_text,
    nights,
    span,
)
from homeward.web import numbers
from homeward.web.dates import short_date

NET = "net"


def category_words(body: Any, category: str) -> str:
    """What a loading is paid for: an identity, or a remoteness class."""
    return "All categories, netted" if category == NET else loading_label(body, category)


brief = numbers.placements


def _sentence(i: Json, w: Words) -> str:
    name = category_words(w.body, i["category"])
    carried = f"{name}: {brief(i['actual'])} placements carried this loading"
    if i["contract"] is None:
        return f"{carried}. No contract loading is configured, so there is neither growth nor abatement."
    against = f"{carried}, {brief(i['contract'])} are contracted"
    if i["amount"] is None:
        return f"{against}. {_NO_MONEY.get(i['status'], '')}".rstrip()
    if i["status"] in ("growth", "abatement") and not Decimal(i["amount"]):
        return f"{against}. At a rate of 0 % no money follows."
    sum_of = w.money(abs(Decimal(i["amount"])))
    return {
        "growth": f"{against}: the funding grows by {sum_of}.",
        "abatement": f"{against}: at most {sum_of} may be abated. Whether anything is abated is a decision.",
        "even": f"{against}: no difference.",
        "netted": f"{against}. It is netted with the other categories.",
    }[i["status"]]


_NO_MONEY = {
    "not_assessed": "Growth and abatement belong to a financial quarter and are not worked out here.",
    "price_not_configured": "No price is recorded, so no money is worked out.",
    "rate_not_configured": "No rate is recorded for this category, so no money is worked out.",
}


def _net_sentence(i: Json, w: Words) -> str:
    sum_of = w.money(abs(Decimal(i["amount"])))
    if i["netted"]:
        return {
            "growth": f"Netted, the funding grows by {sum_of}.",
            "abatement": f"Netted, at most {sum_of} may be abated. Whether anything is abated is a decision.",
            "even": "Netted, nothing is left.",
        }[i["status"]]
    side = {"growth": "above", "abatement": "below", "even": "beside"}[i["status"]]
    return f"All categories together stand {sum_of} {side} the contract. Each is settled by itself."


def _review_sentence(i: Json, w: Words) -> str:
    """What a review proposes for one category, and what stands beside it."""
    name, proposed = category_words(w.body, i["category"]), brief(i["proposed"])
    if i["contracted"] is None and not Decimal(i["by_nights"]) and not i["head_count"]:
        return f"{name}: not contracted, none placed. Nothing is proposed."
    heads = f"{count(i['head_count'])} children on the last day"
    if i["contracted"] is None:
        return f"{name}: {proposed} placements proposed ({heads}); none is contracted yet."
    against = f"{name}: {proposed} placements proposed ({heads}), {brief(i['contracted'])} are contracted"
    return {
        "raise": f"{against}: raise it from {_day(i['effective_on'])}.",
        "lower": f"{against}: lower it from {_day(i['effective_on'])}.",
        "keep": f"{against}: nothing changes.",
        "ends": f"{against}. The line ends before {_day(i['effective_on'])}, so nothing is proposed.",
    }[i["status"]]


SENTENCES: dict[str, Sentence] = {
    "money.contract_loading": lambda i, w: (
        f"The contract loading, {category_words(w.body, i['category'])}, is {w.money(i['amount'])}."
    ),
    "loading": _sentence,
    "loading.net": _net_sentence,
    "review": _review_sentence,
}


def _contract_nights(i: Json, w: Words) -> str:
    rests = f" Rests on {i['reference']}." if i["reference"] else ""
    if i["percent"] is not None:
        return f"{exact(i['percent'], 4)} % of {count(i['target'])} placements × {nights(i['nights'])} ({span(i)}).{rests}"
    return f"{brief(i['placements'])} contracted × {nights(i['nights'])} ({span(i)}).{rests}"


def _class_record(i: Json, w: Words) -> str:
    edition = f", {i['edition']}" if i["edition"] else ""
    since = f", since {_day(i['since'])}" if i["since"] else ""
    source = f". Source: {i['source']}" if i["source"] else ""
    return f"Home {i['home']}: {label_of(w.body, 'remoteness_classes', i['code'])}{edition}{since}{source}"


def _status_record(i: Json, w: Words) -> str:
    since = f", on record since {_day(i['since'])}" if i["since"] else ""
    source = f". Source: {i['source']}" if i["source"] else ""
    return f"{label_of(w.body, 'status_facts', i['kind'])}: {i['value'].replace('_', ' ')}{since}{source}"


def _day(text: str) -> str:
    return short_date(dt.date.fromisoformat(text))


STEPS: dict[str, Sentence] = {
    "loading_nights": lambda i, w: f"Nights that carry this loading, of {nights(i['counted'])} counted",
    "nights_carried": lambda i, w: span(i),
    "class_on_record": _class_record,
    "status_on_record": _status_record,
    "carried_by": lambda i, w: f"Placement in home {i['home']}",
    "loading_actual": lambda i, w: f"{nights(i['nights'])} ÷ {count(i['base_nights'])} nights, in placements",
    "loading_contract_nights": _contract_nights,
    "loading_contract": lambda i, w: f"{count(i['nights'])} ÷ {count(i['base_nights'])} nights, contracted placements",
    "loading_difference": lambda i, w: f"{brief(i['actual'])} actual less {brief(i['contract'])} contracted placements",
    "loading_rate": lambda i, w: (
        f"No rate on record ({span(i)})" if i["percent"] is None
        else f"{exact(i['percent'], 4)} % of the base unit × {nights(i['nights'])} ({span(i)})"
    ),
    "contract_loading_nights": lambda i, w: (
        f"{exact(i['placements'], 4)} placements × {exact(i['percent'], 4)} % × {w.money(money_text(i['quarterly']))}"
        + ("" if i["nights"] == i["over"] else f" × {nights(i['nights'])} ÷ {count(i['over'])} ({span(i)})")
    ),
    "contract_loading_inside": lambda i, w: (
        f"Inside this price, not added: contract loading, {category_words(w.body, i['category'])}"
    ),
    "contract_loading_elsewhere": lambda i, w: (
        f"Paid apart from this statement, not added: contract loading, {category_words(w.body, i['category'])}"
    ),
    "loading_compounded": lambda i, w: (
        f"{exact(i['rate'], 4)} % on the price with the other loading, for {count(i['both_nights'])} of {nights(i['nights'])}"
    ),
    "loading_money": lambda i, w: (
        f"{brief(i['placements'])} placements × {exact(i['percent'], 4)} % × the base unit of the quarter"
    ),
    "loading_line": lambda i, w: category_words(w.body, i["category"]),
    "review_heads": lambda i, w: f"Children who carried it on the last day: {count(i['heads'])}",
    "review_proposed": lambda i, w: (
        f"Proposed from {_day(i['effective_on'])}, "
        + ("by the nights of the window" if i["method"] == "night_weighted" else "by the children on its last day")
        + ", to four decimals"
    ),
    "loading_net": lambda i, w: "Together, rounded once" if i["netted"] else "Together",
}  # fmt: skip
MONEY_STEPS = {
    "loading_money",
    "loading_line",
    "loading_net",
    "contract_loading_nights",
    "contract_loading_inside",
    "contract_loading_elsewhere",
}
SILENT_STEPS = {"loading_rate", "carried_by", "class_on_record", "status_on_record"}
