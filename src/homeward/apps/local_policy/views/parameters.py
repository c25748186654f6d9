"""All parameters of the body's policy, and one of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb
from homeward.apps.local_policy import presenters, words
from homeward.apps.local_policy.lists import PARAMETERS, STATES
from homeward.apps.local_policy.queries import is_read, pack_of, read_by, values_of, waiting
from homeward.policy import Pack
from homeward.policy.parameters import Parameter
from homeward.policy.units import UNITS
from homeward.web.lists import Rows


def rules_crumbs() -> list[dict[str, str]]:
    return [crumb(_("Rules and placeholders"), "rules")]


@page(P.POLICY_READ)
def rules(request: HttpRequest) -> HttpResponse:
    """Every value the counting reads, with the day it holds from, its clause and its standing."""
    actor = actor_of(request)
    pack = pack_of(actor.body)
    waits = [value.path for value in waiting(actor)]
    rows = presenters.rows_of(pack, actor.body, actor.today, waits)
    if request.GET.get("format"):
        return PARAMETERS.respond(request, Rows(rows))  # type: ignore[arg-type]  # rows in memory
    context: dict[str, Any] = {
        "listing": PARAMETERS.listing(request, Rows(rows)),  # type: ignore[arg-type]
        "pack": pack,
        "legend": _legend(rows),
        "actions": _actions(actor),
        "crumbs": [crumb(_("Start"), "start")],
        "waiting": len(waits),
    }
    return render(request, "local_policy/rules.html", context)


def _legend(rows: list[presenters.Row]) -> list[dict[str, Any]]:
    """Each standing, what it means and how many parameters have it for any key today."""
    told = []
    for name, (text, state, meaning) in words.STANDINGS.items():
        count = sum(name in row.standings for row in rows)
        told.append({"name": name, "text": text, "state": state, "meaning": meaning, "count": count})
    return told


def _actions(actor: Actor) -> list[dict[str, Any]]:
    links = [{"text": _("Values entered here"), "href": reverse("local_values"), "secondary": True}]
    if actor.holds(P.POLICY_PROPOSE):
        links.append({"text": _("Take in a file"), "href": reverse("local_import"), "secondary": True})
    return links


def parameter_of(pack: Pack, path: str) -> Parameter:
    """A parameter of the pack, or 404."""
    try:
        return pack.parameters[path]
    except KeyError:
        raise Http404 from None


@page(P.POLICY_READ)
def parameter(request: HttpRequest, path: str) -> HttpResponse:
    """What a parameter means, its values through time with who says so, and the figures that read it."""
    actor = actor_of(request)
    pack = pack_of(actor.body)
    found = parameter_of(pack, path)
    row = next(r for r in presenters.rows_of(pack, actor.body, actor.today) if r.path == path)
    local = list(values_of(actor).filter(path=path).order_by("-entered_at", "-pk"))
    context = {
        "path": path,
        "pack": pack,
        "parameter": found,
        "row": row,
        "tags": _tags(row),
        "unit": UNITS[found.unit].meaning,
        "read": words.rule_words(read_by(path)),
        "is_read": is_read(path),
        "chosen": {value.value for key in found.keys if (value := found.on(actor.today, key)) is not None}
        if found.kind == "reading"
        else set(),
        "lines": presenters.lines_of(pack, actor.body, found, presenters.through_time(found)),
        "beneath": presenters.lines_of(pack, actor.body, found, presenters.beneath(pack, path)),
        "local": [(value, words.said(value), STATES[value.state]) for value in local],
        "may_enter": actor.holds(P.POLICY_PROPOSE),
        "crumbs": rules_crumbs(),
    }
    return render(request, "local_policy/parameter.html", context)


def _tags(row: presenters.Row) -> list[dict[str, str]]:
    state = words.STANDINGS[row.standing][1] if row.standing else "plain"
    return [{"text": row.standing_words, "state": state}]
