"""What the pages of decisions share: getting hold of one, its crumbs, where to go when something is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.decisions import queries
from homeward.apps.decisions.models import Contract, Decision

Json = dict[str, Any]


def crumb() -> Json:
    return {"text": _("Decisions"), "href": reverse("decisions")}


def get_decision(request: HttpRequest, public_id: str, using: P | None = None) -> Decision:
    """The decision with what its pages read, or 404."""
    found = get_visible(Decision, request, public_id, using=using)
    decision: Decision = queries.decisions(actor_of(request)).get(pk=found.pk)
    return decision


def get_contract(request: HttpRequest, public_id: str, using: P | None = None) -> Contract:
    found = get_visible(Contract, request, public_id, using=using)
    contract: Contract = queries.contracts(actor_of(request)).get(pk=found.pk)
    return contract


def address_of(decision: Decision) -> str:
    return reverse("decision", args=[decision.public_id])


def around(decision: Decision) -> Json:
    """Crumbs, caption and the way back of a form about a decision."""
    words = _("Referral %(referral)s") % {"referral": decision.search.referral.reference}
    address = address_of(decision)
    return {
        "caption": f"{decision.offer.home.name}, {decision.organisation.name}", "back": address,
        "crumbs": [crumb(), {"text": words, "href": address}],
    }  # fmt: skip


def done(said: str, decision: Decision) -> tuple[str, str]:
    return said, address_of(decision)
