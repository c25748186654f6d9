"""One line of working, in words: every step the rule can take has its sentence here."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from homeward.apps.core.vocabulary import label_of
from homeward.apps.statements.partnered import words as partnered
from homeward.apps.statements.presenters import loadings
from homeward.apps.statements.presenters.adjusting import code_words
from homeward.apps.statements.presenters.figures import GROWTH_STATUS
from homeward.apps.statements.presenters.words import (
    STATES,
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

STEPS: dict[str, Sentence] = {
    "child_nights": lambda i, w: f"Nights of {i['child']}",
    "segment_counted": lambda i, w: f"{span(i)}{_as_states(i, w)}",
    "segment_excluded": lambda i, w: f"{span(i)}, not counted: {w.not_counted(i['reason'])}",
    "placement": lambda i, w: f"Placement in home {i['home']}, {span(i)}" + (f". Source: {i['source']}" if i["source"] else ""),
    "nights_stayed": lambda i, w: "Nights stayed in the quarter, each child once a night",
    "excluded_nights": lambda i, w: f"Less nights {w.not_counted(i['reason'])}",
    "nights_counted": lambda i, w: "Actual nights",
    "actual_nights": lambda i, w: "Actual nights",
    "contracted_nights": lambda i, w: "Contracted nights",
    "target_nights": lambda i, w: f"{count(i['placements'])} placements × {nights(i['nights'])} ({span(i)})",
    "target": lambda i, w: f"Target of {count(i['placements'])} placements ({span(i)})",
    "divide": lambda i, w: f"{count(i['numerator'])} ÷ {count(i['denominator'])} = {exact(i['exact'])}, shown to one decimal",
    "nothing_contracted": lambda i, w: "Nothing is contracted: a share cannot be worked out",
    "band": lambda i, w: f"Level {i['level']} begins at {count(i['at_least'])} %",
    "band_reached": lambda i, w: f"Level {i['level']} begins at {count(i['at_least'])} %: reached",
    "same_level_again": lambda i, w: f"Level {i['level']} again, quarter after quarter",
    "response": lambda i, w: f"Asks for: {label_of(w.body, 'level_responses', i['response'])}",
    "price_not_configured": lambda i, w: "No price is recorded",
    "quarterly_base_unit": lambda i, w: (
        f"Base unit a quarter: {w.money(money_text(i['annual']))} a year ÷ 4" if i["method"] == "quarter_of_annual"
        else f"Base unit a quarter: {w.money(money_text(i['annual']))} a year × nights ÷ days of the year"
    ),
    "part_of_quarter": lambda i, w: f"In force for {count(i['nights'])} of {count(i['of'])} nights",
    "nights_above_target": lambda i, w: f"{count(i['actual'])} actual less {count(i['contracted'])} contracted nights",
    "placements": lambda i, w: f"{nights(i['nights'])} ÷ {count(i['base_nights'])} nights, in placements",
    "payment": lambda i, w: "Growth payment, without loading" + GROWTH_STATUS.get(i["status"], ""),
    "threshold_nights": lambda i, w: f"{count(i['percent'])} % of {count(i['contracted'])} contracted nights",
    "nights_below_threshold": lambda i, w: f"{count(i['edge'])} less {count(i['actual'])} actual nights, not below 0",
    "limit": lambda i, w: "Upper limit of the abatement",
    "over_target": lambda i, w: (
        f"{span(i)}: {i['occupied']} residents, target {i['target']}, {i['approved']} more approved; too many"
    ),
    "nights_at_week_price": lambda i, w: (
        f"{nights(i['nights'])} × {w.money(money_text(i['rate']))} a week ÷ 7 ({span(i)})"
    ),
    "nights_at_rate": lambda i, w: f"{nights(i['nights'])} × {w.money(money_text(i['rate']))} ({span(i)})",
    "adjustment": lambda i, w: (
        f"{code_words(w.body, i['of'])} of {i['from_period']}: {i['reason']}"
        + (f" Open to decision: {w.money(i['to_decide'])}." if Decimal(i["to_decide"]) else "")
    ),
    "amount": lambda i, w: "Amount, rounded once to the cent",
    **loadings.STEPS,
}  # fmt: skip
ROWS_LABEL = {
    "child_nights": "Night by night",
    "nights_stayed": "Child by child",
    "loading_nights": "Child by child",
}
_MONEY_STEPS = {
    "adjustment",
    "quarterly_base_unit",
    "part_of_quarter",
    "payment",
    "limit",
    "amount",
    *loadings.MONEY_STEPS,
}
_PLACEMENT_STEPS = {
    "placements",
    "loading_actual",
    "loading_contract",
    "loading_difference",
    "review_proposed",
}
_WHOLE_STEPS = {
    "nights_stayed",
    "nights_counted",
    "actual_nights",
    "contracted_nights",
    "target_nights",
    "loading_nights",
    "child_nights",
    "threshold_nights",
}


def _as_states(i: Json, w: Words) -> str:
    states = [STATES.get(s) or w.care_type(s) for s in i["states"]]
    return f", {', '.join(states)}" if states else ""


def _value(step: Json, words: Words) -> str:
    code, text = step["code"], step["shown"]
    if words.rule == "funding":
        return _funding_value(code, text, words)
    if code in _MONEY_STEPS:
        return words.money(text) if text != "n/a" else "n/a"
    if code in _PLACEMENT_STEPS:
        return numbers.placements(text) if text != "n/a" else text
    if code in ("excluded_nights", "segment_excluded"):
        return f"\u2212 {text}"
    if code == "divide":
        return f"{text} %"
    if code in ("band", "band_reached", "same_level_again"):
        return f"Level {text}" if code != "band" else ""
    if code in ("placement", "response", *loadings.SILENT_STEPS):
        return ""
    return numbers.number(int(text)) if code in _WHOLE_STEPS and text.isdigit() else text


def _funding_value(code: str, text: str, words: Words) -> str:
    if code in partnered.PERCENTS:
        return f"{text} %"
    if code in partnered.NUMBERS or text == "n/a":
        return text
    return words.money(text)


def present_step(step: Json, words: Words) -> Json:
    telling = partnered.STEPS if words.rule == "funding" else STEPS
    presented: Json = {"text": telling[step["code"]](step["inputs"], words), "value": _value(step, words)}
    if step["code"] in ("placement", "carried_by") and words.links:
        presented["href"] = reverse("placement", args=[step["inputs"]["placement"]])
    if step["steps"]:
        presented["rows"] = [present_step(s, words) for s in step["steps"]]
        presented["rows_label"] = ROWS_LABEL.get(step["code"], "The record behind it")
    return presented
