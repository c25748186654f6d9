"""The list of panels, one panel in each of its states, its homes, its picture, its facts to take away."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core import audit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.panels import queries
from homeward.apps.panels.agenda import open_referrals, rest_of
from homeward.apps.panels.lists import ACTIONS, PANELS, STATE_TAGS
from homeward.apps.panels.machine import MACHINE
from homeward.apps.panels.minutes import week_rows
from homeward.apps.panels.models import Interest, Panel, PanelAction, PanelAttendance
from homeward.apps.panels.presenters import Told, names_for, points, proven_words, rest_told
from homeward.apps.panels.totals import side_by_side
from homeward.apps.referrals.content import children_of, urgency_words
from homeward.apps.referrals.models import Referral
from homeward.web.charts import dots, dots_measures, dots_story

Json = dict[str, Any]
State = Panel.State


def crumb() -> Json:
    return {"text": _("Panels"), "href": reverse("panels")}


@page(P.PANEL_READ)
def panels(request: HttpRequest) -> HttpResponse:
    """All panels; filters, order and file are in the address."""
    actor = actor_of(request)
    buttons: list[Json] = (
        [{"text": _("Prepare a panel"), "href": reverse("prepare_panel")}] if actor.holds(P.PANEL_RUN) else []
    )
    buttons.append({"text": _("Actions"), "href": reverse("panel_actions"), "secondary": True})
    lede = _(
        "Once a week: all open referrals and all free places at once. What it agrees is a recommendation."
    )
    return PANELS.respond(
        request, queries.panels(actor), heading=_("Placement panels"), lede=lede, actions=buttons
    )


@page(P.PANEL_READ)
def actions(request: HttpRequest) -> HttpResponse:
    """What people took on, of all panels."""
    lede = _("Each is a duty of its owner until it is done, and opens the next panel.")
    rows = queries.actions(actor_of(request))
    return ACTIONS.respond(request, rows, heading=_("Actions of the panels"), lede=lede, crumbs=[crumb()])


@page(P.PANEL_READ)
def panel(request: HttpRequest, public_id: str) -> HttpResponse:
    """One panel: what will be on its agenda, or the frozen agenda with proposal and decisions."""
    actor = actor_of(request)
    found = get_visible(Panel, request, public_id)
    run = queries.running(found)
    context: Json = {
        "panel": found, "state": STATE_TAGS[found.state], "crumbs": [crumb()], "runs": actor.holds(P.PANEL_RUN),
        "run": run, "run_waits": run is not None and run.state in ("waiting", "running"),
        "attendance": list(found.attendance.all()), "interests": list(found.interests.select_related("user", "home", "firm")),
        "actions": [(a, *standing(a)) for a in queries.actions(actor).filter(panel=found)], "history": _history(found),
    }  # fmt: skip
    if found.state in (State.PLANNED, State.CANCELLED):
        audit.record_read(actor, found)
        return render(request, "panels/preparing.html", context | _live(found, actor))
    told = Told(found, names_for(actor, found.agenda.content))
    audit.record_read(actor, found, children=sorted(told.names or {}))
    return render(request, "panels/panel.html", context | _frozen(found, told, actor))


def _live(found: Panel, actor: Actor) -> Json:
    """The agenda as it would be frozen now, without the work of matching."""
    referrals = open_referrals(found.body)
    return {
        "referrals": [_referral(r, actor) for r in referrals],
        **rest_told(rest_of(found.body)),
        "why_not": [present(r) for r in MACHINE.why_not("open", found, actor)]
        if actor.holds(P.PANEL_RUN)
        else [],
    }


def _referral(referral: Referral, actor: Actor) -> Json:
    return {
        "reference": referral.reference, "href": reverse("referral", args=[referral.public_id]),
        "children": len(children_of(referral)), "needed_by": referral.needed_by, "urgency": urgency_words(referral),
        "types": ", ".join(label_of(referral.body, "placement_types_sought", c) for c in referral.placement_types),
    }  # fmt: skip


def _frozen(found: Panel, told: Told, actor: Actor) -> Json:
    items = found.items.select_related("referral", "proposal", "panel").prefetch_related("dissents__user")
    rows = [told.row(item) for item in items]
    week = found.totals if found.state == State.CLOSED else side_by_side(found)
    chart = told.dots(rows)
    address = reverse("panel_picture", args=[found.public_id])
    pictures: Json = {}
    for size in ("wide", "narrow") if chart else ():
        width, height = dots_measures(len(chart), size)
        pictures[size] = {"href": f"{address}?size={size}", "width": width, "height": height}
    left = sum(not row["item"].outcome and not row["withdrawn"] for row in rows)
    return {
        "told": told, "rows": rows, "week": week_rows(week, found.body.currency) if week else [], "agenda": told.agenda,
        "proven": proven_words(told.first) if told.first else "", "proposal": told.first,
        "proposals": list(found.proposals.order_by("number").select_related("made_by")),
        "pictures": pictures,
        "alt": dots_story(chart, sides(), _("points of need met")), "left": left, **rest_told(told.agenda),
        "why_not_close": [present(r) for r in MACHINE.why_not("close", found, actor)] if actor.holds(P.PANEL_RUN) else [],
        "matrix": _matrix(told, rows) if len(_in_play(rows)) <= 10 else None, "own": _own_interest(found, actor),
        "heading": _heading(found, rows),
    }  # fmt: skip


def sides() -> tuple[str, str]:
    return _("Proposed"), _("First come")


def _heading(found: Panel, rows: list[Json]) -> str:
    children = sum(len(found.agenda.content["items"][r["item"].position - 1]["children"]) for r in rows)
    homes = sum(bool(h["places"]) for h in found.agenda.content["homes"].values())
    if found.state == State.CLOSED:
        # as it stood at the close: a referral withdrawn later changes neither the minutes nor this
        placed = found.totals["agreed"]["placed"] if found.totals else 0
        return _("%(placed)s of %(children)s children: a home recommended") % {
            "placed": placed,
            "children": children,
        }
    return _("%(children)s children, %(homes)s homes: a proposal for the panel") % {
        "children": children,
        "homes": homes,
    }


def _own_interest(found: Panel, actor: Actor) -> list[Interest]:
    return [i for i in found.interests.select_related("home", "firm") if i.user_id == actor.user.pk]


def _in_play(rows: list[Json]) -> list[str]:
    """Homes that are proposed, come first, or were chosen."""
    keys = [
        k for r in rows for side in ("proposed", "first_come", "chosen") if r[side] for k in r[side]["keys"]
    ]
    return list(dict.fromkeys(keys))


def _matrix(told: Told, rows: list[Json]) -> Json | None:
    """Who could live where, over the homes that are in play."""
    homes = _in_play(rows)
    if not homes:
        return None
    lines = []
    for row in rows:
        proposal = told.proposal_for(row["item"])
        fits = proposal.fits.get(row["unit"], {}) if proposal else {}
        lines.append({"row": row, "cells": [_matrix_cell(told, row, h, fits.get(h)) for h in homes]})
    heads = [{"text": told.home(h), "sub": _places(told.agenda["homes"][h]["places"])} for h in homes]
    return {"heads": heads, "lines": lines}


def _places(count: int) -> str:
    return ngettext("%(n)s place", "%(n)s places", count) % {"n": count}


def _matrix_cell(told: Told, row: Json, home: str, fit: Json | None) -> Json:
    body = told.panel.body
    why = label_of(body, "placement_obstacles", fit["excluded"][0]) if fit and fit["excluded"] else ""
    return {
        "points": points(fit["score"]) if fit and not fit["excluded"] else None,
        "why": why or (_("not matched") if fit is None else ""),
        "proposed": bool(row["proposed"]) and home in row["proposed"]["keys"],
        "first_come": bool(row["first_come"]) and home in row["first_come"]["keys"],
        "chosen": home in row["chosen"]["keys"],
    }  # fmt: skip


@page(P.PANEL_READ)
def homes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every home of the frozen agenda, with who is proposed for its places."""
    found = _with_agenda(request, public_id)
    actor = actor_of(request)
    told = Told(found, names_for(actor, found.agenda.content))
    audit.record_read(actor, found, children=sorted(told.names or {}))
    rows = [told.row(i) for i in found.items.select_related("referral", "proposal", "panel")]
    there = {
        key: [r["who"] for r in rows if r["proposed"] and key in r["proposed"]["keys"]]
        for key in told.agenda["homes"]
    }
    listed = sorted(
        told.agenda["homes"].items(),
        key=lambda pair: (not there[pair[0]], -pair[1]["places"], pair[1]["name"]),
    )
    address = reverse("panel", args=[found.public_id])
    context = {
        "panel": found, "homes": [(home, there[key]) for key, home in listed],
        "crumbs": [crumb(), {"text": str(found), "href": address}], "routes": _routes(),
    }  # fmt: skip
    return render(request, "panels/homes.html", context)


