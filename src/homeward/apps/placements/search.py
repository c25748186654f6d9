"""How placements are found: by the child's reference or, where it may be seen, name; by the source's key."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.children.models import Child
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.placements.models import Placement
from homeward.web import dates


@searcher("placements", _("Placements"), Permission.PLACEMENT_READ, list_name="placements")
def placements(actor: Actor, words: Sequence[str]) -> list[Hit]:
    rows = Placement.objects.visible_to(actor)
    named = every_word(Child.objects.visible_to(actor), words, "search_key").values("pk")
    told = every_word(rows, words, "child__reference", "source_key").values("pk")
    found = rows.filter(child__in=named) | rows.filter(pk__in=told)
    return [
        Hit(
            str(p),
            reverse("placement", args=[p.public_id]),
            dates.nights(p.stay) if not p.stay.is_empty else dates.short_date(p.stay.start),
            p.child,
        )
        for p in found.select_related("child", "home").order_by("child__reference", "period", "pk")[:AT_MOST]
    ]
