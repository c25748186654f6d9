"""The register, and one restriction: what it binds, since when, why, what would lift it, who is there."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb
from homeward.apps.core.refusals import present
from homeward.apps.providers.models import Home
from homeward.apps.restrictions import queries, words
from homeward.apps.restrictions.lists import RESTRICTIONS
from homeward.apps.restrictions.machine import MACHINE, office_of
from homeward.apps.restrictions.models import STANDING, Restriction
from homeward.apps.restrictions.services.restrictions import may_decide

State = Restriction.State


def crumbs_to(restriction: Restriction | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(_("Restrictions"), "restrictions")]
    if restriction is not None:
        crumbs.append(crumb(restriction.subject, "restriction", restriction.public_id))
    return crumbs


@page(P.RESTRICTION_READ)
def restrictions(request: HttpRequest) -> HttpResponse:
    """The register. A provider's manager sees its own."""
    actor = actor_of(request)
    actions: list[dict[str, Any]] = []
    if actor.holds(P.RESTRICTION_PROPOSE):
        actions.append({"text": _("Propose a restriction"), "href": reverse("restriction_propose")})
    if actor.holds(P.RESTRICTION_REVIEW):
        address = f"{reverse('restriction_reviews')}?state=open"
        actions.append({"text": _("Placements to review"), "href": address, "secondary": True})
    rows = queries.listed(actor).annotate(for_provider=Value(actor.is_provider))
    lede = _("While it stands, no child is placed there anew. Children already there stay.")
    return RESTRICTIONS.respond(request, rows, heading=_("Restrictions"), lede=lede, actions=actions)


@page(P.RESTRICTION_READ)
def restriction(request: HttpRequest, public_id: str) -> HttpResponse:
    """One restriction, with what this person can do and why not where a move is refused."""
    actor = actor_of(request)
    get_visible(Restriction, request, public_id)
    found = queries.listed(actor).get(public_id=public_id)
    decided = found.is_decided
    there = queries.children_there(found, actor) if decided or not actor.is_provider else []
    named = [p for home in there for p in home.placements]
    audit.record_reads(actor, [p.child for p in named], page="restriction")
    homes = Home.objects.visible_to(actor).filter(queries.homes_bound(found)).values_list("pk", flat=True)
    state, colour = words.standing_words(found, actor.today, is_provider=actor.is_provider)
    context = {
        "restriction": found, "state": state, "state_colour": colour, "cause": queries.cause_words(found),
        "scope": words.scope_words(found), "office": office_of(found).label, "crumbs": crumbs_to(),
        "is_provider": actor.is_provider, "decided": decided, "contact": found.body.contact, "there": there,
        "children": sum(home.children for home in there), "named": named,
        "reviews": _reviews(found, actor), "overrides": _overrides(found, actor),
        "turn": _turn(found, actor), "may_ask": _may_ask(found, actor),
        "history": [] if actor.is_provider else queries.timeline_of(found),
        "homes_seen": set(homes), **documents_context(request, found),
    }  # fmt: skip
    return render(request, "restrictions/restriction.html", context)


def _may_ask(found: Restriction, actor: Actor) -> bool:
    return found.state in STANDING and actor.holds(P.RESTRICTION_OVERRIDE)


def _reviews(found: Restriction, actor: Actor) -> dict[str, int] | None:
    """How many children were looked at, for whoever may look."""
    if not actor.holds(P.RESTRICTION_REVIEW):
        return None
    rows = queries.reviews(actor).filter(restriction=found)
    total, done = rows.count(), rows.exclude(done_at=None).count()
    return {"total": total, "done": done} if total else None


def _overrides(found: Restriction, actor: Actor) -> list[dict[str, Any]]:
    rows = queries.overrides(actor).filter(restriction=found).order_by("-asked_at", "-pk")
    return [
        {"row": row, "state": row.get_state_display(), "colour": words.OVERRIDES[row.state]} for row in rows
    ]


def _turn(found: Restriction, actor: Actor) -> dict[str, Any] | None:
    """What waits, what this person can do about it, and why not where their office could but they may not."""
    if actor.is_provider or found.state in (State.WITHDRAWN, State.REFUSED, State.LIFTED):
        return None
    lifting = found.state == State.LIFT_PROPOSED
    actions: list[dict[str, Any]] = []
    why_not: list[Any] = []
    if found.state in (State.PROPOSED, State.LIFT_PROPOSED) and may_decide(found, actor):
        reasons = MACHINE.why_not("lift" if lifting else "impose", found, actor)
        why_not = [present(reason) for reason in reasons]
        if not reasons:
            address = reverse("lift_decide" if lifting else "restriction_decide", args=[found.public_id])
            actions.append({"text": _("Decide"), "href": address})
    decides = bool(actions)
    if may(actor, P.RESTRICTION_PROPOSE, found):
        actions += _proposers_actions(found, actor)
    return {"actions": actions, "why_not": why_not, "text": _what_waits(found), "decides": decides}


def _proposers_actions(found: Restriction, actor: Actor) -> list[dict[str, Any]]:
    if found.state == State.IMPOSED:
        address = reverse("lift_propose", args=[found.public_id])
        return [{"text": _("Propose to lift it"), "href": address, "secondary": True}]
    if found.state == State.PROPOSED and found.proposed_by_id == actor.user.pk:
        address = reverse("restriction_take_back", args=[found.public_id])
        return [{"text": _("Take it back"), "href": address, "secondary": True}]
    return []


def _what_waits(found: Restriction) -> str:
    told = {"office": office_of(found).label.lower(), "body": found.body.name, "who": found.proposed_by.name}
    if found.state == State.PROPOSED:
        return _("%(who)s proposed it. A %(office)s of %(body)s decides; until then it binds nobody.") % told
    if found.state == State.LIFT_PROPOSED:
        who = found.lift_proposed_by.name if found.lift_proposed_by else ""
        return _("%(who)s proposed to lift it. It binds until a %(office)s of %(body)s lifts it.") % {
            **told, "who": who,
        }  # fmt: skip
    return _("It binds until somebody proposes to lift it and a %(office)s of %(body)s agrees.") % told
