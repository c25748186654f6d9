"""A choice by marks in words: each point, why an offer is not scored, and what to know of one that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks.presenters.leaving_out import flag_words
from homeward.apps.frameworks.presenters.leaving_out import reason_words as gateway_words
from homeward.apps.local_policy.lines import value_line
from homeward.apps.searches.models import Offer, Scoring
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Pack

Json = dict[str, Any]


def steps_words() -> Mapping[str, str]:
    return {
        "skills_marks": _("Marks for the skills of the carers, of %(out_of)s"),
        "lowest_price": _("Lowest weekly fee of those scored, for each child"),
        "own_price": _("Own weekly fee, for each child"),
        "fee_marks": _("Marks for the fee, of %(out_of)s: the most × lowest ÷ own"),
        "total_marks": _("Total, of %(out_of)s"),
        "rank": _("Place"),
    }


def figure(item: Json, homes: Mapping[str, str], body: Any, pack: Pack) -> Json:
    """One offer's total, opened as the house opens a figure."""
    told = item["explanations"]["total"]
    words = steps_words()
    steps = [
        {"text": words[step["code"]] % step["inputs"], "value": step["shown"], "rows": []}
        for step in told["steps"]
    ]
    steps[-1:-1] = [{"text": text, "value": "", "rows": []} for text in ties(item, homes)]
    values = [ValueUsed.from_json(v) for v in told["authority"]["values"]]
    first = [v for v in values if v.path.endswith(("_marks", "fee_points", "ties"))]
    return {
        "key": item["offer"], "steps": steps,
        "sentence": _("Place %(rank)s with %(total)s of %(out_of)s marks.") % told["inputs"],
        "authority": [value_line(pack, body, v) for v in first],
        "more_authority": [value_line(pack, body, v) for v in values if v not in first],
        "more_label": _("Every other value read"),
    }  # fmt: skip


def ties(item: Json, homes: Mapping[str, str]) -> list[str]:
    """With whom it is level, and what settled that."""
    found = []
    if item["tied_with"]:
        who = ", ".join(homes.get(code, code) for code in item["tied_with"])
        found.append(_("Level on marks with %(who)s") % {"who": who})
        settled = {
            "skills": _("Settled by the higher marks for skills"), "fee": _("Settled by the lower weekly fee"),
            "total": _("Settled by the total"),
        }  # fmt: skip
        found += [settled[key] for key in item["settled_by"]]
    if item["joint_with"]:
        who = ", ".join(homes.get(code, code) for code in item["joint_with"])
        found.append(_("Joint place with %(who)s") % {"who": who})
    return found


def not_scored_words(reason: Json, body: Any) -> str:
    """Why an offer is not scored."""
    own = {
        "skills_not_marked": _("Nobody gave it marks."),
        "no_fee": _("No weekly fee is offered."),
    }
    if reason["code"] == "marks_by_another_role":
        role = label_of(body, "marking_roles", reason["inputs"]["role"])
        return _("Its marks do not count: %(role)s does not give them.") % {"role": role}
    return own.get(reason["code"]) or gateway_words(reason, body)


def shown(scoring: Scoring, offers: Mapping[str, Offer], pack: Pack) -> Json:
    """A published result as its page shows it: those scored by place, those who are not with every reason."""
    body, result = scoring.body, scoring.result
    reasons = {row.offer.public_id: row.reason for row in scoring.marks.select_related("offer")}
    homes = {key: offer.home.name for key, offer in offers.items()}
    return {
        "out_of": result["out_of"],
        "scored": [
            {
                "offer": offers[item["offer"]], "item": item, "reason": reasons.get(item["offer"], ""),
                "flags": [flag_words(flag, body) for flag in item["flags"]],
                "figure": figure(item, homes, body, pack), "joint": bool(item["joint_with"]),
            }
            for item in result["scored"]
        ],
        "not_scored": [
            {"offer": offers[item["offer"]], "reasons": [not_scored_words(r, body) for r in item["reasons"]]}
            for item in result["not_scored"]
        ],
        "values": [value_line(pack, body, ValueUsed.from_json(v)) for v in result["values"]],
        "version": result["pack"]["version"],
    }  # fmt: skip
