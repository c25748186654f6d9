"""Adjustments in words: what a locked quarter differs by, why, worked out and on which authority."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements.presenters.authority import authority_of
from homeward.policy import Pack
from homeward.web import numbers

Json = dict[str, Any]
CODES = {
    "base": "Base payment",
    "per_night": "Nights delivered",
    "per_week": "Nights delivered, weekly price",
    "growth": "Growth payment",
    "abatement": "Abatement",
    "nights": "Nights only",
    "adjustment": "Adjustment of an earlier quarter",
}


_FAMILIES = {
    "loading": "Loading growth",
    "contract_loading": "Contract loading",
    "loading_abatement": "Loading abatement",
}


def code_words(body: Any, code: str) -> str:
    """What a money code is called; a code nobody named yet reads as it is written."""
    if code in CODES:
        return CODES[code]
    kind, _, category = code.partition(".")
    if category:
        named = _FAMILIES.get(kind, kind.replace("_", " ").capitalize())
        return f"{named}, {_category(body, category)}"
    return code.replace("_", " ").capitalize()


def _category(body: Any, code: str) -> str:
    if code == "net":
        return "net of all categories"
    if code == "aboriginal":
        return "Aboriginal and Torres Strait Islander"
    return str(label_of(body, "remoteness_classes", code))


Telling = Callable[[Mapping[str, str], Callable[[str], str], str], str]
SENTENCES: dict[str, Telling] = {
    "adjustment.by_rule": lambda i, m, name: f"{name}: {m(i['now'])} as now known, {m(i['then'])} as agreed.",
    "adjustment.recovered": lambda i, m, name: (
        f"{name}: {m(i['decided'])} were decided, the entitlement as now known is {m(i['entitled'])}. The rest is recovered."
    ),
    "adjustment.restored": lambda i, m, name: (
        f"{name}: what was recovered before is paid again, as the entitlement is now {m(i['entitled'])}."
    ),
    "adjustment.given_back": lambda i, m, name: (
        f"{name}: {m(i['decided'])} were abated, the limit as now known is {m(i['limit'])}. The rest is given back."
    ),
    "adjustment.abated_again": lambda i, m, name: (
        f"{name}: what was given back before is abated again, as the limit is now {m(i['limit'])}."
    ),
    "adjustment.to_decide": lambda i, m, name: (
        f"{name}: {m(i['now'])} as now known, {m(i['then'])} as agreed. What lies between moves only when it is decided."
    ),
    "adjustment.withdrawn": lambda i, m, name: (
        f"{name}: {m(i['now'])} as now known, {m(i['then'])} as agreed. What was put up for decision before is withdrawn."
    ),
    "adjustment.nights": lambda i, m, name: "The nights differ, the money does not.",
}
# Each step of the working: its words and the input it shows.
_STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "adjustment.by_rule": (("As now known", "now"), ("As both sides agreed", "then")),
    "adjustment.recovered": (
        ("As decided and approved", "decided"),
        ("Entitlement as now known", "entitled"),
    ),
    "adjustment.restored": (("As decided and approved", "decided"), ("Entitlement as now known", "entitled")),
    "adjustment.given_back": (("As decided and approved", "decided"), ("Limit as now known", "limit")),
    "adjustment.abated_again": (("As decided and approved", "decided"), ("Limit as now known", "limit")),
    "adjustment.to_decide": (("As now known", "now"), ("As both sides agreed", "then")),
    "adjustment.withdrawn": (("As now known", "now"), ("As both sides agreed", "then")),
    "adjustment.nights": (),
}


def explained(adjustment: Any, pack: Pack) -> Json:
    """One adjustment as sentence, working and authority."""
    currency, body = adjustment.body.currency, adjustment.body
    name = code_words(body, adjustment.code)

    def money(text: str) -> str:
        return str(numbers.money(Decimal(text), currency))

    told = adjustment.explained
    sentences: list[str] = []
    steps, values = [_nights_step(told["nights"])], dict[str, Json]()
    for reason in told["reasons"]:
        sentences.append(SENTENCES[reason["code"]](reason["inputs"], money, name))
        steps += _steps(reason, money)
        values |= {value["path"]: value for value in reason["values"]}
    version = adjustment.to_version
    authority = {
        "values": list(values.values()),
        "digest": version.pack_digest,
        "version": version.pack_version,
    }
    first, every = authority_of(pack, authority, set(values), body)
    steps.append(
        {
            "text": "Each amount was rounded once, where it was decided; a difference is not rounded again",
            "value": "",
        }
    )
    return {
        "key": f"adjustment-{adjustment.public_id}", "sentence": " ".join(sentences), "steps": steps, "authority": first,
        "more_authority": every, "more_label": f"All {len(every)} values read",
        "notes": [{"head": "Why", "text": adjustment.reason}],
    }  # fmt: skip


def _nights_step(nights: Mapping[str, int]) -> Json:
    text = f"Nights: {numbers.number(nights['now'])} as now known, {numbers.number(nights['then'])} before"
    return {"text": text, "value": numbers.signed(nights["difference"])}


def _steps(reason: Json, money: Callable[[str], str]) -> list[Json]:
    inputs = reason["inputs"]
    steps = [{"text": words, "value": money(inputs[key])} for words, key in _STEPS[reason["code"]]]
    if Decimal(inputs.get("earlier", "0")):
        steps.append({"text": "Adjusted or put up for decision before", "value": signed(inputs["earlier"])})
    if reason["code"] != "adjustment.nights":
        last = "Open to decision by this line" if reason["code"] in _BY_DECISION else "Moves by this line"
        steps.append({"text": last, "value": signed(inputs["difference"])})
    return steps


_BY_DECISION = ("adjustment.to_decide", "adjustment.withdrawn")


def signed(amount: Any) -> str:
    """An amount with its sign, to the cent; nought without one."""
    number = Decimal(amount)
    return str(numbers.signed(number, 2)) if number else "0.00"


def row(adjustment: Any, *, links: bool) -> Json:
    """One adjustment as a table tells it: amounts, causes with the record behind each, and where it went."""
    return {
        "adjustment": adjustment,
        "name": code_words(adjustment.body, adjustment.code),
        "nights": numbers.signed(adjustment.nights) if adjustment.nights else "0",
        "amount": signed(adjustment.amount),
        "to_decide": signed(adjustment.to_decide) if adjustment.to_decide else "–",
        "reason": adjustment.reason,
        "causes": causes(adjustment.causes, links=links),
        "where": where(adjustment),
    }


def where(adjustment: Any) -> Json:
    """Where an adjustment is settled, in words with its address and the colour that repeats them."""
    target = adjustment.target
    if target is None:
        return {"text": "Waits for the line's next quarter", "href": "", "state": "warn"}
    href = reverse("statement", args=[target.public_id])
    if target.is_locked:
        return {"text": f"Settled in {target.label}", "href": href, "state": "ok"}
    return {"text": f"In {target.label}, not agreed yet", "href": href, "state": "info"}


def causes(rows: list[Json], *, links: bool) -> list[Json]:
    """Each record that changed, with its address where it still stands and the reader may open it."""
    return [
        {
            "text": cause["text"],
            "who": cause["who"],
            "why": cause["why"],
            "at": cause["at"],
            "href": reverse("placement", args=[cause["placement"]])
            if links and cause.get("placement")
            else "",
        }
        for cause in rows
    ]


def money_rows(version: Any, assessment: Any) -> list[Json]:
    """The money lines of earlier quarters that a version took in: by rule, and what was or will be decided."""
    facts = version.facts.get("adjustments", ())
    rows = [
        {
            "label": f"{code_words(version.body, fact['code'])}, {fact['from_period']}", "why": "why-money-adjustment",
            "working": fact["reason"], "amount": signed(fact["amount"]),
        }
        for fact in facts
        if Decimal(fact["amount"])
    ]  # fmt: skip
    if assessment is not None:
        return rows + [
            {
                "label": f"{code_words(version.body, row['code'])}, {row['label']}", "why": "why-money-adjustment",
                "working": f"Decided: {signed(row['approved'])} of {signed(row['offered'])}", "amount": signed(row["approved"]),
            }
            for row in assessment.adjustments
        ]  # fmt: skip
    return rows + [
        {
            "label": f"{code_words(version.body, fact['code'])}, {fact['from_period']}", "why": "why-money-adjustment",
            "working": f"Open to decision: {signed(fact['to_decide'])}", "amount": "not yet",
        }
        for fact in facts
        if Decimal(fact["to_decide"])
    ]  # fmt: skip
