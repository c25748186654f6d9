"""Panels as a person may see them, who sits on them, and what was proposed for whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt, Role
from homeward.apps.core.models import JobRun
from homeward.apps.decisions.models import Decision
from homeward.apps.panels.models import Interest, Panel, PanelAction, PanelItem, Proposal
from homeward.apps.referrals.models import Referral
from homeward.apps.searches.models import Search

Json = dict[str, Any]


def panels(actor: Actor) -> Any:
    """With the numbers of referrals, of those decided on or withdrawn since, and of actions that are not done."""
    decided = ~Q(items__outcome="") | Q(items__referral__state=Referral.State.WITHDRAWN)
    undone = Q(actions__done_at=None)
    return (
        Panel.objects.visible_to(actor)
        .select_related("chair", "body")
        .annotate(
            referrals=Count("items", distinct=True),
            decided=Count("items", filter=decided, distinct=True),
            undone=Count("actions", filter=undone, distinct=True),
        )
    )


def actions(actor: Actor) -> Any:
    rows = PanelAction.objects.visible_to(actor).exclude(panel__state=Panel.State.CANCELLED)
    return rows.select_related("panel", "owner", "done_by", "body", "item__referral")


def members(body: CommissioningBody, permission: P = P.PANEL_READ) -> list[User]:
    """Those who sit on the body's panels today: who holds the permission, but for auditors, who only look."""
    roles = [role for role in roles_with(permission, HeldAt.BODY) if role is not Role.AUDITOR]
    return people_in(roles, body=body, organisation_id=None)


def first_proposal(panel: Panel) -> Proposal | None:
    """The proposal for the whole agenda, beside which everything else is seen."""
    return panel.proposals.order_by("number").first()


def newest_proposals(panel: Panel) -> dict[str, Proposal]:
    """For each referral, by its public id, the newest proposal that holds it."""
    found: dict[str, Proposal] = {}
    for proposal in panel.proposals.order_by("number"):
        found.update({unit["unit"]: proposal for unit in proposal.result["units"]})
    return found


def unit_of(proposal: Proposal | None, unit: str, *, first_come: bool = False) -> Json | None:
    """What a proposal says of one referral, or what first come, first served says."""
    if proposal is None:
        return None
    rows = proposal.result["first_come"]["units"] if first_come else proposal.result["units"]
    return next((row for row in rows if row["unit"] == unit), None)


def places_of(unit: Json | None) -> list[Json]:
    """Homes with their children, as an item keeps them."""
    return [{"home": p["home"], "children": list(p["children"])} for p in unit["placed"]] if unit else []


def interest_in(panel: Panel, user: User, homes: set[str], agenda: Json) -> Interest | None:
    """What this person declared that binds them to one of the homes, or to its provider."""
    firms = {agenda["homes"][h]["firm"] for h in homes if h in agenda["homes"]} - {""}
    rows = panel.interests.filter(Q(home__public_id__in=homes) | Q(firm__public_id__in=firms), user=user)
    return rows.select_related("user", "home", "firm").first()


def homes_at_stake(item: PanelItem, proposed: Json | None, chosen: list[Json]) -> set[str]:
    """Homes that a decision on this referral gives or takes: proposed, chosen now, or recorded before."""
    rows = [*places_of(proposed), *chosen, *item.places]
    return {row["home"] for row in rows}


def running(panel: Panel) -> JobRun | None:
    """The work that is under way for this panel, or stopped without an end."""
    if not panel.job:
        return None
    run = JobRun.objects.filter(public_id=panel.job, body_id=panel.body_id).first()
    return run if run is not None and run.state != JobRun.State.DONE else None


def to_take_up(actor: Actor) -> list[PanelItem]:
    """Referrals for which the newest closed panel recommends a home, and whose search has no decision yet."""
    newest = Panel.objects.visible_to(actor).filter(state=Panel.State.CLOSED).order_by("-held_on").first()
    if newest is None:
        return []
    taken_up = Decision.objects.filter(search__referral=OuterRef("referral")).exclude(
        state__in=(Decision.State.REFUSED, Decision.State.WITHDRAWN)
    )
    rows = (
        newest.items.filter(referral__state=Referral.State.READY)
        .exclude(places=[])
        .exclude(referral__search__state=Search.State.ENDED)
    )
    return list(rows.filter(~Exists(taken_up)).select_related("referral__search", "panel__agenda"))


def homes_in_words(item: PanelItem) -> str:
    """The homes recommended, by name as they stood on the agenda."""
    homes = item.panel.agenda.content["homes"]
    return ", ".join(dict.fromkeys(homes[p["home"]]["name"] for p in item.places if p["home"] in homes))
