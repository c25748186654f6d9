"""Individual contracts: terms, price by child, extras, who has signed, notice. Children by reference, never by name."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pydantic import Field

from homeward.api.shapes.common import Day, Named, Sent, Told
from homeward.api.shapes.finding import Money
from homeward.api.shapes.placements import ChildNamed
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.signatures.queries import Checked, checked_signatures_of
from homeward.apps.decisions.models import Contract, ContractChild, ExtraCost, NoticeGiven
from homeward.apps.decisions.queries import unknown_children
from homeward.apps.decisions.varying import Terms, terms_of


class ContractShape(Told):
    """What both sides sign for one placement, as the list tells it."""

    id: str = Field(description="Public id.")
    reference: str
    referral: str = Field(description="Reference of the referral.")
    home: Named
    provider: str
    state: str = Field(
        description="Of the placement: accepted, returned, contracted, started, notice or ended, or why it never began."
    )
    start_on: dt.date = Field(description="First night agreed.")
    ends_on: dt.date | None = Field(description="First night no longer intended; null: open.")
    weekly: Decimal = Field(
        description="A week, in the body's currency, as it was signed; `terms` says what holds when."
    )


class ContractChildShape(Told):
    child: ChildNamed | None = Field(description="Null for a worker whose case that child is not.")
    weekly: Decimal = Field(
        description="A week, in the body's currency, as it was signed; `terms` says what holds when."
    )
    placement: str | None = Field(
        description="Public id of the stay; null before the first night, and for a provider's token."
    )


class ExtraCostShape(Told):
    """Something paid above the weekly price for a time."""

    id: str = Field(description="Public id.")
    words: str
    weekly: Decimal = Money
    starts_on: dt.date
    ends_on: dt.date = Field(description="First day it is no longer paid.")
    reason: str


class SignatureShape(Told):
    side: str = Field(description="body or provider.")
    name: str
    capacity: str
    signed_on: dt.date
    fits: bool = Field(
        description="Whether it still fits the paper as it stands; a signature that does not is void."
    )


class NoticeShape(Told):
    """Notice given by one side."""

    side: str = Field(description="body or provider.")
    kind: str = Field(description="A code of notice_kinds.")
    given_on: dt.date
    days: int = Field(description="Days of notice.")
    leaves_on: dt.date = Field(description="The day the children leave at the latest.")
    words: str
    referral: str | None = Field(
        description="Reference of the referral it opened; null for a provider's token."
    )


class TermsShape(Told):
    """What the contract costs and buys from a day on."""

    since: dt.date = Field(description="The first night they hold.")
    weekly: Decimal = Money
    care: Decimal = Money
    education: Decimal = Money
    health: Decimal = Money
    buys: str
    variation: int | None = Field(
        description="The number of the variation that says so; null: the contract itself."
    )


class WholeContractShape(ContractShape):
    """One contract: weekly, care, education, health and buys as it was signed; `terms` says what holds when."""

    umbrella: str = Field(description="The framework it is called off under; empty: outside any framework.")
    legal_status: str
    buys: str = Field(description="What the weekly price buys.")
    care: Decimal = Money
    education: Decimal = Money
    health: Decimal = Money
    outcomes: list[str]
    notice_days: int = Field(description="Days of notice in a planned ending.")
    notice_is_placeholder: bool = Field(description="No source gives the days: do not quote them.")
    absences: str
    uplift: str
    variation: str
    drawn_at: dt.datetime
    drawn_by: str
    children: list[ContractChildShape]
    terms: list[TermsShape] = Field(
        description="The terms through time, by their first night: as signed, then as each agreed variation left them."
    )
    extras: list[ExtraCostShape]
    signatures: list[SignatureShape]
    document: str | None = Field(
        description="Public id of the paper that is signed; null while there is none, or where it may not be read."
    )
    agreement: str | None = Field(
        description="Public id of the agreement its lines stand in; null before the first night, or where the token reads none."
    )
    notice: NoticeShape | None = Field(
        description="Null while none is given, and where the token reads no decisions."
    )


class GivingNotice(Sent):
    """Notice by the side whose token it is."""

    kind: str = Field(min_length=1, max_length=20, description="A code of notice_kinds.")
    given_on: Day
    leaves_on: Day | None = Field(default=None, description="Null for the last day of the notice.")
    words: str = Field(min_length=1, max_length=2000, pattern=r"\S", description="Why. Names no child.")
    changed: str = Field(
        default="", max_length=2000,
        description="What has changed since the last referral: it stands in the new one. Names no child.",
    )  # fmt: skip


def contract_shape(c: Contract) -> ContractShape:
    return ContractShape(**_contract(c))


def _contract(c: Contract) -> dict[str, Any]:
    decision, home = c.decision, c.decision.offer.home
    return {
        "id": c.public_id, "reference": c.reference, "referral": decision.search.referral.reference,
        "home": Named(id=home.public_id, name=home.name), "provider": str(c.organisation), "state": decision.state,
        "start_on": decision.start_on, "ends_on": decision.ends_on, "weekly": c.weekly,
    }  # fmt: skip


def whole_contract(
    c: Contract, children: list[ContractChild], notice: NoticeGiven | None, actor: Actor
) -> WholeContractShape:
    """`notice`: as far as this token may read it."""
    sees_stay = actor.holds(P.DECISION_READ) and not actor.is_provider
    unknown = unknown_children(c, actor)
    sees_agreement = c.agreement is not None and actor.holds(P.AGREEMENT_READ)
    return WholeContractShape(
        **_contract(c), umbrella=c.umbrella, legal_status=c.legal_status, buys=c.buys, care=c.care, education=c.education,
        health=c.health, outcomes=c.outcomes.splitlines(), notice_days=c.notice_days,
        notice_is_placeholder=c.notice_is_placeholder, absences=c.absences, uplift=c.uplift, variation=c.variation,
        drawn_at=c.drawn_at, drawn_by=c.drawn_by.name,
        children=[_child(row, sees_stay, row.child_id not in unknown) for row in children],
        terms=[_terms(held) for held in terms_of(c)],
        extras=[_extra(e) for e in c.extras.order_by("starts_on", "pk")],
        signatures=[_signature(s) for s in checked_signatures_of(c.document)] if c.document else [],
        document=c.document.public_id if c.document and not unknown else None,
        agreement=c.agreement.public_id if c.agreement and sees_agreement else None,
        notice=notice_shape(notice, actor) if notice else None,
    )  # fmt: skip


def _child(row: ContractChild, sees_stay: bool, known: bool) -> ContractChildShape:
    return ContractChildShape(
        child=ChildNamed(id=row.child.public_id, reference=row.child.reference) if known else None, weekly=row.weekly,
        placement=row.placement.public_id if row.placement and sees_stay and known else None,
    )  # fmt: skip


def _terms(held: Terms) -> TermsShape:
    return TermsShape(
        since=held.since, weekly=held.weekly, care=held.care, education=held.education, health=held.health, buys=held.buys,
        variation=held.variation.number if held.variation else None,
    )  # fmt: skip


def _extra(e: ExtraCost) -> ExtraCostShape:
    return ExtraCostShape(
        id=e.public_id, words=e.words, weekly=e.weekly, starts_on=e.starts_on, ends_on=e.ends_on, reason=e.reason
    )  # fmt: skip


def _signature(checked: Checked) -> SignatureShape:
    s = checked.signature
    return SignatureShape(
        side=s.side, name=s.name, capacity=s.capacity, signed_on=s.signed_on, fits=checked.fits
    )


def notice_shape(n: NoticeGiven, actor: Actor) -> NoticeShape:
    return NoticeShape(
        side=n.side, kind=n.kind, given_on=n.given_on, days=n.days, leaves_on=n.leaves_on, words=n.words,
        referral=n.referral.reference if n.referral and not actor.is_provider else None,
    )  # fmt: skip
