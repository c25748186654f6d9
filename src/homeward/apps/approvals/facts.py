"""What the engine is told of an application: everything on record, in its own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import PARTNERED
from homeward.apps.agreements.signed import signed_state
from homeward.apps.approvals.facts_recorded import (
    advice,
    conversation,
    handed_in,
    person,
    preparation,
    recommended,
    review,
)
from homeward.apps.approvals.journey import holidays_around, journey_of, part_in
from homeward.apps.approvals.models import (
    Accreditation,
    Application,
    ApplicationDecision,
    PartnerApproval,
    Transition,
)
from homeward.apps.approvals.parts import parts_of
from homeward.apps.approvals.reviews import confirms, review_that_counts
from homeward.engine.approval import ApprovalFacts
from homeward.policy import Move

Json = dict[str, Any]


def facts_of(
    application: Application, *, move: Move | None = None, by: Actor | None = None, reason: str = "",
    on: dt.date | None = None, given: Json | None = None,
) -> ApprovalFacts:  # fmt: skip
    """The facts of an application, and of the step somebody wishes to make. `given` stands in place of what is on record:
    what the step itself would write."""
    day = on or application.body.today
    asked = _asked(application, move, day)
    told: Json = {
        "on": day, "application": application.reference, "state": application.state,
        "left": application.resumes_at or None, "since": application.body.day_of(application.since),
        "move": move.code if move else None, "by": _actor(application, by, move), "reason": reason,
        "public_holidays": _holidays(application, day), **_always(application),
        **{name: value for codes, group in GROUPS if codes & asked for name, value in group(application).items()},
        **_decided(application), **(given or {}),
    }  # fmt: skip
    return ApprovalFacts.model_validate(told)


def facts_of_approval(
    approval: PartnerApproval, *, move: Move | None = None, by: Actor | None = None, reason: str = "", given: Json | None = None
) -> ApprovalFacts:  # fmt: skip
    """The facts of an approval that was given, and of the step somebody wishes to make with it."""
    application, day = approval.application, approval.body.today
    notice = None
    if approval.notice_on is not None:
        kinds = list(approval.kinds)
        notice = {
            "of": "revocation",
            "given_on": approval.notice_on,
            "kinds": kinds,
            "reasons": approval.reason,
        }
    told: Json = {
        "on": day, "application": application.reference, "state": approval.state, "left": approval.resumes_at or None,
        "since": approval.body.day_of(approval.since), "move": move.code if move else None,
        "by": _actor(application, by, move), "reason": reason, "approved_on": approval.approved_on,
        "public_holidays": _holidays(application, day), "notice": notice,
        "submissions": _approval_submissions(approval), "organisation": _organisation(application),
        "accreditations": _accreditations(application), "declared_interests": _interests(application),
        "decision": _decision(application, application.newest_decision), "delegates": _delegates(application),
        "agreement": _agreement(getattr(application, "transition", None)),
        "quality_confirmation": _confirmation(approval), **(given or {}),
    }  # fmt: skip
    return ApprovalFacts.model_validate(told)


def _confirmation(approval: PartnerApproval) -> Json | None:
    """What the review that counts says of the quality of practice."""
    row = review_that_counts(approval)
    return {"confirmed": confirms(approval.body, row.outcome), "on": row.reported_on} if row else None


def _actor(application: Application, by: Actor | None, move: Move | None) -> Json | None:
    if by is None:
        return None
    wanted = move.who if move else parts_of(by.role)
    role = part_in(application, by, wanted) or next(iter(parts_of(by.role)), None)
    return {"person": person(by.user), "role": role}


def _holidays(application: Application, day: dt.date) -> list[dt.date]:
    return sorted(holidays_around(application.body.pack, day.year))


def _organisation(application: Application) -> Json:
    organisation = application.organisation
    return {"legal_name": organisation.name, "nzbn": organisation.business_number or None}


def _asked(application: Application, move: Move | None, day: dt.date) -> set[str]:
    """Every requirement that some way on from here asks for: what no way asks for need not be read."""
    moves = [*journey_of(application.body).moves_from(application.state, day), *([move] if move else [])]
    return {code for one in moves for code in (*one.needs, *one.asks)}


def _always(application: Application) -> Json:
    """What alerts, targets and every gate read, wherever the application stands."""
    return {
        "organisation": _organisation(application), "local_contact": application.contact_name or None,
        "local_talks": application.has_talked, "target_approval_on": application.hoped_for_by,
        "declared_interests": _interests(application),
    }  # fmt: skip


def _interests(application: Application) -> list[str]:
    return [row.user.public_id for row in application.declaredinterests.select_related("user")]


def _accreditations(application: Application) -> list[Json]:
    rows = Accreditation.objects.filter(body=application.body, organisation=application.organisation)
    return [
        {"level": row.level, "status": row.status, "nzbn": application.organisation.business_number or None,
         "granted_on": row.granted_on, "next_review_due": row.review_due_on,
         "report_received_on": row.report_received_on}
        for row in rows if row.level is not None
    ]  # fmt: skip


def _decision(application: Application, row: ApplicationDecision | None) -> Json | None:
    if row is None:
        return None
    return {
        "outcome": "approved" if row.outcome == "approved" else "declined", "kinds": [{"kind": kind} for kind in row.kinds],
        "conditions": [row.conditions] if row.conditions else [], "reasons": row.reasons, "by": person(row.decided_by),
        "on": application.body.day_of(row.decided_at), "satisfied_of_suitability": row.is_suitable,
    }  # fmt: skip


def _delegates(application: Application) -> list[Json]:
    """Who holds the delegation: everybody who is deputy chief executive, and who stands in for them."""
    rows = Membership.objects.filter(body=application.body, role=Role.DEPUTY_CHIEF_EXECUTIVE, ended_at=None)
    return [{"person": m.user.public_id, "start": m.start, "end": m.end} for m in rows.select_related("user")]


def _decided(application: Application) -> Json:
    day_of, row = application.body.day_of, getattr(application, "transition", None)
    decisions = list(application.applicationdecisions.select_related("decided_by").order_by("pk"))
    decline = next((d for d in reversed(decisions) if d.outcome == "decline_proposed"), None)
    heard = decline.submissions.order_by("pk").last() if decline else None
    approval, newest = getattr(application, "approval", None), decisions[-1] if decisions else None
    told: Json = {
        "accreditations": _accreditations(application), "decision": _decision(application, newest),
        "submissions": {
            "until": decline.submissions_by, "received_on": day_of(heard.received_at) if heard else None,
        } if decline else None,
        "approved_on": approval.approved_on if approval else None,
        "approval_state": approval.state if approval else None,
    }  # fmt: skip
    if row is None:
        return told
    return told | {
        "letter": {"signed_by": person(newest.decided_by) if newest else None, "sent_on": row.letter_sent_on}
        if row.letter_sent_on else None,
        "agreement": _agreement(row),
        "touchpoint": {"scheduled_on": row.touchpoint_on, "lead_invited_on": row.lead_invited_on},
    }  # fmt: skip


def _delegation(application: Application) -> Json:
    return {"delegates": _delegates(application)}


def _approval_submissions(approval: PartnerApproval) -> Json | None:
    if approval.heard_at is None:
        return None
    day_of = approval.body.day_of
    considered = day_of(approval.considered_at) if approval.considered_at else None
    return {"received_on": day_of(approval.heard_at), "considered_on": considered}


def _agreement(row: Transition | None) -> Json | None:
    """The live agreement that was drawn up: who signed it and what it is made of."""
    agreement = row.agreement if row is not None else None
    if agreement is None:
        return None
    sides = signed_state(agreement).sides
    line = agreement.lines.select_related("specification").order_by("number").first()
    model = agreement.care_models.select_related("summary").order_by("period").last()
    specification = line.specification if line else None
    return {
        "signed_by_agency_on": sides.get("body"), "signed_by_partner_on": sides.get("provider"),
        "service_specification": str(specification) if specification else None,
        "care_model_summary": str(model.summary.number) if model else None,
        "funding_model": line.method if line and line.method in PARTNERED else None,
    }  # fmt: skip


# Which requirements read which part of the record. What none of the ways on asks for is not fetched.
GROUPS: tuple[tuple[frozenset[str], Callable[[Application], Json]], ...] = (
    (
        frozenset(
            {"LOCAL_PROVISION_REQUIRED", "STAKEHOLDERS_REQUIRED", "TAMARIKI_MAORI_REQUIRED", "JOINT_REQUEST_REQUIRED",
             "JOINT_AGREEMENT_REQUIRED"}
        ),
        preparation,
    ),
    (
        frozenset(
            {"WHAKAWHANAUNGATANGA_REQUIRED", "FAMILIARISATION_REQUIRED", "PRACTICE_RUN_REQUIRED", "SUBMIT_BY_REQUIRED",
             "PARTNER_KNOWS_REQUIRED"}
        ),
        conversation,
    ),
    (
        frozenset(
            {"CONTEXT_REQUIRED", "DOMAIN_ANSWER_REQUIRED", "EVIDENCE_REQUIRED", "TEMPLATE_FROZEN_REQUIRED",
             "FINDING_REQUIRED"}
        ),
        handed_in,
    ),
    (
        frozenset(
            {"FINDING_REQUIRED", "VISIT_DECISION_REQUIRED", "VISIT_RECORD_REQUIRED", "CLARIFICATION_OPEN",
             "CONTENT_AGREEMENT_REQUIRED"}
        ),
        review,
    ),
    (
        frozenset(
            {"RECOMMENDATION_REQUIRED", "FEEDBACK_REQUIRED", "FEEDBACK_DISCUSSED_REQUIRED", "REPORT_UPDATE_REQUIRED",
             "ENDORSEMENT_REQUIRED", "OWN_RECOMMENDATION", "OWN_ENDORSEMENT"}
        ),
        recommended,
    ),
    (frozenset({"ADVICE_REQUIRED"}), advice),
    (frozenset({"OUTSIDE_DELEGATION"}), _delegation),
)  # fmt: skip
