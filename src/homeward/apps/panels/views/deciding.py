"""One referral before the panel: every home with its points, why this one, and what the panel makes of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.vocabulary import label_of
from homeward.apps.decisions.models import Decision
from homeward.apps.panels import queries, services
from homeward.apps.panels.forms import DecideForm, DissentForm
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.panels.presenters import Told, child_words, names_for, points
from homeward.apps.panels.views.writing import around, to_run
from homeward.apps.panels.working import parts_of
from homeward.apps.referrals.content import urgency_words
from homeward.apps.searches.models import Search

Json = dict[str, Any]


@page(P.PANEL_READ)
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """One referral of a panel; who runs the panel records here what it decided."""
    actor = actor_of(request)
    get_visible(PanelItem, request, public_id)
    rows = PanelItem.objects.select_related(
        "panel__agenda", "panel__body", "referral__body", "proposal", "decided_by"
    )
    found = rows.get(public_id=public_id)
    told = Told(found.panel, names_for(actor, found.panel.agenda.content))
    row, unit = told.row(found), found.referral.public_id
    audit.record_read(actor, found.panel, referral=found.referral.reference)
    homes = _homes(told, row)
    item_json = told.items[unit]
    form = DecideForm(
        request.POST or None, item=found, homes=[(h["key"], _said(h)) for h in homes if h["can"]],
        children=[(c["id"], child_words(c, told.names)) for c in item_json["children"]], apart=bool(parts_of(item_json)),
    )  # fmt: skip
    decides = (
        actor.holds(P.PANEL_RUN) and found.panel.state == Panel.State.OPEN and found.referral.state == "ready"
    )
    return edit(
        request, form,
        lambda data: services.decide_item(item=found, **form.given(), by=actor),
        lambda made: (_("Recorded."), _next(made)),
        template="panels/item.html", heading=_("A home for %(who)s") % {"who": row["who"]}, verb=_("Record the decision"),
        item=found, row=row, told=told, homes=homes, decides=decides,
        needs=item_json["needs"], interest=_interest(found, row, actor),
        urgency=urgency_words(found.referral), search=Search.objects.visible_to(actor).filter(referral=found.referral).first(),
        decision=Decision.objects.visible_to(actor).filter(search__referral=found.referral).order_by("-pk").first(),
        dissents=list(found.dissents.select_related("user")), actions=list(found.actions.select_related("owner")),
        matched=item_json["match"] is not None, **around(found.panel),
    )  # fmt: skip


def _next(decided: PanelItem) -> str:
    """The next referral without an outcome, else the panel."""
    rows = decided.panel.items.filter(outcome="").exclude(referral__state="withdrawn")
    later = rows.filter(position__gt=decided.position).first() or rows.first()
    return (
        reverse("panel_item", args=[later.public_id])
        if later
        else reverse("panel", args=[decided.panel.public_id])
    )


def _homes(told: Told, row: Json) -> list[Json]:
    """Every home for this referral: those it could go to, best first; then the others, each with what keeps it out."""
    body = told.panel.body
    found = []
    for key, fit in told.fits_for(row["item"]):
        home = told.agenda["homes"][key]
        found.append(
            {
                "key": key, "name": home["name"], "provider": home["provider"], "places": home["places"], "there": home["there"],
                "points": points(fit["score"]), "miles": fit["miles"], "price": fit["price"], "can": not fit["excluded"],
                "why": [label_of(body, "placement_obstacles", code) for code in fit["excluded"]],
                "warns": [label_of(body, "placement_obstacles", code) for code in fit["warns"]],
                "marks": _marks(row, key), "chosen": key in row["chosen"]["keys"],
            }
        )  # fmt: skip
    return found


def _marks(row: Json, key: str) -> list[Json]:
    said = (
        ("proposed", _("Proposed"), "info"),
        ("first_come", _("First come"), "plain"),
        ("chosen", _("Recommended"), "ok"),
    )
    return [
        {"text": words, "state": tone} for side, words, tone in said if row[side] and key in row[side]["keys"]
    ]


def _said(home: Json) -> str:
    """A home in the list to choose from."""
    room = ngettext("%(n)s place", "%(n)s places", home["places"]) % {"n": home["places"]}
    return f"{home['name']}, {home['points']}, {room}"


def _interest(found: PanelItem, row: Json, actor: Actor) -> Any:
    keys = set(row["proposed"]["keys"] if row["proposed"] else []) | set(row["chosen"]["keys"])
    return queries.interest_in(found.panel, actor.user, keys, found.panel.agenda.content)


@page(P.PANEL_RUN)
@require_POST
def agree_rest(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree as proposed on everything that has no outcome yet."""
    found = to_run(request, public_id)
    agreed, left = services.decide_rest(panel=found, by=actor_of(request))
    if agreed:
        said = ngettext(
            "%(n)s referral agreed as proposed.", "%(n)s referrals agreed as proposed.", len(agreed)
        )
        messages.success(request, said % {"n": len(agreed)})
    for row, reasons in left:
        first = present(reasons[0])
        messages.warning(request, f"{row.referral}: {first.title}. {first.fact}")
    return redirect("panel", found.public_id)


@page(P.PANEL_RUN)
def dissent(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(PanelItem, request, public_id, using=P.PANEL_RUN)
    form = DissentForm(request.POST or None, panel=found.panel)
    address = reverse("panel_item", args=[found.public_id])
    words = around(found.panel) | {"caption": str(found), "back": address}
    return edit(
        request, form,
        lambda data: services.record_dissent(
            item=found, user=form.people[data["user"]], words=data["words"], by=actor_of(request)
        ),
        lambda made: (_("Recorded. It stands in the minutes."), address),
        heading=_("Record a dissent"), verb=_("Record the dissent"), **words,
    )  # fmt: skip
