"""How children are found: by reference, number or name, by those who may see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.children.models import Child
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher


@searcher("children", _("Children"), Permission.CHILD_READ, list_name="children")
def children(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(Child.objects.visible_to(actor), words, "search_key").order_by("search_key", "pk")
    return [
        Hit(c.reference, reverse("child", args=[c.public_id]), c.name if c.name != c.reference else "", c)
        for c in found[:AT_MOST]
    ]
