"""The working of each point of a ranking, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homeward.apps.local_policy.lines import value_line
from homeward.kernel.reasons import ValueUsed
from homeward.kernel.rounding import shown
from homeward.policy import Pack

Json = dict[str, Any]
FIGURES = ("quality", "price", "total", "rank")
BASIS = {
    "quality": gettext_lazy("of quality"),
    "total": gettext_lazy("of the whole ranking"),
    "criteria_set": gettext_lazy("of the criteria"),
}


def explanations(item: Json, names: Json, body: Any, pack: Pack, key: str = "") -> list[Json]:
    """Quality, price, total and rank of one provider, each opened as the house opens a figure."""
    told = item["explanations"]
    return [_figure(name, told[name], names, body, pack, key) for name in FIGURES if name in told]


def _figure(name: str, told: Json, names: Json, body: Any, pack: Pack, key: str) -> Json:
    values = [ValueUsed.from_json(v) for v in told["authority"]["values"]]
    return {
        "key": f"{key}-{name}" if key else name,
        "sentence": _sentence(name, told["inputs"]),
        "steps": [_step(s, names) for s in told["steps"]],
        "authority": [value_line(pack, body, v) for v in values if _is_first(name, v)],
        "more_authority": [value_line(pack, body, v) for v in values if not _is_first(name, v)],
        "more_label": _("Every other value read"),
    }


def _sentence(name: str, inputs: Json) -> str:
    if name == "quality":
        return _("Quality of the year: %(score)s of 100.") % inputs
    if name == "price":
        return _("Price: %(score)s of 100.") % inputs
    if name == "total":
        return _("Total: %(total)s, from quality %(quality)s and price %(price)s.") % inputs
    return _("Place %(rank)s with %(total)s points.") % inputs


# Which values a reader looks for first under each figure; the others open further.
FIRST = {
    "quality": ("ranking.reassessed_share", "ranking.reassessed_share_basis"),
    "price": ("ranking.price_points",),
    "total": ("ranking.quality_share", "ranking.price_share"),
    "rank": ("ranking.ties",),
}


def _is_first(name: str, value: ValueUsed) -> bool:
    return value.path in FIRST[name]


def _step(step: Json, names: Json) -> Json:
    told = STEPS[step["code"]](step["inputs"], names)
    value = step["shown"]
    return {"text": told, "value": value, "rows": [_step(s, names) for s in step["steps"]]}


def _percent(part: Any) -> str:
    exact = Fraction(part) * 100
    return f"{shown(exact, 2).rstrip('0').rstrip('.')} %"


def _two(value: Any) -> str:
    return shown(Fraction(value), 2)


def _provider(names: Json, code: str) -> str:
    return str(names["providers"].get(code, _("another provider")))


def _term(inputs: Mapping[str, Any], names: Json, source: str) -> str:
    told = {
        "weight": _percent(inputs["weight"]),
        "score": _two(inputs["score"]),
        "what": names["criteria"].get(inputs.get("criterion") or "", source),
    }
    return _("%(what)s: %(weight)s × %(score)s") % told


def _quality(inputs: Mapping[str, Any], names: Json) -> str:
    told = {"share": _percent(inputs["reassessed"]), "basis": BASIS.get(inputs["basis"], inputs["basis"])}
    return (
        _("Quality of the year; %(share)s of quality is the yearly score (40 %% read as a share %(basis)s)")
        % told
    )


Say = Callable[[Mapping[str, Any], Json], str]
STEPS: dict[str, Say] = {
    "tender_score": lambda i, n: _("Score of the tender, of 100"),
    "annual_none": lambda i, n: (
        _("No yearly score for %(wanted_year)s or before: the tender’s stands for all") % i
    ),
    "annual_score": lambda i, n: _("Yearly score of %(year)s, of 100") % i,
    "annual_carried_forward": lambda i, n: (
        _("Stale: the yearly score of %(year)s stands for %(wanted_year)s") % i
    ),
    "quality_of_year": _quality,
    "tender_term": lambda i, n: _term(i, n, _("From the tender")),
    "annual_term": lambda i, n: _term(i, n, _("From the yearly score")),
    "lowest_price": lambda i, n: _("Lowest weekly price of those ranked"),
    "own_price": lambda i, n: _("Own weekly price"),
    "price_points": lambda i, n: _("100 × lowest price ÷ own price"),
    "quality_points": lambda i, n: (
        _("Quality: %(weight)s × %(score)s") % {"weight": _percent(i["weight"]), "score": _two(i["score"])}
    ),
    "price_share_points": lambda i, n: (
        _("Price: %(weight)s × %(score)s") % {"weight": _percent(i["weight"]), "score": _two(i["score"])}
    ),
    "total_points": lambda i, n: _("Total, rounded only to be shown"),
    "ranked_on_exact_total": lambda i, n: _("Ranked on the exact total"),
    "total_shown_alike": lambda i, n: _("Shown alike with another total, but not the same"),
    "tied_on_total": lambda i, n: (
        _("Level on points with %(who)s") % {"who": ", ".join(_provider(n, c) for c in i["tied_with"])}
    ),
    "tie_settled_by_total": lambda i, n: _("Settled by the total"),
    "tie_settled_by_quality": lambda i, n: _("Settled by the higher quality of the year"),
    "tie_settled_by_price": lambda i, n: _("Settled by the lower weekly price"),
    "joint_rank": lambda i, n: (
        _("Joint place with %(who)s") % {"who": ", ".join(_provider(n, c) for c in i["joint_with"])}
    ),
    "rank": lambda i, n: _("Place"),
}
