"""Finding frameworks, and the providers on them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.frameworks.models import Admission, Framework, Lot


@searcher("frameworks", _("Frameworks"), Permission.FRAMEWORK_READ, list_name="frameworks")
def frameworks(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(Framework.objects.visible_to(actor), words, "title", "reference")
    rows = found.order_by("title", "pk")[:AT_MOST]
    return [Hit(f.title, reverse("framework", args=[f.public_id]), note=f.reference) for f in rows]


@searcher("admissions", _("Providers on frameworks"), Permission.FRAMEWORK_READ)
def admissions(actor: Actor, words: Sequence[str]) -> list[Hit]:
    rows = Admission.objects.visible_to(actor).select_related("organisation", "framework")
    found = every_word(rows, words, "organisation__search_key").order_by("organisation__search_key", "pk")
    return [
        Hit(a.organisation.name, reverse("admission", args=[a.public_id]), note=f"{a.framework.title}, {a.get_state_display()}")
        for a in found[:AT_MOST]
    ]  # fmt: skip


@searcher("lots", _("Lots of frameworks"), Permission.FRAMEWORK_READ)
def lots(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By title, or by the framework."""
    rows = Lot.objects.visible_to(actor).select_related("framework")
    found = every_word(rows, words, "title", "framework__title", "framework__reference")
    return [
        Hit(str(lot), reverse("lot", args=[lot.public_id]), note=lot.framework.title)
        for lot in found.order_by("framework__title", "number", "pk")[:AT_MOST]
    ]
