"""The sentences of the rule `funding`: each figure, each step of its working, each flag. The engine says codes and numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

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
from homeward.web.dates import nights_short, short_date

CODES = {
    "general_support": "General support", "additional_support": "Additional support", "individual": "Individual rate",
    "instalment": "Instalment", "variation": "Agreed change of the instalment", "paid_ahead": "Paid ahead",
    "ad_hoc": "Ad-hoc request", "property": "Property", "reconciliation": "Balance of what was paid", "gst": "GST",
}  # fmt: skip
MODELS = {"dynamic": "Dynamic", "fixed": "Fixed", "individualised": "Individualised"}
STATUSES = {
    "due": "", "delivered": "set against what is paid", "awaiting_approval": "waits for approval",
    "awaiting_evidence": "waits for evidence", "awaiting_incident": "waits for its incident record",
    "carried": "carried: nothing is decided or it is disputed", "repurposed": "used for something else",
}  # fmt: skip
BALANCES = {
    "settled": "nothing is owed", "payable": "owed to the partner", "carried": "carried to the next reconciliation",
    "carried_forward": "carried forward", "repurposed": "used for something else", "recovered": "recovered",
}  # fmt: skip
NIGHTS_OF = {"present": "", "absent": ", away with the home held open", "missing": ", missing from care"}
WHY_UNPAID = {
    "absence_over_limit": "away for longer than is paid without approval", "home_not_held_open": "away, the home not held open",
    "missing_not_paid": "missing from care, not paid",
}  # fmt: skip


def amount(words: Words, text: Any) -> str:
    return words.money(money_text(text))


def _due(i: Json, w: Words) -> str:
    status = STATUSES[i["status"]]
    return f"{CODES[i['code']]}: {amount(w, i['amount'])}" + (f", {status}." if status else ".")


STEP_WORDS = {"assess": "Confirmed", "send_back": "Sent back"}


# The first sentence of each figure, by the code of its explanation.
SENTENCES: dict[str, Sentence] = {
    **{f"funding.{code}": _due for code in CODES if code != "gst"},
    "funding.total": lambda i, w: (
        f"Due: {amount(w, i['amount'])}, with GST of {amount(w, i['gst'])} in all {amount(w, i['with_gst'])}."
    ),
    "funding.use": lambda i, w: (
        f"Places used on {nights(i['used'])}, empty on {nights(i['vacant'])}. For information: it changes no payment."
    ),
    "funding.paid_ahead": lambda i, w: f"Paid ahead: {_plain(i)}." if "percent" in i else _due(i, w),
    "funding.pool": lambda i, w: (
        "What was received, what the nights come to, and what the partner reports as used."
    ),
    "funding.balance": lambda i, w: f"Balance {amount(w, i['balance'])}: {BALANCES[i['status']]}.",
}


def _plain(i: Json) -> str:
    return f"{exact(i['percent'])} % of the year, over {i['months']} months"


def _rate(i: Json, w: Words) -> str:
    of = f" for {i['child']}" if i.get("child") else ""
    mode = {"top_up": ", on top of general support", "replace": ", in place of general support"}
    return f"{amount(w, i['rate'])} a night{of}{mode.get(i.get('mode') or '', '')}"


def _row(i: Json, w: Words) -> str:
    first, last = dt.date.fromisoformat(i["start"]), i.get("end")
    return f"{nights_short((first, dt.date.fromisoformat(last) if last else None))}{NIGHTS_OF[i['state']]}"


STEPS: dict[str, Sentence] = {
    "amount_given": lambda i, w: _given(i),
    "rounded_to_cents": lambda i, w: "Rounded to the cent" + (f", {STATUSES[i['status']]}" if STATUSES[i["status"]] else ""),
    "gst_of_line": lambda i, w: f"GST, {exact(i['percent'])} % of {amount(w, i['amount'])}",
    "instalment_agreed": lambda i, w: f"Instalment agreed ({i['name']})",
    "part_of_period": lambda i, w: f"For {nights(i['nights'])} of {i['of']}",
    "nights_paid": lambda i, w: f"Paid nights ({span(i)})",
    "rate_of_night": _rate,
    "absence_percent": lambda i, w: f"Paid at {exact(i['percent'])} % while the home is held open",
    "nights_times_rate": lambda i, w: f"{nights(i['nights'])} × {amount(w, i['rate'])}",
    "child_nights": lambda i, w: f"Nights of {i['child']}",
    "nights_in_a_row": _row,
    "yearly_amount": lambda i, w: f"{nights(i['nights'])} a year × {amount(w, i['rate'])}",
    "committed_amount": lambda i, w: f"Of it {exact(i['percent'])} % is paid ahead",
    "quarterly_instalment": lambda i, w: f"In {exact(i['quarters'])} quarters ({i['months']} months)",
    "instalment_of_quarter": lambda i, w: f"Quarter {i['quarter']} ({span(i)})",
    "received_in_all": lambda i, w: f"Received so far ({i['payments']} statements)",
    "delivered_in_all": lambda i, w: "What the nights come to",
    "used": lambda i, w: i["what"] or "Used",
    "used_in_all": lambda i, w: "Reported as used",
    "left": lambda i, w: "Received and not used",
    "counted_before": lambda i, w: f"{i['label']}, as it is known now",
    "part_of_line": lambda i, w: CODES[i["code"]] + (f" of {i['child']}" if i.get("child") else "") + f" ({span(i)})",
    "actual_of_line": lambda i, w: f"This period ({i['line']})",
    "actual_in_all": lambda i, w: "Delivered in all",
    "payment": lambda i, w: f"{i['reference'] or 'Paid'}, as both sides agreed it",
    "settled_before": lambda i, w: f"Less what was {BALANCES.get(i['outcome'] + 'd', i['outcome'])}",
    "paid_in_all": lambda i, w: "Paid in all",
    "balance": lambda i, w: f"Balance: {BALANCES[i['status']]}" + (", disputed" if i["disputed"] else ""),
    "line_due": lambda i, w: CODES[i["code"]],
    "sum_of_lines": lambda i, w: f"Sum of {i['lines']} lines",
    "sum_of_gst": lambda i, w: f"GST of each line at {exact(i['percent'])} %, added",
    "sum_with_gst": lambda i, w: "With GST",
    "place_nights": lambda i, w: f"{i['places']} places, each night",
    "used_nights": lambda i, w: "Nights used" + (f", {i['beyond']} beyond the places" if i["beyond"] else ""),
    "vacancy_nights": lambda i, w: "Nights empty",
    "use_percent": lambda i, w: f"{count(i['used'])} ÷ {count(i['of'])}",
    "cost_per_used_night": lambda i, w: "Cost of a used night, for information",
}  # fmt: skip
# Steps whose result is no amount.
NUMBERS = frozenset({
    "nights_paid", "child_nights", "nights_in_a_row", "place_nights", "used_nights", "vacancy_nights",
})  # fmt: skip
PERCENTS = frozenset({"use_percent", "absence_percent"})


def _given(i: Json) -> str:
    if "request" in i:
        return f"{i['reason']} " + (
            f"Approved by {i['approved_by']}." if i["approved_by"] else "Not approved yet."
        )
    if "cost" in i:
        return f"{i['kind'].replace('_', ' ').capitalize()}, " + (
            "evidence is kept" if i["evidence"] else "without evidence"
        )
    return i.get("reason") or "As recorded"


def _spans(ranges: list[Json]) -> str:
    found = [
        (dt.date.fromisoformat(r["start"]), dt.date.fromisoformat(r["end"]) if r["end"] else None)
        for r in ranges
    ]
    return ", ".join(nights_short(r) for r in found)


def _unpaid(i: Json, w: Words) -> str:
    why = "; ".join(WHY_UNPAID[c] for c in i["causes"])
    return f"{i['child']}: {nights(i['nights'])} not paid ({_spans(i['ranges'])}), {why}."


def _level(i: Json, w: Words) -> str:
    level = label_of(w.body, "support_levels", i["support_level"])
    return f"The line is {i['method']} and of the support level {level}; the guidance names others for it."


# Flags and prompts: heading, and sentence.
FLAGS: dict[str, tuple[str, Callable[[Json, Words], str]]] = {
    "approval_not_asked": ("Approval.", lambda i, w: "Whether the partner was approved was not asked."),
    "agreement_not_asked": ("Agreement.", lambda i, w: "Whether the agreement is signed was not asked."),
    "line_not_in_force": ("Line.", lambda i, w: "The line is not in force on any night of this period."),
    "nights_outside_line": (
        "Outside the line.", lambda i, w: f"{i['child']}: the line is not in force on {_spans(i['ranges'])}.",
    ),
    "stays_overlap": (
        "Two stays.", lambda i, w: f"{i['child']} has two stays on {_spans(i['ranges'])}; each night is paid once.",
    ),
    "absence_nights_not_paid": ("Absence.", _unpaid),
    "rate_without_notice": (
        "Notice.",
        lambda i, w: f"The rate changes on {short_date(dt.date.fromisoformat(i['from']))}; no day of notice is recorded.",
    ),
    "additional_rate_ended_at_review": (
        "Review.", lambda i, w: f"{i['child']}: the additional rate ended at its review and was not renewed.",
    ),
    "more_children_than_places": ("Places.", lambda i, w: f"More children than places on {nights(i['nights'])}."),
    "support_level_not_typical": ("Support level.", _level),
    "instalment_goes_on": ("Empty place.", lambda i, w: "The instalment goes on for an empty place; its nights are reported."),
    "empty_place_not_paid": ("Empty place.", lambda i, w: "An empty place is not paid on this model."),
    "ad_hoc_request_prompted": (
        "Ask for funding.",
        lambda i, w: f"By the agency’s decision {nights(i['nights'])} of a place stood empty ({span(i)}); a request may be made.",
    ),
}  # fmt: skip


def flag_note(reason: Json, words: Words) -> Json:
    """A flag as heading, sentence and weight. One nobody named yet reads as its code."""
    head, telling = FLAGS.get(
        reason["code"], (f"{reason['code'].replace('_', ' ').capitalize()}.", lambda i, w: "")
    )
    inputs = reason["inputs"]
    return {"head": head, "text": telling(inputs, words), "state": "warn", "child": inputs.get("child")}
