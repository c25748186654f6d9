"""Becoming and being a care partner: where an application stands, what is missing, the accreditation, the approval."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from homeward.api.shapes.common import Named, Told
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.signed import signed_on
from homeward.apps.approvals import queries
from homeward.apps.approvals.gates import gate_of, ways_on
from homeward.apps.approvals.journey import APPROVAL, phase_of, state_words
from homeward.apps.approvals.models import Accreditation, Application, PartnerApproval


class ApplicationShape(Told):
    """One organisation's way to becoming a care partner, as the list tells it."""

    id: str = Field(description="Public id.")
    reference: str
    organisation: Named
    business_number: str
    phase: str = Field(description="Code of journey_phases.")
    state: str = Field(description="A state of the policy's journey.")
    state_words: str
    since: dt.datetime = Field(description="When it came into this state.")
    turn: list[str] = Field(description="Whose turn it is: the person it was given to, else the part.")
    aimed_at: dt.date | None = Field(
        description="Until when the state is aimed to be left; a target, never a limit."
    )
    logged_at: dt.datetime = Field(description="When the first notice of interest was logged.")


class MissingShape(Told):
    """Something that stands in the way of a step."""

    code: str = Field(description="Code of approval_requirements.")
    title: str
    fact: str
    lift: str = Field(description="What would lift it.")
    who: str = Field(description="Who can.")


class WayOnShape(Told):
    """One step that leads on from here, and everything that is missing for it."""

    step: str = Field(description="Code of the step.")
    words: str
    who: list[str] = Field(description="Codes of the parts that make it.")
    missing: list[MissingShape]


class WholeApplicationShape(ApplicationShape):
    """One application with its ways on."""

    kinds: list[str] = Field(description="Codes of approval_kinds that are asked for.")
    care_options: str
    places: int | None
    hoped_for_by: dt.date | None
    submit_by: dt.date | None = Field(description="When the template is to be handed in, as it was agreed.")
    level1_held: bool = Field(description="Whether Level 1 of the accreditation is in place.")
    ways_on: list[WayOnShape]
    letter_signed_on: dt.date | None
    agreement: Named | None = Field(
        description="The outcome agreement; null before it, or where the token may not read it."
    )
    agreement_signed_on: dt.date | None = Field(description="The day the second side signed.")
    approval: str | None = Field(description="Public id of the approval; null before it.")


class AccreditationShape(Told):
    """An organisation's accreditation. A higher number is a lower level."""

    id: str = Field(description="Public id.")
    organisation: Named
    level: int | None = Field(description="1 to 4; 1 is the most demanding.")
    status: str
    granted_on: dt.date | None
    review_due_on: dt.date | None
    report_received_on: dt.date | None = Field(description="When the report came to the hub.")


class ReviewShape(Told):
    """What a two-yearly review came to."""

    reported_on: dt.date
    outcome: str = Field(description="Code of review_outcomes; the list is a placeholder.")
    reasons: str
    look_again_on: dt.date | None
    comment: str = Field(description="The care partner's own comment.")


class PartnerApprovalShape(Told):
    """A care partner's approval under the Act."""

    id: str = Field(description="Public id.")
    organisation: Named
    application: Named
    state: str = Field(description="A state of the policy's journey of an approval.")
    state_words: str
    since: dt.datetime
    approved_on: dt.date
    kinds: list[str] = Field(description="Codes of approval_kinds.")
    section: str = Field(description="The empowering section.")
    conditions: str
    notice_on: dt.date | None = Field(description="Day of a notice of revocation.")
    decide_from: dt.date | None = Field(description="The first day on which that may be decided.")
    ended_on: dt.date | None
    reviews: list[ReviewShape] = Field(description="The newest first.")


def _named(organisation: Any) -> Named:
    return Named(id=organisation.public_id, name=organisation.name)


def _application(row: Application) -> dict[str, Any]:
    return {
        "id": row.public_id, "reference": row.reference, "organisation": _named(row.organisation),
        "business_number": row.organisation.business_number, "phase": phase_of(row), "state": row.state,
        "state_words": state_words(row.body, row.state), "since": row.since,
        "turn": [person or part for part, person in queries.holders_of(row)], "aimed_at": queries.target_of(row),
        "logged_at": row.logged_at,
    }  # fmt: skip


def application_shape(row: Application) -> ApplicationShape:
    return ApplicationShape(**_application(row))


def whole_application_shape(row: Application, actor: Actor) -> WholeApplicationShape:
    gate = gate_of(row)
    after = getattr(row, "transition", None)
    agreement = after.agreement if after else None
    approval = queries.approval_of(row)
    return WholeApplicationShape(
        **_application(row), kinds=row.kinds, care_options=row.care_options, places=row.places,
        hoped_for_by=row.hoped_for_by, submit_by=row.submit_by, level1_held=gate.level1_held,
        ways_on=[_way(way) for way in ways_on(row, gate, to_partner=actor.is_provider)],
        letter_signed_on=after.letter_sent_on if after else None,
        agreement=Named(id=agreement.public_id, name=agreement.reference)
        if agreement and actor.holds(P.AGREEMENT_READ) else None,
        agreement_signed_on=signed_on(agreement) if agreement else None,
        approval=approval.public_id if approval else None,
    )  # fmt: skip


def _way(way: Any) -> WayOnShape:
    missing = [
        MissingShape(code=code, title=said.title, fact=said.fact, lift=said.lift, who=said.who)
        for code, said in zip(way.codes, way.missing, strict=True)
    ]
    return WayOnShape(step=way.move, words=way.words, who=list(way.who), missing=missing)


def accreditation_shape(row: Accreditation) -> AccreditationShape:
    return AccreditationShape(
        id=row.public_id, organisation=_named(row.organisation), level=row.level, status=row.status,
        granted_on=row.granted_on, review_due_on=row.review_due_on, report_received_on=row.report_received_on,
    )  # fmt: skip


def approval_shape(row: PartnerApproval) -> PartnerApprovalShape:
    reviews = sorted(row.reviews.all(), key=lambda review: review.reported_on, reverse=True)
    return PartnerApprovalShape(
        id=row.public_id, organisation=_named(row.organisation),
        application=Named(id=row.application.public_id, name=row.application.reference), state=row.state,
        state_words=state_words(row.body, row.state, APPROVAL), since=row.since, approved_on=row.approved_on,
        kinds=row.kinds, section=row.section, conditions=row.conditions, notice_on=row.notice_on,
        decide_from=row.decide_from, ended_on=row.ended_on,
        reviews=[
            ReviewShape(
                reported_on=review.reported_on, outcome=review.outcome, reasons=review.reasons,
                look_again_on=review.look_again_on, comment=review.comment,
            )
            for review in reviews
        ],
    )  # fmt: skip
