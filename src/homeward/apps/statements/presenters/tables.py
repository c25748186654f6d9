"""The strip of figures, nights by child, and the money table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements import figures
from homeward.apps.statements.presenters import adjusting, loading_tables
from homeward.apps.statements.presenters.words import STATES
from homeward.engine.loadings.due import CODE as CONTRACT_LOADING
from homeward.engine.utilisation.funding import ADJUSTMENT
from homeward.web import numbers
from homeward.web.dates import nights_short

Json = dict[str, Any]


def headline(version: Any) -> list[Json]:
    """The four figures at the head of a statement."""
    decision, currency = version.decision, version.body.currency
    if not decision["line"]["in_utilisation"]:
        amount = numbers.money(figures.base_payable(decision), currency)
        return [
            {
                "label": "Nights paid",
                "value": numbers.number(decision["nights"]["paid"] or 0),
                "of": "fee for service",
            },
            {"label": "Payable", "value": amount, "of": "nights × price a night"},
            {"label": "Utilisation", "value": "n/a", "of": "paid per night: no target"},
            {"label": "Growth and abatement", "value": "n/a", "of": "paid per night: neither applies"},
        ]
    share, level = decision["share"], decision["level"]
    contracted = decision["contracted"]["nights"]
    return [
        {
            "label": "Share of target", "value": share["shown"], "unit": "%" if share["exact"] else "",
            "of": f"{numbers.number(share['numerator'])} of {numbers.number(contracted)} contracted nights", "href": "#why-share",
        },
        {"label": "Level", "value": level["code"] or "n/a", "of": _level_words(level), "href": "#why-level"},
        {"label": "Growth", "value": _growth(decision), "of": _growth_words(decision), "href": "#why-growth"},
        {
            "label": "Abatement limit", "value": _limit(decision, currency), "of": "the most that may be decided",
            "href": "#why-abatement_limit",
        },
        *loading_tables.headline(decision, currency),
    ]  # fmt: skip


def _level_words(level: Json) -> str:
    if level["status"] != "assessed":
        return level["status"].replace("_", " ")
    better: Json | None = None
    for band in level["bands"]:
        if band["level"] == level["code"]:
            break
        better = band
    return f"below {better['at_least']} %" if better else f"from {level['bands'][0]['at_least']} %"


def _growth(decision: Json) -> str:
    placements = decision["growth"]["placements"]
    return (
        numbers.placements(placements["shown"]) if placements and placements["exact"] is not None else "n/a"
    )


def _growth_words(decision: Json) -> str:
    return "placements over" if _growth(decision) != "n/a" else "not for this line"


def _limit(decision: Json, currency: str) -> str:
    limit = figures.abatement_limit(decision)
    return numbers.money(limit, currency) if limit is not None else "n/a"


def children(decision: Json, facts: Json, body: Any = None) -> list[Json]:
    """Nights by child: the stay in the quarter, counted and not counted, and what else is to be said."""
    start, end = decision["period"]["start"], decision["period"]["end"]
    placements = {p["id"]: p for p in facts["placements"]}
    rows = []
    for row in decision["children"]:
        mine = [placements[p] for p in row["placements"]]
        rows.append(
            {
                "child": row["child"],
                "stay": "; ".join(_stay(p, start, end) for p in mine),
                "nights": row["nights"] + row["excluded"],
                "excluded": row["excluded"],
                "counted": row["nights"],
                "remarks": _remarks(row, body),
                "hot": bool(row["excluded"] or row["flags"]),
                "placements": row["placements"],
            }
        )
    return rows


def _stay(placement: Json, start: str, end: str) -> str:
    first, last = max(placement["start"], start), min(placement["end"] or end, end)
    if first == start and last == end:
        return "Whole quarter"
    if placement["end"] and placement["end"] <= first:
        return "No night"
    shown_end = (
        dt.date.fromisoformat(placement["end"]) if placement["end"] and placement["end"] < end else None
    )
    return nights_short((dt.date.fromisoformat(first), shown_end))


def _remarks(row: Json, body: Any) -> str:
    """Inclusions and exclusions with their nights, shown apart; then flags."""
    included: dict[str, int] = {}
    excluded: dict[str, int] = {}
    for segment in row["segments"]:
        if not segment["counted"]:
            excluded[segment["reason"]] = excluded.get(segment["reason"], 0) + segment["excluded_nights"]
            continue
        for state in segment["states"]:
            if state in STATES:
                included[state] = included.get(state, 0) + segment["counted_nights"]
    parts = [f"Included: {STATES[s]}, {n} nights" for s, n in included.items()]
    parts += [f"Not counted: {_why(r, body)}, {n} nights" for r, n in excluded.items()]
    parts += [f"Flag: {f.replace('_', ' ')}" for f in row["flags"]]
    return ". ".join(parts)


def _why(reason: str, body: Any) -> str:
    if reason == "hold":
        return "on hold by the department"
    return label_of(body, "care_types", reason).lower() if body is not None else reason.replace("_", " ")


def totals(rows: list[Json]) -> Json:
    """The foot of the table of children."""
    return {key: sum(r[key] for r in rows) for key in ("nights", "excluded", "counted")}


def money_table(version: Any, explained: dict[str, Json], assessment: Any, invented: bool) -> Json:
    """Money line by line; what is not decided says so instead of a number."""
    decision, currency = version.decision, version.body.currency
    placeholder = (
        invented
        or bool(
            {"funding.quarter_price", "funding.abatement_price", "weekly.night_price"}
            & set(decision["placeholders"])
        )
        or loading_tables.rests_on_placeholder(decision)
    )
    rows = []
    for line in decision["money"]:
        code, amount = line["code"], Decimal(line["amount"])
        if code in ("growth", ADJUSTMENT) or code.startswith((loading_tables.PREFIX, CONTRACT_LOADING)):
            continue
        label = {"base": "Base payment", "per_night": "Nights delivered",
                 "per_week": "Nights delivered, at a seventh of the weekly price"}[code]  # fmt: skip
        rows.append({"label": label, "why": f"why-money-{code}",
                     "working": _first_step(explained, f"money.{code}"), "amount": numbers.amount(amount)})  # fmt: skip
    rows += loading_tables.contract_rows(decision, explained, version.body)
    if decision["line"]["in_utilisation"]:
        rows.append(_growth_row(decision, explained, assessment))
        rows.append(_abatement_row(decision, assessment, currency))
    rows += loading_tables.money_rows(decision, explained, assessment, version.body)
    rows += adjusting.money_rows(version, assessment)
    payable = assessment.payable_amount if assessment else figures.base_payable(decision)
    open_ended = decision["line"]["in_utilisation"] and not assessment
    label = "Payable before growth and abatement are decided" if open_ended else "Payable"
    return {
        "rows": rows,
        "total": numbers.money(payable, currency),
        "label": label,
        "placeholder": placeholder,
        "explained": [
            key for key in dict.fromkeys(f"money.{m['code']}" for m in decision["money"]) if key in explained
        ],
    }


def _first_step(explained: dict[str, Json], key: str) -> str:
    return ". ".join(s["text"] for s in explained[key]["steps"][:-1])


def _growth_row(decision: Json, explained: dict[str, Json], assessment: Any) -> Json:
    decided = numbers.amount(assessment.growth_amount) if assessment else None
    open_amount = figures.growth_payable(decision)
    return {
        "label": "Growth payment", "why": "why-growth", "working": explained["growth"]["sentence"],
        "amount": decided if decided is not None else ("0.00" if not open_amount else "not yet"),
    }  # fmt: skip


def _abatement_row(decision: Json, assessment: Any, currency: str) -> Json:
    limit = figures.abatement_limit(decision)
    if assessment:
        working = assessment.abatement_reason or "No abatement"
        return {"label": "Abatement", "why": "why-abatement_limit", "working": working,
                "amount": numbers.signed(-assessment.abatement_amount, 2)}  # fmt: skip
    if limit is None:
        working = "No limit could be worked out"
    elif limit == 0:
        return {
            "label": "Abatement",
            "why": "why-abatement_limit",
            "working": "Not below the level 3 threshold",
            "amount": "0.00",
        }
    else:
        working = f"Not decided. From {numbers.money(Decimal(0), currency)} to the limit of {numbers.money(limit, currency)}"
    return {"label": "Abatement", "why": "why-abatement_limit", "working": working, "amount": "not yet"}
