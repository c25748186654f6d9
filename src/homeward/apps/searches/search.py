"""Finding searches for a home, what providers were asked, and documents of providers outside frameworks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher, typed
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.queries import of_known_children
from homeward.apps.searches import queries
from homeward.apps.searches.models import Evidence, Search


@searcher("home_searches", _("Searches for a home"), Permission.SEARCH_READ, list_name="home_searches")
def searches(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By the referral, or a child one may see; the soonest needed first."""
    rows = Search.objects.visible_to(actor).select_related("referral")
    for word in words:
        rows = rows.filter(
            Q(referral__reference__icontains=typed(word)) | Q(referral__in=of_known_children(actor, word))
        )
    return [
        Hit(str(s.referral), reverse("home_search", args=[s.public_id]), s.get_state_display())
        for s in rows.order_by("referral__needed_by", "pk")[:AT_MOST]
    ]


@searcher("invitations", _("Asked for a home"), Permission.INVITATION_READ, list_name="invitations_to_offer")
def invitations(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By referral, authority or provider, the newest first. Names no child: a provider may not know one yet."""
    found = every_word(
        queries.invitations(actor), words, "search__referral__reference", "body__name", "organisation__search_key"
    )  # fmt: skip
    return [
        Hit(
            i.search.referral.reference, reverse("invitation", args=[i.public_id]),
            f"{i.body.name if actor.is_provider else i.organisation.name}, {i.get_state_display()}",
        )
        for i in found.order_by("-sent_at", "pk")[:AT_MOST]
    ]  # fmt: skip


@searcher("evidence", _("Documents outside frameworks"), Permission.EVIDENCE_READ)
def evidence(actor: Actor, words: Sequence[str]) -> list[Hit]:
    """By the provider."""
    rows = Evidence.objects.visible_to(actor).select_related("organisation", "body")
    found = every_word(rows, words, "organisation__search_key").order_by("organisation__name", "pk")
    return [
        Hit(
            e.organisation.name, reverse("evidence"),
            f"{label_of(e.body, 'non_framework_evidence', e.kind)}, {e.get_state_display()}",
        )
        for e in found[:AT_MOST]
    ]  # fmt: skip
