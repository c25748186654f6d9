"""What the engine is told of the parts of an application: preparation, readiness, review, recommendation, advice."""

from __future__ import annotations

from typing import Any

from homeward.apps.accounts.models import User
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.templates import CONTEXT, sections_of
from homeward.apps.core.models import Document

Json = dict[str, Any]


def person(user: User | None) -> str | None:
    """How the engine knows somebody: by the address of their record, never a name."""
    return user.public_id if user is not None else None


def preparation(application: Application) -> Json:
    day_of, joint = application.body.day_of, None
    if application.joint_asked_at is not None:
        agreed = (("HUB", application.joint_hub_at), ("TKK", application.joint_accreditor_at))
        joint = {
            "requested_on": day_of(application.joint_asked_at),
            "agreed_by": [part for part, at in agreed if at],
        }
    note = getattr(application, "local_provision", None)
    return {
        "interest_logged": [
            {"by": row.part, "on": day_of(row.told_at)} for row in application.interestnotices.order_by("pk")
        ],
        "local_provision": {
            "already_provided": note.there_already, "spoken_to": [note.spoken_to], "tamariki_maori": note.with_whanau,
        } if note else None,
        "joint_approach": joint,
    }  # fmt: skip


def conversation(application: Application) -> Json:
    talk = getattr(application, "conversation", None)
    if talk is None:
        return {}
    return {
        "conversation": {
            "held_on": talk.held_on, "whakawhanaungatanga": talk.whakawhanaungatanga,
            "familiarisation": talk.familiarisation, "practice_run": talk.practice_run,
            "submit_by": application.submit_by, "knows_what_quality_assurance_is": talk.partner_knows,
            "knows_what_to_collect": talk.partner_knows, "knows_who_helps": talk.partner_knows,
        }
    }  # fmt: skip


def review(application: Application) -> Json:
    day_of = application.body.day_of
    visit = application.readinessvisits.first()
    agreed = {
        row.side: row for row in application.contentagreements.filter(void_at=None).select_related("by")
    }
    return {
        "findings": [{"domain": f.section, "finding": f.text} for f in application.findings.order_by("pk")],
        "visit": {
            "wanted": visit.is_wanted, "held_on": visit.held_on, "story_understood": bool(visit.understood) or None,
        } if visit else None,
        "clarifications": [
            {"id": c.public_id, "answered_on": day_of(c.answered_at) if c.answered_at else None,
             "improvement_action": c.improvement or None}
            for c in application.clarifications.order_by("pk")
        ],
        **{
            f"content_agreed_by_{who}": {"by": person(agreed[side].by), "on": day_of(agreed[side].at)}
            for side, who in (("hub", "lead"), ("partner", "partner")) if side in agreed
        },
    }  # fmt: skip


def handed_in(application: Application) -> Json:
    return {"template": _template(application)}


def _template(application: Application) -> Json | None:
    rows = {row.section: row for row in application.readinessanswers.all()}
    if not rows:
        return None
    sections = sections_of(application)
    evidence = evidence_of(rows)
    whole = {
        s.code: s.code in rows and all(rows[s.code].answers.get(q.code, "") for q in s.questions)
        for s in sections
    }
    frozen = application.submissions.order_by("-number").first()
    return {
        "context_complete": whole.get(CONTEXT, False),
        "framework_domains": [s.code for s in sections if s.is_domain],
        "domains": [
            {"domain": s.code, "answered": whole[s.code], "evidence": evidence.get(rows[s.code].public_id, 0),
             "to_be_shown_at_visit": rows[s.code].at_visit}
            for s in sections if s.is_domain and s.code in rows
        ],
        "frozen_on": application.body.day_of(frozen.at) if frozen else None,
    }  # fmt: skip


def evidence_of(rows: Json) -> dict[str, int]:
    """How many pieces of evidence each section has; none that was withdrawn."""
    things = [row.public_id for row in rows.values()]
    found = Document.objects.filter(
        thing_kind="approvals.readinessanswer", thing__in=things, replaced_by=None, withdrawn_at=None
    )
    counts: dict[str, int] = {}
    for thing in found.values_list("thing", flat=True):
        counts[thing] = counts.get(thing, 0) + 1
    return counts


def recommended(application: Application) -> Json:
    day_of = application.body.day_of
    versions = list(
        application.recommendations.select_related("drafted_by", "endorsed_by").order_by("number")
    )
    if not versions:
        return {}
    newest = versions[-1]
    endorsed = None
    if newest.endorsed_at is not None:
        endorsed = {"by": person(newest.endorsed_by), "on": day_of(newest.endorsed_at)}
    feedback = []
    for row in application.recommendationfeedbacks.select_related("given_by", "recommendation").order_by(
        "pk"
    ):
        later = next((v for v in versions if v.number > row.recommendation.number), None)
        feedback.append(
            {"by": person(row.given_by), "on": day_of(row.given_at), "discussed_by_lead_on": row.discussed_on,
             "report_updated_on": day_of(later.drafted_at) if later else None}
        )  # fmt: skip
    return {
        "recommendation": {"drafted_by": person(newest.drafted_by), "on": day_of(newest.drafted_at)},
        "endorsement": endorsed, "feedback": feedback,
    }  # fmt: skip


def advice(application: Application) -> Json:
    advice = application.advisoryadvices.select_related("recorded_by").order_by("pk").last()
    if advice is None:
        return {}
    day = application.body.day_of(advice.recorded_at)
    return {"advisory_advice": {"by": person(advice.recorded_by), "on": day}}
