"""The individual contract: drawn up when the offer is accepted, signed by both sides, drawn anew when it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, service
from homeward.apps.decisions import papers
from homeward.apps.decisions.facts import contract_of, is_whole, needed_sides
from homeward.apps.decisions.machine import MACHINE, refusals
from homeward.apps.decisions.models import Contract, ContractChild, ContractVariation, Decision, ExtraCost
from homeward.apps.decisions.models.decisions import LIVING, PROMISED
from homeward.apps.decisions.pricing import PRICE, price_faults, shares
from homeward.apps.decisions.services.beginning import settle_prices
from homeward.apps.decisions.services.taking import hold_promise, nameless, take, tell_in, tell_provider
from homeward.apps.decisions.services.varying import let_variations_go
from homeward.apps.referrals.content import children_of
from homeward.kernel.reasons import Reason

PAPER = "individual_contract"
S, V = Decision.State, ContractVariation.State
LABELS = {
    "legal_status": "Legal status", "buys": "What the price buys", "outcomes": "Outcomes", "absences": "Absences",
    "uplift": "Yearly review of the price", "variation": "Variation",
}  # fmt: skip
WHAT = "This contract cannot be drawn up"


@service("draw_contract", WHAT)
def draw_contract(*, decision: Decision, terms: Mapping[str, Any], by: Actor) -> Contract:
    """Write the contract, or write it anew. What was signed before was another paper, and counts no longer."""
    contract = contract_of(decision)
    if contract is not None:
        let_variations_go(contract, (V.PROPOSED, V.IN_FORCE), "The contract was drawn up anew.", by)
        hold(contract)  # before the decision, as whoever signs does
    take(decision, by, P.CONTRACT_WRITE if contract is None else P.DECISION_CARRY_OUT, WHAT)
    open_ = decision.state in (S.ACCEPTED, S.RETURNED) or (
        decision.state in LIVING and not is_whole(contract)
    )
    refuse_if(WHAT, [
        None if open_ else Reason("contract.not_now", {"state": decision.get_state_display()}),
        *_faults(decision, terms),
    ])  # fmt: skip
    values = {name: value.strip() if isinstance(value, str) else value for name, value in terms.items()}
    if contract is None:
        contract = Contract(
            body=decision.body, organisation=decision.organisation, decision=decision,
            reference=_reference(decision), umbrella=umbrella_of(decision),
        )  # fmt: skip
    for name, value in values.items():
        setattr(contract, name, value)
    contract.drawn_at, contract.drawn_by = timezone.now(), by.user
    contract.save()
    _children(contract)
    write_paper(contract, by)
    audit.record(by, "draw_contract", decision, contract=contract.reference)
    tell_provider(
        decision,
        saying(
            "The contract for referral %(referral)s waits to be signed", referral=decision.search.referral
        ),
    )
    tell_in(
        decision,
        (Role.HEAD_OF_SERVICE,),
        saying(
            "The contract for referral %(referral)s waits to be signed", referral=decision.search.referral
        ),
        by,
    )
    return contract


def _reference(decision: Decision) -> str:
    """By the referral; a further contract of the same referral is numbered."""
    base = f"IPC-{decision.search.referral.reference.removeprefix('R-')}"
    taken = set(
        Contract.objects.filter(body=decision.body, reference__startswith=base).values_list(
            "reference", flat=True
        )
    )
    return next(r for r in (base, *(f"{base}-{n}" for n in range(2, 100))) if r not in taken)


def umbrella_of(decision: Decision) -> str:
    lot = decision.offer.invitation.lot
    return f"{lot.framework.title} ({lot.framework.reference}), lot {lot.number}" if lot else ""


def _faults(decision: Decision, terms: Mapping[str, Any]) -> Sequence[Reason | None]:
    return [
        *price_faults({name: terms[name] for name in PRICE}),
        *(
            Reason("contract.missing", {"label": label, "field": name})
            for name, label in LABELS.items()
            if not str(terms.get(name, "")).strip()
        ),
    ]  # fmt: skip


def _children(contract: Contract) -> None:
    """Each child with its part of the price; the parts make up the whole."""
    people = children_of(contract.decision.search.referral)
    for part, weekly in zip(people, shares(contract.weekly, len(people)), strict=True):
        ContractChild.objects.update_or_create(
            contract=contract, child=part.child,
            defaults={"body": contract.body, "organisation": contract.organisation, "weekly": weekly},
        )  # fmt: skip


def write_paper(contract: Contract, by: Actor) -> None:
    """The paper both sides sign, in place of the one before."""
    contract.document = store_made(
        content=papers.contract_paper(contract), filename=f"contract-{contract.reference}.pdf",
        media_type="application/pdf", title=f"Individual contract {contract.reference}", kind=PAPER, thing=contract,
        by=by, replaces=contract.document,
    )  # fmt: skip
    contract.save(update_fields=["document"])


def why_not_sign(document: Document, contract: Contract, by: Actor, side: str) -> list[Reason]:
    """Every reason against signing now. A provider reads that something is missing, not what: that is the authority's."""
    decision = contract.decision
    if contract.document_id != document.pk:
        return [Reason("signature.not_newest", {"title": document.title})]
    if side not in needed_sides(contract):
        return [Reason("contract.signs_alone", {"body": decision.body.name})]
    if decision.state not in (S.ACCEPTED, *LIVING):
        found = [Reason("contract.not_now", {"state": decision.get_state_display()})]
    else:
        found = refusals(decision, "contract")
    if found and by.is_provider:
        return [Reason("contract.not_ready", {"body": decision.body.name})]
    return found


