"""The search page: one box over everything the person may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core import audit
from homeward.apps.core.search import SHORTEST, find_all, searchers, words_of
from homeward.web.addresses import address_of

LONGEST = 100  # nobody types more; a longer text is cut, not refused


@page(Permission.MEMBER)
def search(request: HttpRequest) -> HttpResponse:
    """What is found, kind by kind. Each child whose record a hit shows counts as read."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:LONGEST]
    groups = find_all(actor, text)
    children = [hit.child for group in groups for hit in group.hits if hit.child is not None]
    audit.record_reads(actor, children, search=True)
    context = {
        "q": text,
        "groups": [(group, address_of(group.searcher.list_name)) for group in groups],
        "found": sum(len(group.hits) for group in groups),
        "kinds": [s.title for s in searchers() if actor.holds(s.permission)],
        "too_short": bool(text) and not words_of(text),
        "shortest": SHORTEST,
    }
    return render(request, "desk/search.html", context)