def _routes() -> Json:
    return {
        "in_house": _("In-house"),
        "framework": _("Framework"),
        "non_framework": _("Outside the framework"),
    }


def _with_agenda(request: HttpRequest, public_id: str) -> Panel:
    found = get_visible(Panel, request, public_id)
    if getattr(found, "agenda", None) is None:
        raise Http404
    return found


@page(P.PANEL_READ)
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """Points of need met, child by child, as SVG: the same bytes for the same figures."""
    found, actor = _with_agenda(request, public_id), actor_of(request)
    told = Told(found, names_for(actor, found.agenda.content))
    audit.record_read(actor, found, children=sorted(told.names or {}))
    rows = [told.row(i) for i in found.items.select_related("referral", "proposal", "panel")]
    drawn = dots(told.dots(rows), sides(), size="narrow" if request.GET.get("size") == "narrow" else "wide")
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{drawn.digest}"'
    return response


@page(P.PANEL_READ)
def facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The facts of a proposal (`?number=`), or the match facts of one referral (`?referral=`), for the command line."""
    found = _with_agenda(request, public_id)
    day, referral = f"{found.held_on:%Y-%m-%d}", request.GET.get("referral")
    if referral:
        item = next((i for i in found.agenda.content["items"] if i["reference"] == referral), None)
        if item is None or item["match"] is None:
            raise Http404
        return _download(found, item["match"], f"match-{day}-{referral}", actor_of(request))
    number = request.GET.get("number", "1")
    proposal = (
        found.proposals.filter(number=int(number)).first() if number.isdecimal() and len(number) < 5 else None
    )
    if proposal is None:
        raise Http404
    return _download(found, proposal.facts, f"panel-{day}-{proposal.number}", actor_of(request))


def _download(found: Panel, content: Json, name: str, actor: Actor) -> HttpResponse:
    audit.record(actor, "download_facts", found, file=name)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _history(found: Panel) -> Any:
    hidden = frozenset({"job", "since", "planned_by", "totals", "minutes", "closed_by", "proposal", "places"})
    rows = [
        Watched(Panel, "Panel", labels={"held_on": "Day"}, hidden=hidden),
        Watched(PanelAttendance, "There", "panel"),
        Watched(Interest, "Interest", "panel", hidden=frozenset({"declared_at"})),
        Watched(PanelAction, "Action", "panel", hidden=frozenset({"recorded_at"})),
    ]
    return timeline(found, rows)
