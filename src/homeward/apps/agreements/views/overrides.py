"""Replacing a value of the policy pack for one line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements import services
from homeward.apps.agreements.forms import dates_of
from homeward.apps.agreements.override_forms import OverrideForm, ParameterForm
from homeward.apps.agreements.queries import say_policy_value
from homeward.apps.agreements.views.lines import line_caption, line_crumbs, to_change
from homeward.apps.core.forms import edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.local_policy.words import STANDINGS


@page(P.AGREEMENT_WRITE)
def line_override(request: HttpRequest, public_id: str) -> HttpResponse:
    """First the value to replace, then the new one, with what the pack says beside it."""
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    pack = pack_of(found.body)
    address = reverse("line", args=[public_id])
    page_words = {"caption": line_caption(found), "back": address, "crumbs": line_crumbs(found)}
    parameter = pack.parameters.get(request.GET.get("parameter", ""))
    if parameter is None:
        chooser = ParameterForm(request.GET or None, pack=pack)
        heading = _("Replace a value of the policy for this line")
        return render(
            request, "agreements/choose_value.html", {"form": chooser, "heading": heading, **page_words}
        )
    # A value kept per service type is shown for this line's own; kept by something else, for every key.
    keys: set[str | None] = {key for key in parameter.keys if key == found.service_type}
    form = OverrideForm(request.POST or None, line=found, parameter=parameter, initial=dates_of(found.period))
    return edit(
        request,
        form,
        lambda data: services.override_value(line=found, parameter=parameter.path, by=actor, **form.given()),
        lambda row: (_("The value is recorded for this line."), address),
        template="agreements/override.html",
        heading=_("Replace a value for this line"),
        lede=parameter.description + ".",
        parameter=parameter,
        pack_rows=[
            _pack_row(found.body, pack, parameter, row)
            for row in parameter.values
            if row.in_force.contains(actor.today) and row.key in (keys or {row.key})
        ],
        verb=_("Replace the value"),
        change_href=request.path,
        **page_words,
    )


def _pack_row(body: Any, pack: Any, parameter: Any, row: Any) -> dict[str, Any]:
    """What the pack says today for one key: value, where it is written, how well founded."""
    words, state, _meaning = STANDINGS[row.standing]
    key = label_of(body, parameter.keyed_by or "", row.key) if row.key else _("All")
    return {
        "key": key,
        "value": say_policy_value(parameter, row.value),
        "clause": f"{pack.sources[row.clause.source].title}, {row.clause.clause}",
        "state": state,
        "standing": words,
        "note": row.note or "",
    }
