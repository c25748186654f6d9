"""Placements by area: a map of tiles, its table, and how far from home the children live."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb
from homeward.apps.placements import areas
from homeward.apps.providers.models import Home
from homeward.web.addresses import with_query
from homeward.web.charts import tile_map, tile_story
from homeward.web.fields import DateField
from homeward.web.words import word


class AreaFilters(forms.Form):
    on = DateField(label=_("Night of"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of home"), required=False, choices=[("", _("All")), *Home.Kind.choices]
    )
    area = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


def _board(request: HttpRequest) -> tuple[areas.Board, AreaFilters]:
    actor = actor_of(request)
    form = AreaFilters(request.GET or None, initial={"on": actor.today})
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    on = given.get("on") or actor.today
    return areas.board(actor, on, given.get("kind", ""), given.get("area", "")), form


@page(P.PLACEMENT_READ)
def placements_by_area(request: HttpRequest) -> HttpResponse:
    found, form = _board(request)
    unknown = next((len(t.children) for t in found.areas if t.key == areas.UNKNOWN), 0)
    drawn = tile_map(found.tiles), tile_map(found.tiles, size="narrow")
    address = reverse("placements_map")
    query = with_query(request).lstrip("?")
    sizes = [
        {"href": f"{address}?{query}&size={name}", "width": p.width, "height": p.height}
        for name, p in zip(("wide", "narrow"), drawn, strict=True)
    ]
    chosen = next((t for t in found.areas if t.key == request.GET.get("area")), None)
    context = {
        "board": found,
        "form": form,
        "form_errors": bool(form.errors),
        "wide": sizes[0],
        "narrow": sizes[1],
        "alt": tile_story(found.tiles, unknown),
        "chosen": chosen,
        "placeholder": any(v.standing == "placeholder" for v in found.read),
        "crumbs": [crumb(word("nav.placements"), "placements")],
        "heading": say("Where the children live"),
    }
    return render(request, "placements/areas.html", context)


@page(P.PLACEMENT_READ)
def placements_map(request: HttpRequest) -> HttpResponse:
    """The map as SVG: the same bytes for the same figures."""
    found, _form = _board(request)
    drawn = tile_map(found.tiles, size="narrow" if request.GET.get("size") == "narrow" else "wide")
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{drawn.digest}"'
    return response
