"""The month of a care partner's line as tables: the strip of figures, nights by child, money line by line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from homeward.apps.statements.partnered.words import CODES, NIGHTS_OF, STATUSES, WHY_UNPAID, amount, flag_note
from homeward.apps.statements.presenters.words import Json, Words
from homeward.web import numbers
from homeward.web.dates import nights_short


def headline(version: Any) -> list[Json]:
    """Nights, what is due, tax, and what stands beside: balance or use of places."""
    decision, currency = version.decision, version.body.currency

    def money(text: str) -> str:
        return numbers.money(Decimal(text), currency)

    total = decision["total"]
    found = [
        {"label": "Nights paid", "value": numbers.number(decision["nights"]), "of": "of all children, each night once"},
        {"label": "Due", "value": money(total["amount"]), "of": "without GST", "href": "#why-total"},
        {"label": "Payable", "value": money(total["with_gst"]), "of": f"with GST of {money(total['gst'])}", "href": "#why-total"},
    ]  # fmt: skip
    if balance := decision["reconciliation"]:
        shown = money(balance["balance"])
        found.append(
            {"label": "Balance", "value": shown, "of": "delivered less paid", "href": "#why-reconciliation"}
        )
        return found
    use = next((line["use"] for line in decision["lines"] if line["use"]), None)
    if use:
        shown = (
            f"{numbers.number(use['used_nights'])} of {numbers.number(use['place_nights'])} nights of places"
        )
        found.append(
            {
                "label": "Use of places",
                "value": use["use_percent"],
                "unit": "%",
                "of": f"{shown}; changes no payment",
            }
        )
    else:
        found.append(
            {
                "label": "Delivered",
                "value": money(decision["delivered"]["amount"]),
                "of": "what the nights come to",
            }
        )
    return found


def children(decision: Json, facts: Json) -> list[Json]:
    """Nights by child: stays in the period, paid and unpaid, and why."""
    start, end = decision["period"]["start"], decision["period"]["end"]
    rows = []
    for line in decision["lines"]:
        for child in line["children"]:
            mine = [p for p in facts["placements"] if p["child"] == child["child"] and _in(p, start, end)]
            rows.append(
                {
                    "child": child["child"], "stay": "; ".join(_stay(p, start, end) for p in mine),
                    "nights": child["paid_nights"] + child["unpaid_nights"], "excluded": child["unpaid_nights"],
                    "counted": child["paid_nights"], "remarks": _remarks(child), "hot": bool(child["unpaid_nights"]),
                    "placements": [p["id"] for p in mine],
                }
            )  # fmt: skip
    return rows


def _in(stay: Json, start: str, end: str) -> bool:
    return bool(stay["start"] < end and (stay["end"] is None or stay["end"] > start))


def _stay(stay: Json, start: str, end: str) -> str:
    first, last = max(stay["start"], start), min(stay["end"] or end, end)
    if first == start and last == end:
        return "Whole month"
    ends = dt.date.fromisoformat(last) if last != end else None
    return nights_short((dt.date.fromisoformat(first), ends))


def _remarks(child: Json) -> str:
    states: dict[str, int] = {}
    for item in child["paid"]:
        if NIGHTS_OF[item["state"]]:
            states[item["state"]] = states.get(item["state"], 0) + item["nights"]
    causes: dict[str, int] = {}
    for item in child["unpaid"]:
        causes[item["cause"]] = causes.get(item["cause"], 0) + item["nights"]
    parts = [f"Paid{NIGHTS_OF[state]}: {n} nights" for state, n in states.items()]
    parts += [f"Not paid, {WHY_UNPAID[cause]}: {n} nights" for cause, n in causes.items()]
    return ". ".join(parts)


def money_table(version: Any, explained: dict[str, Json], invented: bool) -> Json:
    """Each line with its nights and rate; what is not due says why; tax is a line of its own."""
    decision, currency = version.decision, version.body.currency
    words = Words(version, None, links=False, rule="funding")
    rows = [
        {
            "label": CODES[m["code"]], "why": explained[f"money.{m['id']}"]["key"], "working": _working(m, words, decision),
            "amount": _shown(m),
        }
        for m in decision["money"]
    ]  # fmt: skip
    gst = Decimal(decision["total"]["gst"])
    working = "Of each line that is due, rounded to the cent"
    rows.append({"label": CODES["gst"], "why": "", "working": working, "amount": numbers.amount(gst)})
    return {
        "rows": rows,
        "total": numbers.money(Decimal(decision["total"]["with_gst"]), currency),
        "label": "Payable",
        "placeholder": invented or bool(decision["placeholders"]),
        "explained": [f"money.{m['id']}" for m in decision["money"]],
    }


def _shown(line: Json) -> str:
    """The amount; in brackets where it is told and not due."""
    found = numbers.amount(Decimal(line["amount"]))
    return found if line["status"] == "due" else f"({found})"


def _working(line: Json, words: Words, decision: Json) -> str:
    parts = []
    if line["code"] == "reconciliation":
        found = decision["reconciliation"]
        parts.append(f"Delivered {amount(words, found['actual'])} less paid {amount(words, found['paid'])}")
    if line.get("nights") is not None:
        of = f", {line['child']}" if line.get("child") else ""
        share = f" × {line['percent']} %" if line["percent"] != "100" else ""
        parts.append(f"{numbers.number(line['nights'])} nights × {amount(words, line['rate'])}{share}{of}")
    elif line.get("reason"):
        parts.append(str(line["reason"]))
    elif line.get("kind"):
        parts.append(str(line["kind"]).replace("_", " ").capitalize())
    if STATUSES[line["status"]]:
        parts.append(STATUSES[line["status"]].capitalize())
    return ". ".join(parts) or "As agreed"


def flag_notes(decision: Json, words: Words) -> list[Json]:
    """Flags, prompts and warnings of the records."""
    found = [flag_note(reason, words) for reason in (*decision["flags"], *decision["prompts"])]
    found += [
        {"head": "Record.", "text": f"{w['message']} {w['remedy']}", "state": "info", "child": None}
        for w in decision["warnings"]
    ]
    return found
