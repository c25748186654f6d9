"""Varying a contract: proposing new terms, taking them back, declining them. Signing is done on the paper's own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.decisions import services
from homeward.apps.decisions.forms import ReasonForm, VaryForm
from homeward.apps.decisions.models import Contract, ContractVariation
from homeward.apps.decisions.varying import terms_on
from homeward.apps.decisions.views.parts import get_contract
from homeward.web.numbers import sign_of

Json = dict[str, Any]


def _around(contract: Contract) -> Json:
    back = reverse("contract", args=[contract.public_id])
    return {
        "caption": contract.reference,
        "back": back,
        "crumbs": [{"text": contract.reference, "href": back}],
    }


@page(P.DECISION_CARRY_OUT)
def vary(request: HttpRequest, public_id: str) -> HttpResponse:
    """New terms from a day on, filled with those that hold; both sides sign the paper."""
    found, actor = get_contract(request, public_id), actor_of(request)
    held = terms_on(found, actor.today)
    initial = {name: getattr(held, name) for name in ("weekly", "care", "education", "health", "buys")}
    form = VaryForm(request.POST or None, currency=sign_of(found.body.currency), initial=initial)
    return edit(
        request, form, lambda data: services.vary_contract(contract=found, **form.given(), by=actor),
        lambda made: (_("Drawn up. Whoever signs it is told."), reverse("contract", args=[found.public_id])),
        heading=_("Vary the contract"), verb=_("Draw it up"),
        lede=_("Filled with the terms that hold today. They change once everybody has signed."), **_around(found),
    )  # fmt: skip


def _close(
    request: HttpRequest,
    public_id: str,
    do: Callable[..., ContractVariation],
    heading: str,
    verb: str,
    said: str,
) -> HttpResponse:
    found, actor = get_visible(ContractVariation, request, public_id), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None), lambda data: do(variation=found, **data, by=actor),
        lambda made: (said, reverse("contract", args=[found.contract.public_id])),
        heading=heading % {"number": found.number}, verb=verb, lede=_("Everybody who signs is told, with the reason."),
        **_around(found.contract),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back a variation that waits for signatures."""
    return _close(
        request, public_id, services.take_back_variation, _("Take back variation %(number)s"), _("Take it back"),
        _("Taken back."),
    )  # fmt: skip


@page(P.CONTRACT_SIGN)
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decline to sign it."""
    return _close(
        request, public_id, services.decline_variation, _("Decline variation %(number)s"), _("Decline it"), _("Declined.")
    )  # fmt: skip


def rows_of(contract: Contract, actor: Actor) -> list[Json]:
    """Its variations for the contract's page, the newest first, with what the person may do."""
    signs, carries = actor.holds(P.CONTRACT_SIGN), actor.holds(P.DECISION_CARRY_OUT)
    rows = contract.variations.select_related("document", "closed_by", "contract").order_by("-number")
    return [
        {
            "variation": v, "open": v.state == v.State.PROPOSED, "tag": TAGS[v.state],
            "signs": signs and v.state == v.State.PROPOSED and services.waits_for(v, actor),
            "takes_back": carries and v.state == v.State.PROPOSED,
        }
        for v in rows
    ]  # fmt: skip


TAGS = {"proposed": "warn", "in_force": "ok", "declined": "bad", "withdrawn": "plain", "replaced": "plain"}
