"""The working of a match's score in words: each criterion with points and weight, what was spread, the sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.lines import value_line
from homeward.engine.matching.rows import CRITERIA
from homeward.kernel.reasons import Explanation
from homeward.kernel.rounding import shown
from homeward.policy import Pack

Json = dict[str, Any]
LISTED = "match_criteria"
MET = {
    "full": gettext_lazy("met"), "part": gettext_lazy("partly met"), "no": gettext_lazy("not met"),
    "unknown": gettext_lazy("not said"),
}  # fmt: skip
# What else could not be checked or scored, besides a criterion or a need.
UNKNOWN = {
    "matching_exclusions": gettext_lazy("Matching exclusions: nobody was asked what the household is or has"),
    "limit": gettext_lazy("Whether it lies within the limit: a place is not known"),
    "out_of_area": gettext_lazy("Whether it lies in the authority’s own area"),
    "at_a_distance": gettext_lazy("Whether it lies beyond the adjoining areas"),
}


def criterion_name(body: Any, code: str) -> str:
    """A criterion by its name in the pack."""
    return label_of(body, LISTED, code)


def unknown_words(body: Any, code: str) -> str:
    """What could not be checked or scored, in words."""
    if code.startswith("need:"):
        return _("The need “%(need)s”: not said") % {"need": code.removeprefix("need:")}
    return str(UNKNOWN[code]) if code in UNKNOWN else criterion_name(body, code)


def figure(told: Explanation, body: Any, pack: Pack) -> Json:
    """The score of one place, opened as the house opens a figure."""
    score = str(told.inputs["score"])
    sentence = (
        _("Nothing that counts is known of this home, so it has no score.")
        if score == "unknown"
        else _("Score %(score)s of 100.") % {"score": trimmed(score)}
    )
    first = [value for value in told.authority.values if value.path == "matching.weight"]
    rest = [value for value in told.authority.values if value.path != "matching.weight"]
    return {
        "key": "score", "sentence": sentence, "steps": [_step(step.to_json(), body) for step in told.steps],
        "authority": [{**value_line(pack, body, v), "label": criterion_name(body, str(v.key))} for v in first],
        "more_authority": [value_line(pack, body, v) for v in rest], "more_label": _("Every other value read"),
    }  # fmt: skip


def trimmed(text: str) -> str:
    """A decimal without idle noughts.

    >>> trimmed("87.500"), trimmed("100.00")
    ('87.5', '100')
    """
    return text.rstrip("0").rstrip(".") if "." in text else text


def _step(step: Json, body: Any) -> Json:
    code, inputs = step["code"], step["inputs"]
    if code == "weight_spread":
        text, value = _spread(inputs, body), f"{trimmed(inputs['known'])} %"
    elif code == "score":
        text, value = _("Sum of what each adds, rounded once"), trimmed(step["shown"])
    elif code in CRITERIA:
        told = {
            "name": criterion_name(body, code), "why": WHY[code](inputs, body),
            "points": trimmed(inputs["points"]), "weight": trimmed(inputs["weight"]),
        }  # fmt: skip
        text = _("%(name)s: %(why)s. %(points)s points, weight %(weight)s %%") % told
        value = shown(Fraction(str(inputs["adds"])), 2)
    else:
        name, _underscore, status = code.partition("_")
        said = (
            _("not known, takes no part") if status == "unknown" else _("this referral does not ask for it")
        )
        text, value = f"{criterion_name(body, name)}: {said}", "–"
    return {"text": text, "value": value, "rows": []}


def _spread(inputs: Mapping[str, Any], body: Any) -> str:
    unknown = [criterion_name(body, code) for code in inputs["unknown"]]
    if not unknown:
        return _("Weight of what this referral asks for")
    return _("Weight of what is known; that of %(what)s is spread over it") % {"what": ", ".join(unknown)}


def _needs(inputs: Mapping[str, Any], body: Any) -> str:
    counts = {name: list(inputs["needs"].values()).count(name) for name in MET}
    return ", ".join(f"{n} {MET[name]}" for name, n in counts.items() if n)


def _siblings(inputs: Mapping[str, Any], body: Any) -> str:
    return _("%(together)s of %(siblings)s would live together") % inputs


def _language(inputs: Mapping[str, Any], body: Any) -> str:
    names = [get_language_info(code)["name_local"] for code in inputs["spoken"]]
    return _("the home lives in %(spoken)s") % {"spoken": ", ".join(names) or _("none that was said")}


def _price(inputs: Mapping[str, Any], body: Any) -> str:
    return _("%(price)s a week for each child, comparable placements %(comparable)s") % inputs


WHY: dict[str, Callable[[Mapping[str, Any], Any], str]] = {
    "needs": _needs,
    "distance": lambda i, b: _("%(miles)s miles in a straight line") % i,
    "siblings": _siblings,
    "school": lambda i, b: str(MET[i["school"]]),
    "language": _language,
    "quality": lambda i, b: _("%(quality)s of 100 in the published ranking") % i,
    "price": _price,
}
