"""The facts of a choice by marks, from the records, and what the rule makes of them. Nothing is decided here.

The method is the policy of the day it was opened on. A week's fee is that for each child, as in the comparison.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from homeward.apps.core.vocabulary import code_list
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.queries import latest
from homeward.apps.local_policy.lines import value_line
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.fees import fees_of, total_of, weekly_each
from homeward.apps.searches.models import GatewayWaiver, Offer, OfferMark, Scoring, Search
from homeward.engine.ranking import decide_mini_competition
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError

Json = dict[str, Any]
WAIVER_ROLES = "waiver_roles"
MARKS_ROLE, WAIVER_ROLE = "mini_competition.marks_role", "gateway.waiver_role"


def facts_of(
    scoring: Scoring, *, marks: Iterable[OfferMark] = (), waivers: Iterable[GatewayWaiver] = ()
) -> Json:
    """What the rule reads, as the records stand now. `marks` and `waivers` stand in as if they were saved."""
    search = scoring.search
    offers = live_offers(search)
    given = {row.offer_id: row for row in (*scoring.marks.all(), *marks)}
    known = latest(search.body, [offer.home for offer in offers], search.body.today)
    saved = GatewayWaiver.objects.filter(offer__in=offers, state=GatewayWaiver.State.GIVEN)
    waived = {(w.offer_id, w.inspection_id): w for w in (*saved.select_related("decided_by"), *waivers)}
    size = max(1, search.referral.children.count())
    return {
        "on": scoring.body.day_of(scoring.opened_at).isoformat(),
        "start_by": search.referral.needed_by.isoformat(),
        "offers": [
            _offer(offer, size, given.get(offer.pk), known.of(offer.home), waived) for offer in offers
        ],
    }


def _offer(
    offer: Offer,
    size: int,
    mark: OfferMark | None,
    inspection: Inspection | None,
    waived: dict[Any, GatewayWaiver],
) -> Json:
    told: Json = {"id": offer.public_id}
    fees = fees_of(offer)
    fee = weekly_each(total_of(fees[0][1]), size) if fees else None
    if fee is not None and fee > 0:
        told["weekly_fee"] = format(fee, "f")
    if mark is not None and mark.skills is not None:
        told |= {"skills": format(mark.skills, "f"), "marked_as": mark.given_as}
    if inspection is not None:
        told["inspection"] = {"on": inspection.inspected_on.isoformat()}
        if inspection.grade:
            told["inspection"]["grade"] = inspection.grade
        if waiver := waived.get((offer.pk, inspection.pk)):
            told["waiver"] = _waiver(waiver)
    return told


def _waiver(waiver: GatewayWaiver) -> Json:
    assert waiver.decided_by is not None and waiver.decided_at is not None
    return {
        "by": waiver.decided_by.name, "role": office_of(waiver.body, waiver.decided_as), "reason": waiver.note,
        "on": waiver.body.day_of(waiver.decided_at).isoformat(),
    }  # fmt: skip


def office_of(body: Any, role: str) -> str:
    """The office of the pack's list that somebody in a role holds: the one that waives, if the role holds it."""
    known = code_list(body, WAIVER_ROLES)
    if known is None:
        return role
    held = [code for code in known.codes if known.attribute(code, "role") == role]
    wanted = waiving_office(body)
    return wanted if wanted in held else next(iter(held), role)


def waiving_office(body: Any) -> str:
    """The office that may waive, by the policy of today."""
    try:
        return str(pack_of(body).policy().value(WAIVER_ROLE, on=body.today))
    except PolicyValueError:
        return ""


def waiving_role(body: Any) -> str:
    """The role of this product that holds that office; empty where the pack names none."""
    known = code_list(body, WAIVER_ROLES)
    return str(known.attribute(waiving_office(body), "role") or "") if known else ""


def marking_roles(scoring: Scoring) -> list[str]:
    """The roles that give marks, by the policy of the day it was opened on; empty where it names none."""
    day = scoring.body.day_of(scoring.opened_at)
    try:
        return [str(code) for code in pack_of(scoring.body).policy().value(MARKS_ROLE, on=day)]
    except PolicyValueError:
        return []


