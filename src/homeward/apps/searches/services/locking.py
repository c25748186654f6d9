"""A search, locked until the service's transaction ends."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.writing import permit
from homeward.apps.searches.models import Search


def locked(search: Search, by: Actor, what: str, permission: P = P.SEARCH_WRITE) -> Search:
    """The search as it is now, if the actor holds the permission on it. Whoever writes in a search locks it first."""
    permit(may(by, permission, search), what)
    rows = Search.objects.select_for_update(of=("self",)).select_related("referral__body", "body")
    found: Search = rows.get(pk=search.pk)
    return found
