"""Templates to fill in: what each column means, and the empty files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.intake import files
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.views.rows import _attachment
from homeward.apps.local_policy.queries import pack_of
from homeward.web.lists.exports import XLSX


@page(P.IMPORT_READ)
def templates(request: HttpRequest) -> HttpResponse:
    body = actor_of(request).body
    context = {
        "kinds": [k for k in KINDS.values() if k.suits(body.pack)],
        "pack": pack_of(body),
        "crumbs": [{"text": _("Imports"), "href": reverse("imports")}],
    }
    return render(request, "intake/templates.html", context)


@page(P.IMPORT_READ)
def template(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """A template of one table; `kind` is the kind, or kind and table where it has several: `ssda903-header`."""
    body = actor_of(request).body
    name, _dash, table = kind.partition("-")
    found = KINDS.get(name)
    if found is None or not found.suits(body.pack) or form not in ("csv", "xlsx"):
        raise Http404
    shape = next((s for s in found.shapes if s.name == (table or found.shapes[0].name)), None)
    if shape is None:
        raise Http404
    if form == "csv":
        return _attachment(files.template_csv(shape), "text/csv; charset=utf-8", f"{shape.name}.csv")
    content = files.template_xlsx(found, shape, pack_of(body), get_language() or "en")
    return _attachment(content, XLSX, f"{shape.name}.xlsx")
