"""What the panel makes of the proposal, child by child: agreed, changed or refused, with dissent.

All of it goes through the panel's row: two people who decide at once do so one after the other, and the second is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.core import audit
from homeward.apps.core.refusals import present, refuse_if
from homeward.apps.core.vocabulary import label_of
from homeward.apps.core.writing import service
from homeward.apps.panels.models import Dissent, Panel, PanelItem, Proposal
from homeward.apps.panels.queries import (
    first_proposal,
    homes_at_stake,
    interest_in,
    newest_proposals,
    places_of,
    unit_of,
)
from homeward.apps.panels.services.planning import NAMED, locked
from homeward.apps.panels.totals import facts_to_count_by, figures
from homeward.apps.panels.withdrawn import standing_items
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.standing import Asked, standings_of
from homeward.engine.allocation.chosen import NotAllowed, Put
from homeward.engine.allocation.facts import AllocationFacts
from homeward.kernel.reasons import Reason

Json = dict[str, Any]
Outcome, State = PanelItem.Outcome, Panel.State
DECIDE, DISSENT = "This decision cannot be recorded", "This dissent cannot be recorded"


@service("decide_item", DECIDE)
def decide_item(
    *,
    item: PanelItem,
    outcome: str,
    places: Sequence[Put] = (),
    reason: str = "",
    seen: str | None = None,
    by: Actor,
) -> PanelItem:
    """Record what the panel decided on one referral; it may be changed until the panel closes.

    `places` are the homes chosen where the outcome is `changed`; else they follow from the proposal. `seen` is the
    moment of the decision the person had before their eyes (empty for none): another one made since is not overwritten.
    """
    panel = locked(item.panel, by, DECIDE, State.OPEN)
    item = PanelItem.objects.select_related("referral", "proposal").get(pk=item.pk)
    proposal = newest_proposals(panel).get(item.referral.public_id)
    proposed = unit_of(proposal, item.referral.public_id)
    chosen = _chosen(outcome, proposed, places)
    refuse_if(
        DECIDE,
        [
            *_meanwhile(item, seen),
            *_words(item, outcome, reason),
            *_against(panel, item, outcome, proposed, chosen, by),
        ],
    )
    _record(panel, item, Outcome(outcome), chosen, reason, proposal, by)
    told = str(Outcome(outcome).label)
    audit.record(by, "decide_item", panel, referral=item.referral.reference, outcome=told, why=reason.strip())
    return item


@service("decide_rest", DECIDE)
def decide_rest(*, panel: Panel, by: Actor) -> tuple[list[PanelItem], list[tuple[PanelItem, list[Reason]]]]:
    """Agree as proposed on every referral without an outcome. What cannot be agreed on is left, with its reasons."""
    panel = locked(panel, by, DECIDE, State.OPEN)
    newest = newest_proposals(panel)
    refuse_if(DECIDE, [None if newest else Reason("panel.no_proposal", {})])
    done, left = [], []
    facts = facts_to_count_by(panel)
    for item in panel.items.filter(outcome="").select_related("referral"):
        proposal = newest.get(item.referral.public_id)
        proposed = unit_of(proposal, item.referral.public_id)
        chosen = places_of(proposed)
        reasons = [
            r for r in _against(panel, item, Outcome.AGREED, proposed, chosen, by, facts) if r is not None
        ]
        if reasons:
            left.append((item, reasons))
            continue
        _record(panel, item, Outcome.AGREED, chosen, "", proposal, by)
        done.append(item)
    audit.record(by, "decide_rest", panel, agreed=len(done), left=len(left))
    return done, left


@service("record_dissent", DISSENT)
def record_dissent(*, item: PanelItem, user: User, words: str, by: Actor) -> Dissent:
    """Write down who does not share what was decided on a referral, and why. A second time replaces the first."""
    panel = locked(item.panel, by, DISSENT, State.OPEN)
    item = PanelItem.objects.select_related("referral").get(pk=item.pk)
    there = panel.attendance.filter(user=user, was_there=True).exists()
    homes = {p["home"] for p in item.places} | {
        p["home"] for p in places_of(unit_of(item.proposal, item.referral.public_id))
    }
    refuse_if(
        DISSENT,
        [
            None if there else Reason("panel.was_not_there", {"name": user.name, "field": "user"}),
            None if item.outcome else Reason("panel.not_decided", {"field": "words"}),
            None if words.strip() else Reason("panel.reason_missing", {"field": "words"}),
            *unnamed(children_of(item.referral), NAMED, words=words),
            _interest(panel, user, homes, "user"),
        ],
    )
    made, _ = Dissent.objects.update_or_create(
        item=item,
        user=user,
        defaults={"body": panel.body, "words": words.strip(), "recorded_at": timezone.now()},
    )
    audit.record(by, "record_dissent", panel, referral=item.referral.reference, who=user.name)
    return made


def _chosen(outcome: str, proposed: Json | None, places: Sequence[Put]) -> list[Json]:
    if outcome == Outcome.AGREED:
        return places_of(proposed)
    if outcome == Outcome.CHANGED:
        return [{"home": put.home, "children": sorted(put.children)} for put in places]
    return []


def _meanwhile(item: PanelItem, seen: str | None) -> list[Reason]:
    now = item.decided_at.isoformat() if item.decided_at else ""
    if seen is None or seen == now:
        return []
    who = item.decided_by.name if item.decided_by else ""
    return [Reason("panel.decided_meanwhile", {"name": who, "outcome": str(item.get_outcome_display())})]


def _words(item: PanelItem, outcome: str, reason: str) -> list[Reason | None]:
    needed = outcome != Outcome.AGREED
    return [
        Reason("panel.reason_missing", {"field": "reason"}) if needed and not reason.strip() else None,
        *unnamed(children_of(item.referral), NAMED, reason=reason),
    ]


def _against(
    panel: Panel, item: PanelItem, outcome: str, proposed: Json | None, chosen: list[Json], by: Actor,
    facts: AllocationFacts | None = None,
) -> list[Reason | None]:  # fmt: skip
    """Everything against an outcome but its words."""
    referral = item.referral
    gone = referral.state != Referral.State.READY
    told = {"referral": referral.reference, "state": str(referral.get_state_display())}
    found: list[Reason | None] = [
        Reason("panel.referral_gone", told) if gone else None,
        _interest(panel, by.user, homes_at_stake(item, proposed, chosen), ""),
    ]
    if outcome == Outcome.REFUSED:
        return found
    if proposed is None:
        return [*found, Reason("panel.no_proposal", {})]
    if outcome == Outcome.CHANGED:
        same = _same(chosen, places_of(proposed))
        found.append(Reason("panel.nothing_changed", {"field": "home"}) if same else None)
        found.append(None if chosen else Reason("panel.home_not_listed", {"field": "home"}))
    return [*found, *_fits(panel, item, chosen, facts), *_held(panel, chosen, referral.reference)]


def _same(one: list[Json], other: list[Json]) -> bool:
    def key(rows: list[Json]) -> set[tuple[str, tuple[str, ...]]]:
        return {(r["home"], tuple(sorted(r["children"]))) for r in rows}

    return key(one) == key(other)


def _interest(panel: Panel, user: User, homes: set[str], field: str) -> Reason | None:
    found = interest_in(panel, user, homes, panel.agenda.content)
    if found is None:
        return None
    what = found.home.name if found.home else str(found.firm)
    return Reason("panel.interested", {"name": user.name, "what": what, "words": found.words, "field": field})


def _fits(panel: Panel, item: PanelItem, chosen: list[Json], facts: AllocationFacts | None) -> list[Reason]:
    """Whether the homes may take these children beside everybody else the panel has put there."""
    unit = item.referral.public_id
    try:
        figures(panel, {**_recorded(panel, item), unit: chosen}, facts)
    except NotAllowed as refused:
        return [_reason(panel, unit, chosen, refused)]
    return []


def _recorded(panel: Panel, besides: PanelItem) -> dict[str, list[Json]]:
    rows = standing_items(panel).exclude(pk=besides.pk)
    return {row.referral.public_id: row.places for row in rows}


def _reason(panel: Panel, unit: str, chosen: list[Json], refused: NotAllowed) -> Reason:
    homes = panel.agenda.content["homes"]
    if refused.code == "split_not_allowed":
        return Reason("panel.kept_together", {"field": "home"})
    if refused.code == "home_not_listed" or (refused.home and refused.home not in homes):
        return Reason("panel.home_not_listed", {"field": "home"})
    if refused.code == "home_excluded":
        told = first_proposal(panel).fits[unit][refused.home]  # type: ignore[union-attr]
        why = ", ".join(
            label_of(panel.body, "placement_obstacles", code).lower() for code in told["excluded"]
        )
        return Reason(
            "panel.home_excluded", {"home": homes[refused.home]["name"], "why": why, "field": "home"}
        )
    return _no_room(panel, unit, chosen)


def _no_room(panel: Panel, unit: str, chosen: list[Json]) -> Reason:
    """Which home is too small for all who would go there."""
    homes = panel.agenda.content["homes"]
    wanted: dict[str, int] = {p["home"]: 0 for p in chosen}
    rows = [p for i in standing_items(panel).exclude(referral__public_id=unit) for p in i.places]
    for place in [*rows, *chosen]:
        if place["home"] in wanted:
            wanted[place["home"]] += len(place["children"])
    key = next((h for h, n in wanted.items() if n > homes[h]["places"]), next(iter(wanted)))
    told = {
        "home": homes[key]["name"],
        "places": homes[key]["places"],
        "wanted": wanted[key],
        "field": "home",
    }
    return Reason("panel.no_room", told)


def _held(panel: Panel, chosen: list[Json], reference: str) -> list[Reason]:
    """Homes that may take nobody new as the records stand now, whatever stood in them when the agenda was frozen."""
    rows = Home.objects.filter(public_id__in=[p["home"] for p in chosen]).select_related("organisation")
    homes = list(rows)
    asked = [Asked(h.organisation, panel.body, h, panel.body.today, None, reference) for h in homes]
    found = []
    for home, standing in zip(homes, standings_of(asked), strict=True):
        for sentence in (present(r) for r in standing.reasons):
            told = {"home": home.name, "fact": sentence.fact, "lift": sentence.lift, "field": "home"}
            found.append(Reason("panel.home_held", told))
    return found


def _record(
    panel: Panel, item: PanelItem, outcome: PanelItem.Outcome, chosen: list[Json], reason: str,
    proposal: Proposal | None, by: Actor,
) -> None:  # fmt: skip
    item.outcome, item.places, item.reason = outcome, chosen, reason.strip()
    item.proposal, item.decided_at, item.decided_by = proposal, timezone.now(), by.user
    item.save(update_fields=["outcome", "places", "reason", "proposal", "decided_at", "decided_by"])
    item.dissents.all().delete()  # it was from what had been decided before; the history keeps it


__all__ = ["Put", "decide_item", "decide_rest", "record_dissent"]
