"""Finding what the registers hold, by reference and by who asked or received. No child is found by name here."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.search import AT_MOST, Hit, every_word, searcher
from homeward.apps.privacy import queries


@searcher("access_requests", _("Access requests"), P.PRIVACY_READ, list_name="access_requests")
def access_requests(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(
        queries.requests(actor), words, "reference", "requester", "child__reference", "contact"
    )
    return [
        Hit(
            f"{r.reference}, {r.subject}",
            reverse("access_request", args=[r.public_id]),
            str(r.get_state_display()),
            r.child,
        )
        for r in found.order_by("-received_on", "pk")[:AT_MOST]
    ]


@searcher("corrections", _("Requests for correction"), P.PRIVACY_READ, list_name="corrections")
def corrections(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(
        queries.corrections(actor), words, "reference", "requester", "child__reference", "contact"
    )
    return [
        Hit(
            f"{r.reference}, {r.subject}",
            reverse("correction", args=[r.public_id]),
            str(r.get_state_display()),
            r.child,
        )
        for r in found.order_by("-received_on", "pk")[:AT_MOST]
    ]


@searcher("disclosures", _("Disclosures"), P.DISCLOSURE_READ, list_name="disclosures")
def disclosures(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(queries.disclosures(actor), words, "recipient", "what", "child__reference", "contact")
    return [
        Hit(f"{r.subject}: {r.recipient}", reverse("disclosure", args=[r.public_id]), r.what[:80], r.child)
        for r in found.order_by("-given_on", "-pk")[:AT_MOST]
    ]


@searcher("breaches", _("Breaches"), P.BREACH_READ, list_name="breaches")
def breaches(actor: Actor, words: Sequence[str]) -> list[Hit]:
    found = every_word(queries.breaches(actor), words, "reference", "what")
    return [
        Hit(r.reference, reverse("breach", args=[r.public_id]), str(r.get_state_display()))
        for r in found.order_by("-discovered_at", "pk")[:AT_MOST]
    ]
