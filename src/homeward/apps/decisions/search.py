"""Finding decisions and individual contracts by referral, home, provider, or by a child one may see."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, searcher, typed
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.referrals.queries import of_known_children


def _about(rows: QuerySet, actor: Actor, words: Sequence[str], way: str, *own: str) -> QuerySet:
    """Rows that hold every word; `way` leads from a row to its decision, `own` are its own fields."""
    for word in words:
        found = Q(**{f"{way}search__referral__reference__icontains": typed(word)})
        found |= Q(**{f"{way}offer__home__search_key__contains": word})
        found |= Q(organisation__search_key__contains=word)
        found |= Q(**{f"{way}search__referral__in": of_known_children(actor, word)})
        for name in own:
            found |= Q(**{f"{name}__icontains": typed(word)})
        rows = rows.filter(found)
    return rows


@searcher("decisions", _("Decisions"), Permission.DECISION_READ, list_name="decisions")
def decisions(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """The newest first night first."""
    rows = Decision.objects.visible_to(actor).select_related(
        "search__referral", "offer__home", "organisation"
    )
    found = _about(rows, actor, words, "").order_by("-start_on", "pk")
    return [
        Hit(
            _("%(home)s for referral %(referral)s") % {"home": d.offer.home.name, "referral": d.search.referral.reference},
            reverse("decision", args=[d.public_id]), f"{d.organisation.name}, {d.get_state_display()}",
        )
        for d in found[:AT_MOST]
    ]  # fmt: skip


@searcher("contracts", _("Individual contracts"), Permission.CONTRACT_READ)
def contracts(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By reference."""
    rows = Contract.objects.visible_to(actor).select_related("decision__offer__home", "organisation")
    found = _about(rows, actor, words, "decision__", "reference").order_by("reference", "pk")
    return [
        Hit(
            c.reference, reverse("contract", args=[c.public_id]),
            f"{c.decision.offer.home.name}, {c.organisation.name}, {c.decision.get_state_display()}",
        )
        for c in found[:AT_MOST]
    ]  # fmt: skip
