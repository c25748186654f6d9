"""Varying an individual contract: proposed by the authority, signed as the contract was, then in force from its day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.signatures import signatures_of
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.decisions.facts import is_whole, needed_sides
from homeward.apps.decisions.models import Contract, ContractVariation
from homeward.apps.decisions.pricing import PRICE, price_faults
from homeward.apps.decisions.services.beginning import settle_prices
from homeward.apps.decisions.services.taking import nameless, take, tell_in, tell_provider
from homeward.apps.decisions.varying import FROM, MACHINE, Terms, replaced_by, sides_missing, terms_on
from homeward.apps.decisions.varying_papers import variation_paper
from homeward.kernel.reasons import Reason

PAPER = "contract_variation"
PROPOSE = "This contract cannot be varied"
S = ContractVariation.State


@service("vary_contract", PROPOSE)
def vary_contract(
    *, contract: Contract, kind: str, effective_on: dt.date, terms: Mapping[str, Any], reason: str, by: Actor
) -> ContractVariation:
    """Propose new terms from a day on, and write the paper that is signed. Raises Refused with every reason.

    `terms`: weekly, care, education, health (each a week, for all children together) and what the price buys. A day
    that has passed is taken: what it changes in a locked period comes as an adjustment.
    """
    hold(contract)
    decision = contract.decision
    take(decision, by, P.DECISION_CARRY_OUT, PROPOSE)
    values = {name: Decimal(terms.get(name) or 0) for name in PRICE}
    refuse_if(PROPOSE, [
        None if decision.state in FROM and is_whole(contract)
        else Reason("contract.not_to_vary", {"state": decision.get_state_display()}),
        Reason("contract.variation_open", {}) if contract.variations.filter(state=S.PROPOSED).exists() else None,
        *price_faults(values), *_day(contract, effective_on),
        None if str(terms["buys"]).strip() else Reason("contract.missing", {"label": "What the price buys", "field": "buys"}),
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        *_same(contract, effective_on, values, str(terms["buys"])),
        *nameless(decision, buys=str(terms["buys"]), reason=reason),
    ])  # fmt: skip
    made = ContractVariation.objects.create(
        body=contract.body, organisation=contract.organisation, contract=contract, kind=kind, effective_on=effective_on,
        number=contract.variations.count() + 1, buys=str(terms["buys"]).strip(), reason=reason.strip(), proposed_by=by.user,
        **values,
    )  # fmt: skip
    made.document = store_made(
        content=variation_paper(made), filename=f"variation-{contract.reference}-{made.number}.pdf",
        media_type="application/pdf", title=f"Variation {made.number} of contract {contract.reference}", kind=PAPER,
        thing=made, by=by,
    )  # fmt: skip
    made.save(update_fields=["document"])
    audit.record(by, "vary_contract", decision, reason=reason.strip(), variation=made.number)
    _tell(
        made,
        saying(
            "Variation %(made)s of contract %(contract)s waits to be signed",
            made=made.number,
            contract=contract.reference,
        ),
        by,
    )
    return made


def _day(contract: Contract, effective_on: dt.date) -> list[Reason]:
    start = contract.decision.start_on
    if effective_on > start:
        return []
    told = {"day": effective_on.isoformat(), "start": start.isoformat(), "field": "effective_on"}
    return [Reason("contract.varied_too_early", told)]


def _same(contract: Contract, on: dt.date, values: Mapping[str, Decimal], buys: str) -> list[Reason]:
    held: Terms = terms_on(contract, on)
    if replaced_by(contract, on).exclude(effective_on=on).exists():
        return []  # the same from that day on, without what was agreed for later
    if all(getattr(held, name) == value for name, value in values.items()) and held.buys == buys.strip():
        return [Reason("contract.varies_nothing", {"since": held.since.isoformat()})]
    return []


@service("decline_contract_variation", "You cannot decline this variation")
def decline_variation(*, variation: ContractVariation, reason: str, by: Actor) -> ContractVariation:
    """Decline to sign, with the reason. The terms stay as they are."""
    return _close("decline", P.CONTRACT_SIGN, variation, reason, by)


@service("take_back_contract_variation", "You cannot take this variation back")
def take_back_variation(*, variation: ContractVariation, reason: str, by: Actor) -> ContractVariation:
    """Take back what is not signed by everybody; who signed it is told."""
    return _close("take_back", P.DECISION_CARRY_OUT, variation, reason, by)


def _close(move: str, using: P, variation: ContractVariation, reason: str, by: Actor) -> ContractVariation:
    what = f"You cannot {MACHINE.moves[move].words}"
    permit(may(by, using, variation), what)
    hold(variation)
    refuse_if(what, [
        *MACHINE.why_not(move, variation, by),
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        *nameless(variation.contract.decision, reason=reason),
    ])  # fmt: skip
    MACHINE.make(move, variation, by, closed_by=by.user, closed_reason=reason.strip())
    contract = variation.contract
    audit.record(
        by, f"{move}_contract_variation", contract.decision, reason=reason.strip(), variation=variation.number
    )
    told = {"variation": variation.number, "contract": contract.reference}
    if move == "decline":
        title = saying("Variation %(variation)s of contract %(contract)s was declined", **told)
    else:
        title = saying("Variation %(variation)s of contract %(contract)s was taken back", **told)
    _tell(variation, title, by, reason.strip())
    return variation


def let_variations_go(contract: Contract, states: Collection[str], reason: str, by: Actor) -> None:
    """What was proposed or agreed for a contract goes with it: with the end, or with the paper that takes its place.

    Asked for before the contract is held: whoever signs a variation holds it first.
    """
    rows = contract.variations.select_for_update(of=("self",)).filter(state__in=states).order_by("pk")
    for variation in rows:
        variation.state, variation.since = S.WITHDRAWN, timezone.now()
        variation.closed_by, variation.closed_reason = by.user, reason
        variation.save(update_fields=["state", "since", "closed_by", "closed_reason"])
        audit.record(
            by, "take_back_contract_variation", contract.decision, reason=reason, variation=variation.number
        )


def waits_for(variation: ContractVariation, by: Actor) -> bool:
    """Whether the person's side still has to sign it."""
    signed = {s.side for s in signatures_of(variation.document)} if variation.document else set()
    return side_of(by) in sides_missing(variation, signed)


