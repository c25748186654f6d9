"""Loadings on the statement: the figure at its head, the table, the lines of money, the nights nobody has classed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from homeward.apps.statements.presenters.flags import spans
from homeward.apps.statements.presenters.loadings import NET, brief, category_words
from homeward.apps.statements.presenters.words import Json
from homeward.engine.loadings.due import CODE
from homeward.engine.loadings.rates import CLASS_RATE, RATE
from homeward.web import numbers

PREFIX = "loading."
RATES = (RATE, CLASS_RATE)
NO_MONEY = "No money at 0 %"


def loading_table(version: Any, assessment: Any) -> Json | None:
    """Category, contract, actual, difference, rate, money and limit; the net; nights without a class or status.

    None where the line's service carries no loadings.
    """
    decision, body = version.decision, version.body
    found = decision.get("loadings")
    if not found or found["status"] == "not_applicable":
        return None
    decided = {row["category"]: Decimal(row["amount"]) for row in _decided(assessment)}
    return {
        "status": found["status"],
        "rows": [_row(line, body, decided) for line in found["lines"]],
        "net": _net(found, decided),
        "gaps": _gaps(found["gaps"], body),
        "placeholder": "loadings.remoteness" in decision["placeholders"]
        or "loadings.remoteness" in found.get("placeholders", []),
        "explained": [f"loading.{line['category']}" for line in found["lines"]]
        + (["loading.net"] if found["net"] else []),
    }


def headline(decision: Json, currency: str) -> list[Json]:
    """The figure of loadings at the head of a statement: growth that is due, and what may be abated."""
    found = decision.get("loadings") or {}
    if found.get("status") != "assessed":
        return []
    settled = [found["net"]] if found["netted"] and found["net"] else found["lines"]
    growth = sum((Decimal(line["amount"]) for line in settled if line["status"] == "growth"), Decimal(0))
    limit = sum((Decimal(line["limit"] or 0) for line in settled), Decimal(0))
    return [
        {
            "label": "Loading growth",
            "value": numbers.money(growth, currency),
            "of": f"at most {numbers.money(limit, currency)} may be abated"
            if limit
            else "nothing may be abated",
            "href": "#loadings",
        }
    ]


def _decided(assessment: Any) -> list[Json]:
    return list(assessment.loading_abatements) if assessment else []


def _row(line: Json, body: Any, decided: dict[str, Decimal]) -> Json:
    contract, difference, rate = line["contract"], line["difference"], line["rate"]
    return {
        "label": category_words(body, line["category"]),
        "why": f"why-loading-{line['category']}",
        "contract": brief(contract["shown"]) if contract else "n/a",
        "actual": brief(line["actual"]["shown"]),
        "difference": numbers.signed_placements(difference["shown"]) if difference else "n/a",
        "rate": f"{rate['percent']} %" if rate else "n/a",
        "placeholder": bool(rate) and rate["standing"] == "placeholder",
        "amount": numbers.signed(Decimal(line["amount"]), 2) if line["amount"] is not None else "n/a",
        "outcome": _outcome(line, decided),
    }


def _outcome(line: Json, decided: dict[str, Decimal]) -> str:
    """What follows: growth is due, an abatement has a limit and is decided."""
    if line["status"] == "growth":
        return "Growth, due" if Decimal(line["amount"]) else NO_MONEY
    if line["status"] == "abatement" and not Decimal(line["limit"] or 0):
        return NO_MONEY
    if line["status"] == "abatement":
        if line["category"] in decided:
            return f"Abated: {numbers.amount(decided[line['category']])}"
        return f"Up to {numbers.amount(Decimal(line['limit']))}"
    return {
        "even": "On contract",
        "netted": "Netted",
        "not_configured": "No contract loading",
        "not_assessed": "Not a quarter",
        "price_not_configured": "No price",
        "rate_not_configured": "No rate",
    }[line["status"]]


def _net(found: Json, decided: dict[str, Decimal]) -> Json | None:
    net = found["net"]
    if net is None:
        return None
    words = "Net: shown, each category is settled by itself"
    if found["netted"]:
        words = "Net"
    line = {**net, "category": NET}
    return {
        "label": words,
        "amount": numbers.signed(Decimal(net["amount"]), 2),
        "outcome": _outcome(line, decided) if found["netted"] else "",
    }


def _gaps(gaps: list[Json], body: Any) -> list[Json]:
    """Homes without a class and children without a status, each with its nights."""
    return [
        {
            "code": code,
            "head": head,
            "rows": [
                {
                    "who": gap["child"],
                    "home": gap["home"],
                    "at": spans([gap]),
                    "nights": gap["nights"],
                }
                for gap in mine
            ],
            "nights": sum(gap["nights"] for gap in mine),
        }
        for code, head in (
            ("class_missing", "No remoteness class is recorded for the home"),
            ("status_missing", "The child's record says neither yes nor no"),
        )
        if (mine := [gap for gap in gaps if gap["code"] == code])
    ]


def contract_rows(decision: Json, explained: dict[str, Json], body: Any) -> list[Json]:
    """The contracted loadings that are due with the base payment, each with its working in brief."""
    found = decision.get("contract_loading") or {"lines": []}
    rows = []
    for line in found["lines"]:
        if line["status"] != "due":
            continue
        code = f"{CODE}{line['category']}"
        steps = [s["text"] for s in explained[f"money.{code}"]["steps"]]
        rows.append(
            {
                "label": f"Contract loading: {category_words(body, line['category'])}",
                "why": f"why-money-{code.replace('.', '-')}",
                "working": ". ".join(steps[:-1]),
                "amount": numbers.amount(Decimal(line["amount"])),
            }
        )
    return rows


def rests_on_placeholder(decision: Json) -> bool:
    """Whether money of loadings rests on a rate that no source gives."""
    keys = [
        f"money.{m['code']}" if m["code"].startswith(CODE) else m["code"]
        for m in decision["money"]
        if m["code"].startswith((CODE, PREFIX))
    ]
    values = (v for key in keys for v in decision["explanations"][key]["authority"]["values"])
    return any(v["standing"] == "placeholder" and v["path"] in RATES for v in values)


def money_rows(decision: Json, explained: dict[str, Json], assessment: Any, body: Any) -> list[Json]:
    """The loading lines of the money table: growth as it is due, abatements as they are decided or still open."""
    found = decision.get("loadings") or {"status": "not_applicable"}
    if found["status"] != "assessed":
        return []
    decided = {row["category"]: row for row in _decided(assessment)}
    settled = [{**found["net"], "category": NET}] if found["netted"] and found["net"] else found["lines"]
    rows = []
    for line in settled:
        category = line["category"]
        if not Decimal(line["amount"] or 0) or line["status"] not in ("growth", "abatement"):
            continue
        name = category_words(body, category)
        row = {"why": f"why-loading-{category}", "working": explained[f"loading.{category}"]["sentence"]}
        if line["status"] == "growth":
            rows.append(
                {**row, "label": f"Loading growth: {name}", "amount": numbers.amount(Decimal(line["amount"]))}
            )
            continue
        amount = "not yet"
        if assessment:
            done = decided.get(category)
            amount = numbers.signed(-Decimal(done["amount"]), 2) if done else "0.00"
            row["working"] = (done or {}).get("reason") or "No abatement"
        rows.append({**row, "label": f"Loading abatement: {name}", "amount": amount})
    return rows
