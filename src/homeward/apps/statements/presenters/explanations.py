"""Each figure's sentence and working. One presenter a code; a code without one is a mistake a test finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements.presenters.authority import authority_of, touched_by
from homeward.kernel.rounding import shown
from homeward.policy import Pack
from homeward.web import numbers
from homeward.web.dates import nights_short

Json = dict[str, Any]
NOT_COUNTED = {"hold": "on hold by the department", "disallowed": "disallowed by a validator"}
STATES = {
    "missing": "missing",
    "absent": "absent, whereabouts known",
    "shared_care": "shared care",
    "provider_pause": "paused by the provider",
    "two_records": "two records",
}


class Words:
    """The words one statement needs: its body's code lists and the page of each placement."""

    def __init__(self, statement: Any, pack: Pack, *, links: bool) -> None:
        self.body, self.pack, self.currency, self.links = statement.body, pack, statement.body.currency, links

    def care_type(self, code: str) -> str:
        return label_of(self.body, "care_types", code).lower()

    def not_counted(self, reason: str) -> str:
        return (
            NOT_COUNTED.get(reason) or f"under {self.care_type(reason)}"
            if not reason.startswith("disallowed")
            else NOT_COUNTED["disallowed"]
        )

    def money(self, text: str | Decimal) -> str:
        return numbers.money(Decimal(text), self.currency)


def _span(inputs: Mapping[str, Any]) -> str:
    start, end = inputs.get("start"), inputs.get("end")
    return nights_short((dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None))


