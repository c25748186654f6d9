"""Finding panels by day, chair, place or a referral of the agenda; and what people took on at them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import CharField, F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher, typed
from homeward.apps.panels import queries
from homeward.apps.panels.models import Panel, PanelItem

# A day as people write it: 18 Nov 2026, 18 November 2026, 2026-11-18.
DAY = Func(
    F("held_on"), Value("FMDD Mon FMMonth YYYY YYYY-MM-DD"), function="to_char", output_field=CharField()
)


@searcher("panels", _("Panels"), Permission.PANEL_READ, list_name="panels")
def panels(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """Newest first."""
    rows = Panel.objects.visible_to(actor).annotate(day=DAY)
    for word in words:
        items = PanelItem.objects.filter(referral__reference__icontains=typed(word))
        told = (
            Q(chair__search_key__contains=word) | Q(place__folds=typed(word)) | Q(day__icontains=typed(word))
        )
        rows = rows.filter(told | Q(pk__in=items.values("panel")))
    return [
        Hit(str(p), reverse("panel", args=[p.public_id]), p.get_state_display())
        for p in rows.order_by("-held_on", "pk")[:AT_MOST]
    ]


@searcher("panel_actions", _("Actions of panels"), Permission.PANEL_READ, list_name="panel_actions")
def panel_actions(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """The soonest due first."""
    found = every_word(
        queries.actions(actor), words, "text", "owner__search_key", "item__referral__reference"
    )
    return [
        Hit(a.text, reverse("panel_action", args=[a.public_id]), f"{a.owner.name}, {standing(a)[0]}")
        for a in found.order_by("due_on", "pk")[:AT_MOST]
    ]