def decided(scoring: Scoring, facts: Json | None = None) -> Json:
    """What the rule makes of the facts. Raises Refusal with every problem."""
    told = facts_of(scoring) if facts is None else facts
    return decide_mini_competition(told, pack_of(scoring.body).policy()).to_json()


def why_not(scoring: Scoring, facts: Json | None = None) -> list[Reason]:
    """Why the rule cannot be followed: the start is too near, or a figure is wrong."""
    try:
        decided(scoring, facts)
    except Refusal as refusal:
        return reasons_of(refusal, scoring.search)
    return []


def reasons_of(refusal: Refusal, search: Search) -> list[Reason]:
    """The rule's problems as reasons of a refusal."""
    found = []
    for problem in refusal.problems:
        if problem.code == "start_too_near_to_score":
            told = {"day": search.referral.needed_by.isoformat(), "message": problem.message}
            found.append(Reason("scoring.too_near", told))
        else:
            field = "skills" if (problem.column or "").endswith("skills") else ""
            told = {"message": problem.message, "remedy": problem.remedy, "field": field}
            found.append(Reason("scoring.rule_refuses", told))
    return found


def unscored(result: Json) -> dict[str, list[Json]]:
    """Why each offer is not scored, by its id."""
    return {item["offer"]: item["reasons"] for item in result["not_scored"]}


def digest_of(data: Any) -> str:
    """SHA-256 of the canonical text."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def own_part(result: Json, offer: str) -> Json:
    """What one provider may read of a result: marks for skills, and why it was not scored. Nothing from which the others
    could be known: place and total speak of them, and from marks for the fee the lowest fee can be worked out."""
    item = next((row for row in result["scored"] if row["offer"] == offer), None)
    reasons = [] if item else unscored(result).get(offer, [])
    return {
        "is_scored": item is not None,
        "skills": item["skills"]["shown"] if item else None,
        "out_of": result["out_of"]["skills"],
        "reasons": reasons,
    }


def published_of(search: Search) -> Scoring | None:
    """The choice by marks that counts for a search."""
    found: Scoring | None = search.scorings.filter(state=Scoring.State.PUBLISHED).first()
    return found


def record_of(search: Search, offer: Offer) -> Json | None:
    """What a decision keeps of the published choice by marks; None where none was published."""
    found = published_of(search)
    if found is None:
        return None
    item = next((row for row in found.result["scored"] if row["offer"] == offer.public_id), None)
    return {
        "scoring": found.public_id, "number": found.number, "digest": found.digest,
        "rank": item["rank"] if item else None, "total": item["total"]["shown"] if item else None,
        "out_of": found.result["out_of"]["total"], "scored": len(found.result["scored"]),
        "placeholders": found.result["placeholders"],
    }  # fmt: skip


SHOWN = (
    "mini_competition.gateway", "gateway.failing_grades", WAIVER_ROLE, "mini_competition.skills_marks", MARKS_ROLE,
    "mini_competition.fee_marks", "mini_competition.fee_points", "mini_competition.ties", "mini_competition.least_days",
)  # fmt: skip


def method_lines(body: Any, scoring: Scoring | None = None, paths: tuple[str, ...] = SHOWN) -> list[Json]:
    """The method as it will be followed, value by value; what the policy lacks is left out, and the rule names it."""
    pack = pack_of(body)
    policy = pack.policy()
    day = body.day_of(scoring.opened_at) if scoring else body.today
    found = []
    for path in paths:
        try:
            found.append(value_line(pack, body, policy.look(path, on=day)))
        except PolicyValueError:
            continue
    return found


def most_for_skills(scoring: Scoring) -> int | None:
    """The most marks for skills, by the policy of the day it was opened on."""
    day = scoring.body.day_of(scoring.opened_at)
    try:
        return int(pack_of(scoring.body).policy().value("mini_competition.skills_marks", on=day))
    except PolicyValueError:
        return None