def why_not_sign(document: Document, variation: ContractVariation, by: Actor, side: str) -> list[Reason]:
    """Every reason against signing it now."""
    if side not in needed_sides(variation.contract):
        return [Reason("contract.signs_alone", {"body": variation.body.name})]
    if by.user.pk == variation.proposed_by_id and len(needed_sides(variation.contract)) == 1:
        return [Reason("contract.varied_by_one", {})]  # nobody else would have looked at the new price
    return MACHINE.why_not("agree", variation, by)


def signed(signature: Signature, variation: ContractVariation, by: Actor) -> None:
    """A signature counts: the last that is needed puts the terms into force, and the lines cost what they say.

    The variation is held already; the contract is held before it is asked again, so that an end or another paper
    comes before the signature or after it.
    """
    contract = variation.contract
    hold(contract)
    hold(contract.decision)
    assert variation.document is not None
    refuse_if(
        "You cannot sign this document", why_not_sign(variation.document, variation, by, signature.side)
    )
    audit.record(
        by, "sign_contract_variation", contract.decision, side=signature.side, digest=signature.digest
    )
    missing = sides_missing(variation, {s.side for s in signatures_of(variation.document)})
    if missing:
        told = {"variation": variation.number, "contract": contract.reference, "name": signature.name}
        waits = saying(
            "Variation %(variation)s of contract %(contract)s is signed by %(name)s and waits for you", **told
        )
        _tell_side(variation, missing[0], waits, by)
        tell_in(
            contract.decision, (Role.PLACEMENT_OFFICER,),
            saying("Variation %(variation)s of contract %(contract)s is signed by %(name)s", **told), by,
            url=_address(variation),
        )  # fmt: skip
        return
    for other in replaced_by(contract, variation.effective_on):
        other.state, other.since = S.REPLACED, timezone.now()
        other.save(update_fields=["state", "since"])
    MACHINE.make("agree", variation, by)
    settle_prices(contract, by)
    audit.record(by, "contract_varied", contract.decision, variation=variation.number)
    _tell(
        variation,
        saying(
            "Variation %(variation)s of contract %(contract)s is signed by everybody",
            variation=variation.number,
            contract=contract.reference,
        ),
        by,
    )


def _address(variation: ContractVariation) -> str:
    return reverse("contract", args=[variation.contract.public_id])


def _tell(variation: ContractVariation, title: str, by: Actor, text: str = "") -> None:
    """Tell everybody whom it concerns but who did it."""
    tell_in(variation.contract.decision, (Role.PLACEMENT_OFFICER,), title, by, text, url=_address(variation))
    for side in needed_sides(variation.contract):
        _tell_side(variation, side, title, by, text)


def _tell_side(variation: ContractVariation, side: str, title: str, by: Actor, text: str = "") -> None:
    """Tell those who sign for a side."""
    decision = variation.contract.decision
    if side == "body":
        tell_in(decision, (Role.HEAD_OF_SERVICE,), title, by, text, url=_address(variation))
    elif not by.is_provider:
        tell_provider(decision, title, text, url=_address(variation))