def _exact(text: Any, places: int = 6) -> str:
    """A fraction as a decimal cut for reading: exact where it ends, with an ellipsis where it does not."""
    value = Fraction(str(text))
    if (value * 10**places).denominator == 1:
        return numbers.number(Decimal(value.numerator) / Decimal(value.denominator))
    cut = Decimal(value.numerator * 10**places // value.denominator) / 10**places
    return f"{cut}…"


def _n(value: Any) -> str:
    return (
        numbers.number(int(value))
        if Fraction(str(value)).denominator == 1
        else shown(Fraction(str(value)), 2)
    )


def _nights(value: Any) -> str:
    return f"{_n(value)} night{'s' if str(value) != '1' else ''}"


Sentence = Callable[[Json, Words], str]
SENTENCES: dict[str, Sentence] = {
    "actual_nights": lambda i, w: (
        f"{_nights(i['actual'])} were delivered: {_n(i['stayed'])} stayed, {_n(i['excluded'])} of them not counted."
    ),
    "contracted_nights": lambda i, w: f"{_nights(i['contracted'])} are contracted in this quarter.",
    "share": lambda i, w: (
        f"The share is {i['shown']} %: {_nights(i['actual'])} were delivered of {_n(i['contracted'])} contracted"
        + (f", after {_nights(i['excluded'])} that do not count." if i["excluded"] else ".")
        if i["exact"] is not None else "There is no share: nothing is contracted in this quarter."
    ),
    "level": lambda i, w: _level_sentence(i),
    "growth": lambda i, w: _growth_sentence(i, w),
    "abatement_limit": lambda i, w: _limit_sentence(i, w),
    "exceed": lambda i, w: {
        "within_target": "The home was never above its target.",
        "over_target_approved": f"{_nights(i['over_target_nights'])} were above target, all of them approved.",
        "over_target_unapproved": f"{_nights(i['unapproved_nights'])} of {i['over_target_nights']} above target lack approval.",
    }[i["status"]],
    "money.base": lambda i, w: f"The base payment is {w.money(i['amount'])}.",
    "money.growth": lambda i, w: f"The growth payment is {w.money(i['amount'])}{GROWTH_STATUS[i['status']]}.",
    "money.per_night": lambda i, w: f"{w.money(i['amount'])} for nights delivered, at the agreed price a night.",
}  # fmt: skip
GROWTH_STATUS = {
    "payable_when_approved": ", payable when approved", "by_decision": ", payable only by a recorded decision",
    "not_payable": ", shown only: nothing is payable", "due": "",
}  # fmt: skip
LEVEL_WHY = {
    "period_not_a_quarter": "the period is not a financial quarter", "nothing_contracted": "nothing is contracted",
    "levels_not_configured": "no level bands are configured", "paid_per_night": "the line is paid per night",
}  # fmt: skip


def _level_sentence(i: Json) -> str:
    if i["status"] == "assessed":
        return f"Level {i['level']}, at a share of {i['shown']} %."
    return f"No level, because {LEVEL_WHY[i['why']]}."


def _growth_sentence(i: Json, w: Words) -> str:
    return {
        "none": "No growth: the line is not over its target.",
        "not_applicable": "Growth does not apply to this service type.",
        "not_assessed": "Growth belongs to a financial quarter and is not worked out here.",
        "shown_only": f"{i['placements']} placements over target. Respite has no growth payment: shown only.",
        "price_not_configured": f"{i['placements']} placements over target. No price is recorded, so no payment is worked out.",
        "by_decision": f"{i['placements']} placements over nothing contracted. Payable only by a recorded decision.",
        "payable_when_approved": f"{i['placements']} placements over target: {w.money(i['payment'] or 0)} when approved."
        + (f" Paid in {i['paid_in']}." if i["paid_in"] else ""),
    }[i["status"]]


def _limit_sentence(i: Json, w: Words) -> str:
    if i["status"] == "limited":
        most = f"At most {w.money(i['amount'])} may be abated, {i['placements']} placements."
        return f"{most} Whether anything is abated is a decision."
    return {
        "not_configured": "There is no abatement limit: no level bands are configured.",
        "not_assessed": "There is no abatement limit: the period is not a financial quarter.",
        "not_applicable": "Abatement does not apply to this line.",
        "price_not_configured": f"{i['placements']} placements below the threshold. No price is recorded, so no limit in money.",
    }[i["status"]]


STEPS: dict[str, Sentence] = {
    "child_nights": lambda i, w: f"Nights of {i['child']}",
    "segment_counted": lambda i, w: f"{_span(i)}{_as_states(i, w)}",
    "segment_excluded": lambda i, w: f"{_span(i)}, not counted: {w.not_counted(i['reason'])}",
    "placement": lambda i, w: f"Placement in home {i['home']}, {_span(i)}" + (f". Source: {i['source']}" if i["source"] else ""),
    "nights_stayed": lambda i, w: "Nights stayed in the quarter, each child once a night",
    "excluded_nights": lambda i, w: f"Less nights {w.not_counted(i['reason'])}",
    "nights_counted": lambda i, w: "Actual nights",
    "actual_nights": lambda i, w: "Actual nights",
    "contracted_nights": lambda i, w: "Contracted nights",
    "target_nights": lambda i, w: f"{_n(i['placements'])} placements × {_nights(i['nights'])} ({_span(i)})",
    "target": lambda i, w: f"Target of {_n(i['placements'])} placements ({_span(i)})",
    "divide": lambda i, w: f"{_n(i['numerator'])} ÷ {_n(i['denominator'])} = {_exact(i['exact'])}, shown to one decimal",
    "nothing_contracted": lambda i, w: "Nothing is contracted: a share cannot be worked out",
    "band": lambda i, w: f"Level {i['level']} begins at {_n(i['at_least'])} %",
    "band_reached": lambda i, w: f"Level {i['level']} begins at {_n(i['at_least'])} %: reached",
    "same_level_again": lambda i, w: f"Level {i['level']} again, quarter after quarter",
    "response": lambda i, w: f"Asks for: {label_of(w.body, 'level_responses', i['response'])}",
    "price_not_configured": lambda i, w: "No price is recorded",
    "quarterly_base_unit": lambda i, w: (
        f"Base unit a quarter: {w.money(_money_text(i['annual']))} a year ÷ 4" if i["method"] == "quarter_of_annual"
        else f"Base unit a quarter: {w.money(_money_text(i['annual']))} a year × nights ÷ days of the year"
    ),
    "part_of_quarter": lambda i, w: f"In force for {_n(i['nights'])} of {_n(i['of'])} nights",
    "nights_above_target": lambda i, w: f"{_n(i['actual'])} actual less {_n(i['contracted'])} contracted nights",
    "placements": lambda i, w: f"{_nights(i['nights'])} ÷ {_n(i['base_nights'])} nights, in placements",
    "payment": lambda i, w: "Growth payment, without loading" + GROWTH_STATUS.get(i["status"], ""),
    "threshold_nights": lambda i, w: f"{_n(i['percent'])} % of {_n(i['contracted'])} contracted nights",
    "nights_below_threshold": lambda i, w: f"{_n(i['edge'])} less {_n(i['actual'])} actual nights, not below 0",
    "limit": lambda i, w: "Upper limit of the abatement",
    "over_target": lambda i, w: (
        f"{_span(i)}: {i['occupied']} residents, target {i['target']}, {i['approved']} more approved; too many"
    ),
    "nights_at_rate": lambda i, w: f"{_nights(i['nights'])} × {w.money(_money_text(i['rate']))} ({_span(i)})",
    "amount": lambda i, w: "Amount, rounded once to the cent",
}  # fmt: skip
ROWS_LABEL = {"child_nights": "Night by night", "nights_stayed": "Child by child"}
_MONEY_STEPS = {"quarterly_base_unit", "part_of_quarter", "payment", "limit", "amount"}
_WHOLE_STEPS = {
    "nights_stayed",
    "nights_counted",
    "actual_nights",
    "contracted_nights",
    "target_nights",
    "child_nights",
    "threshold_nights",
}


def _money_text(value: Any) -> Decimal:
    return Decimal(shown(Fraction(str(value)), 2))


def _as_states(i: Json, w: Words) -> str:
    states = [STATES.get(s) or w.care_type(s) for s in i["states"]]
    return f", {', '.join(states)}" if states else ""


def _value(step: Json, words: Words) -> str:
    code, text = step["code"], step["shown"]
    if code in _MONEY_STEPS:
        return words.money(text) if text != "n/a" else "n/a"
    if code in ("excluded_nights", "segment_excluded"):
        return f"\u2212 {text}"
    if code == "divide":
        return f"{text} %"
    if code in ("band", "band_reached", "same_level_again"):
        return f"Level {text}" if code != "band" else ""
    if code in ("placement", "response"):
        return ""
    return numbers.number(int(text)) if code in _WHOLE_STEPS and text.isdigit() else text


def _step(step: Json, words: Words) -> Json:
    presented: Json = {"text": STEPS[step["code"]](step["inputs"], words), "value": _value(step, words)}
    if step["code"] == "placement" and words.links:
        presented["href"] = reverse("placement", args=[step["inputs"]["placement"]])
    if step["steps"]:
        presented["rows"] = [_step(s, words) for s in step["steps"]]
        presented["rows_label"] = ROWS_LABEL.get(step["code"], "The record behind it")
    return presented


def explanations(statement: Any, decision: Json, pack: Pack, *, links: bool = False) -> dict[str, Json]:
    """Every figure of a decision as sentence, working and authority, by its key.

    `links` leads from the working to each placement's page, for readers who may open it.
    """
    words = Words(statement, pack, links=links)
    told = {
        key: _whole_way(key, item, decision["explanations"]) for key, item in decision["explanations"].items()
    }
    touched = touched_by(decision)
    shown: dict[str, Json] = {}
    for key, item in told.items():
        first, every = authority_of(pack, item["authority"], touched)
        shown[key] = {
            "key": key.replace(".", "-"),
            "sentence": SENTENCES[key](item["inputs"], words),
            "steps": [_step(s, words) for s in item["steps"]],
            "authority": first,
            "more_authority": every,
            "more_label": f"All {len(every)} values read",
        }
    return shown


def _whole_way(key: str, item: Json, all_items: dict[str, Json]) -> Json:
    """The share's working told from the beginning: what was contracted, what was stayed, what does not count.

    The engine explains each figure once; the share names the two others, and here their working stands in its place.
    """
    if key != "share":
        return item
    actual, contracted = all_items["actual_nights"], all_items["contracted_nights"]
    by_child = [s for s in actual["steps"] if s["code"] == "child_nights"]
    stayed = [
        {**s, "steps": by_child} if s["code"] == "nights_stayed" else s
        for s in actual["steps"]
        if s["code"] != "child_nights"
    ]
    values = {v["path"]: v for e in (actual, contracted, item) for v in e["authority"]["values"]}
    inputs = {**item["inputs"], "excluded": actual["inputs"]["excluded"]}
    return {
        "inputs": inputs,
        "steps": [*contracted["steps"], *stayed, item["steps"][-1]],
        "authority": {**item["authority"], "values": list(values.values())},
    }