def signed(signature: Signature, contract: Contract, by: Actor) -> None:
    """A signature counts: the last of the two makes the contract stand.

    The contract is held already; now what every promise of a place has in common, so that no restriction is imposed
    between the question and the signature. It is asked again: it may have been imposed a moment ago.
    """
    decision = contract.decision
    hold_promise(decision)
    hold(decision)
    document = contract.document
    assert document is not None
    refuse_if("You cannot sign this document", why_not_sign(document, contract, by, signature.side))
    audit.record(by, "sign_contract", decision, side=signature.side, digest=signature.digest)
    both = is_whole(contract)
    if both and decision.state == S.ACCEPTED:
        MACHINE.make("contract", decision, by)
    title = (
        saying("Contract %(contract)s is wholly signed", contract=contract.reference)
        if both
        else saying(
            "Contract %(contract)s is signed by %(name)s", contract=contract.reference, name=signature.name
        )
    )
    tell_in(decision, (Role.PLACEMENT_OFFICER, Role.HEAD_OF_SERVICE), title, by)
    if signature.side == "body":
        tell_provider(decision, title)


@service("add_extra", "This extra cost cannot be recorded")
def add_extra(
    *,
    contract: Contract,
    words: str,
    weekly: Decimal,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str,
    by: Actor,
) -> ExtraCost:
    """Agree something above the weekly price for a time. The paper is drawn anew while it is not signed by both."""
    what = "This extra cost cannot be recorded"
    hold(contract)
    decision = contract.decision
    take(decision, by, P.DECISION_CARRY_OUT, what)
    told = {"starts": starts_on.isoformat(), "ends": ends_on.isoformat(), "field": "ends_on"}
    fits = starts_on < ends_on and starts_on >= decision.start_on
    refuse_if(what, [
        None if decision.state in (*PROMISED, *LIVING) else Reason("decision.closed", {"state": decision.get_state_display()}),
        None if fits else Reason("contract.extra_days", told),
        Reason("contract.nought", {"field": "weekly"}) if weekly <= 0 else None,
        None if words.strip() else Reason("decision.words_missing", {"field": "words"}),
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        *nameless(decision, words=words, reason=reason),
    ])  # fmt: skip
    made = ExtraCost.objects.create(
        body=contract.body, organisation=contract.organisation, contract=contract, words=words.strip(), weekly=weekly,
        starts_on=starts_on, ends_on=ends_on, reason=reason.strip(), agreed_by=by.user,
    )  # fmt: skip
    audit.record(by, "add_extra", decision, weekly=str(weekly), ends_on=ends_on.isoformat())
    _renew(contract, by)
    settle_prices(contract, by)
    return made


@service("end_extra", "The end of this extra cost cannot be moved")
def end_extra(*, extra: ExtraCost, ends_on: dt.date, reason: str, by: Actor) -> ExtraCost:
    """Move the end date of an extra cost: earlier, or later when it was looked at. `ends_on`: first day not paid."""
    what = "The end of this extra cost cannot be moved"
    contract = extra.contract
    hold(contract)
    take(contract.decision, by, P.DECISION_CARRY_OUT, what)
    hold(extra)
    told = {"starts": extra.starts_on.isoformat(), "ends": ends_on.isoformat(), "field": "ends_on"}
    refuse_if(what, [
        Reason("contract.extra_days", told) if ends_on <= extra.starts_on else None,
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        *nameless(contract.decision, reason=reason),
    ])  # fmt: skip
    extra.ends_on = ends_on
    extra.save(update_fields=["ends_on"])
    audit.record(by, "end_extra", contract.decision, reason=reason.strip(), ends_on=ends_on.isoformat())
    _renew(contract, by)
    settle_prices(contract, by)
    return extra


def _renew(contract: Contract, by: Actor) -> None:
    """What is not signed by both shows the extra; a contract that stands keeps its paper, and the extra its own record."""
    if contract.document is not None and not is_whole(contract):
        write_paper(contract, by)
