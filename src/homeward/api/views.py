"""The pages about the interface: its description for programs, its reference for people."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from homeward.api import reference
from homeward.api.description import written
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P


@cache
def _written() -> str:
    return written()


@page(P.PUBLIC)
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description. It holds no record, so it needs no token."""
    return HttpResponse(_written(), content_type="application/json")


@page(P.PUBLIC)
@require_safe
def reference_page(request: HttpRequest) -> HttpResponse:
    """Every operation, readable: what it does, takes, answers and refuses."""
    found = [{**section, "count": len(section["operations"])} for section in reference.sections()]
    context = {"sections": found, "about": reference.about(), "problems": reference.PROBLEMS}
    return render(request, "api/reference.html", context)
