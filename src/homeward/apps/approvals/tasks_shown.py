"""What a person can record on an application now, as a task list: each line leads to its form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.facts_recorded import evidence_of
from homeward.apps.approvals.journey import part_in
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.parts import ACCREDITOR, ADMIN, LEAD, LOCAL, PARTNER
from homeward.apps.approvals.queries import OVER
from homeward.apps.approvals.tasks_after import after_tasks, line
from homeward.apps.approvals.templates import sections_of

Json = dict[str, Any]
BEFORE_HANDING_IN = ("INTEREST_LOGGED", "LOCAL_DISCUSSION", "JOINT_PLAN", "CONVERSATION")
REVIEW = ("HUB_REVIEW", "VISIT", "CLARIFY", "CONTENT_AGREED")


def tasks_for(found: Application, actor: Actor) -> list[Json]:
    """The lines of this person, in the order of the journey; of what is over, what follows it."""
    if found.state == "PAUSED" or not (actor.holds(P.APPLICATION_WORK) or actor.holds(P.APPLICATION_ANSWER)):
        return []
    if found.state in OVER:
        return after_tasks(found, actor)
    return [
        *_preparing(found, actor),
        *_sections(found, actor),
        *_reviewing(found, actor),
        *after_tasks(found, actor),
    ]


def _preparing(found: Application, actor: Actor) -> list[Json]:
    lines = []
    if part_in(found, actor, (LOCAL, LEAD, PARTNER, ADMIN)) and actor.holds(P.APPLICATION_WORK):
        whole = bool(
            found.contact_name and found.organisation.business_number and found.has_talked is not None
        )
        lines.append(line(found, "application_details", _("Contact, and what is asked for"), whole))
    if found.state not in BEFORE_HANDING_IN:
        return lines
    if part_in(found, actor, (LOCAL, LEAD)):
        done = hasattr(found, "local_provision")
        lines.append(line(found, "application_provision", _("What is provided locally already"), done))
    if part_in(found, actor, (PARTNER,)) and actor.holds(P.APPLICATION_WORK) and found.joint_asked_at is None:
        wish = _("If you wish hub and accreditor to plan their work with you together.")
        lines.append(
            line(found, "application_joint", _("Ask for a joint approach"), False, wish) | _optional()
        )
    if found.state == "JOINT_PLAN" and (part := part_in(found, actor, (ACCREDITOR, LEAD))):
        done = bool(found.joint_accreditor_at if part == ACCREDITOR else found.joint_hub_at)
        lines.append(line(found, "application_joint_plan", _("Agree to plan jointly"), done))
    if part_in(found, actor, (LEAD,)) and found.state == "CONVERSATION":
        lines.append(
            line(
                found,
                "application_conversation",
                _("The conversation, in its parts"),
                hasattr(found, "conversation"),
            )
        )
    return lines


def _optional() -> Json:
    return {"status": _("If you wish"), "state": "plain"}


def _sections(found: Application, actor: Actor) -> list[Json]:
    """The partner's template, section by section: what is written, and where evidence is wanting."""
    if found.state != "COLLECTING" or not actor.holds(P.APPLICATION_ANSWER):
        return []
    rows = {row.section: row for row in found.readinessanswers.all()}
    evidence = evidence_of(rows)
    lines = []
    for section in sections_of(found):
        row = rows.get(section.code)
        if row is None:
            continue
        written = sum(1 for q in section.questions if row.answers.get(q.code))
        shown = not section.is_domain or row.at_visit or evidence.get(row.public_id, 0)
        hint = "" if shown else _("No evidence yet, and not marked to be shown at the visit.")
        status, colour = (_("Whole"), "ok") if written == len(section.questions) and shown else (
            (_("Begun"), "warn") if written else (_("Not begun"), "plain")
        )  # fmt: skip
        address = reverse("application_section", args=[found.public_id, section.code])
        lines.append(
            {"title": section.title, "href": address, "hint": hint, "status": status, "state": colour}
        )
    return lines


def _reviewing(found: Application, actor: Actor) -> list[Json]:
    lines: list[Json] = []
    if part_in(found, actor, (LEAD,)) and actor.holds(P.APPLICATION_LEAD):
        if found.state in REVIEW:
            there = {row.section for row in found.findings.all()}
            lines += [
                line(found, "application_finding", _("Finding: %(domain)s") % {"domain": s.title}, s.code in there, "", s.code)
                for s in sections_of(found) if s.is_domain
            ]  # fmt: skip
        visit = found.readinessvisits.first()
        if found.state == "HUB_REVIEW":
            lines.append(line(found, "application_visit", _("Whether a visit is made"), visit is not None))
        if found.state == "VISIT":
            lines.append(
                line(found, "application_visit", _("The visit, as it was"), bool(visit and visit.held_on))
            )
        if found.state in ("CONTENT_AGREED", "QM_FEEDBACK"):
            done = found.recommendations.exists() and found.state == "CONTENT_AGREED"
            lines.append(line(found, "application_recommendation", _("The recommendation report"), done))
        for row in found.recommendationfeedbacks.order_by("pk") if found.state == "QM_FEEDBACK" else ():
            title = _("Feedback talked through with the partner")
            lines.append(
                line(found, "application_feedback", title, row.discussed_on is not None, "", row.public_id)
            )
    if (
        found.state == "CONTENT_AGREED"
        and part_in(found, actor, (LEAD, PARTNER))
        and actor.holds(P.APPLICATION_WORK)
    ):
        side = "partner" if actor.is_provider else "hub"
        done = found.contentagreements.filter(side=side, void_at=None).exists()
        lines.append(line(found, "application_agree", _("Agree to the content"), done))
    return lines
