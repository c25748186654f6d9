"""What the page of one application shows a person: prepared here, so that the template asks nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.signed import signed_on
from homeward.apps.approvals import queries
from homeward.apps.approvals.gates import WayOn, gate_of, ways_on
from homeward.apps.approvals.journey import (
    move_words,
    own_moves,
    part_words,
    phase_of,
    state_words,
)
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.approvals.tasks_shown import tasks_for
from homeward.apps.approvals.templates import KINDS, sections_of, view_words
from homeward.apps.core.refusals import present
from homeward.apps.core.vocabulary import label_of
from homeward.engine.approval import Gate

Json = dict[str, Any]
SET_ASIDE = ("pause", "withdraw", "resume")
REVIEW = ("HUB_REVIEW", "VISIT", "CLARIFY")


def page_of(found: Application, actor: Actor) -> Json:
    """Everything the page needs. What is the hub's own is left out where the person may not read it."""
    gate = gate_of(found)
    inside = actor.holds(P.ASSESSMENT_READ)
    phase = phase_of(found)
    ways = ways_on(found, gate, to_partner=actor.is_provider)
    return {
        "application": found, "state": state_words(found.body, found.state), "colour": _colour(found),
        "kinds": [label_of(found.body, KINDS, kind) for kind in found.kinds],
        "phases": queries.phases_shown(found, phase), "target": _target(gate),
        "ways": ways,
        "warnings": [present(r) for r in reasons_of(found, gate.warnings)],
        "turn": _turn(found, actor, ways), "tasks": tasks_for(found, actor),
        "holders": queries.holders_of(found), "people": _people(found, actor),
        "domains": _domains(found, actor, inside), "inside": inside,
        "may_declare": actor.holds(P.APPLICATION_WORK) and not actor.is_provider and found.is_open,
        "accreditation": queries.accreditation_of(found), "level1_held": gate.level1_held,
        "provision": getattr(found, "local_provision", None), "conversation": getattr(found, "conversation", None),
        "visit": found.readinessvisits.first(), "questions": _questions(found, actor), "handed_in": found.submissions.exists(),
        "recommendation": found.recommendations.select_related("drafted_by", "endorsed_by").order_by("-number").first()
        if inside else None,
        "feedback": list(found.recommendationfeedbacks.select_related("given_by").order_by("pk")) if inside else [],
        "advice": found.advisoryadvices.select_related("recorded_by").order_by("pk").last() if inside else None,
        "decision": _decision(found), "approval": queries.approval_of(found),
        "transition": getattr(found, "transition", None), "touchpoint": gate.touchpoint,
        "care_model": queries.care_model_of(found),
        "agreement_signed": _signed_on(found), "sees_agreement": actor.holds(P.AGREEMENT_READ),
        "placements": [present(r) for r in reasons_of(found, gate.new_placements.refusals)],
        "steps": _steps(found, actor), "notices": _notices(found, actor),
    }  # fmt: skip


def _signed_on(found: Application) -> dt.date | None:
    row = getattr(found, "transition", None)
    return signed_on(row.agreement) if row is not None and row.agreement is not None else None


def _colour(found: Application) -> str:
    if found.state in ("PAUSED", "DECLINE_PROPOSED"):
        return "warn"
    if found.state in ("WITHDRAWN", "DECLINED"):
        return "plain"
    return "ok" if found.state in ("APPROVED", "CONTRACTING", "QA_CYCLE", "HANDED_OVER") else "info"


def _turn(found: Application, actor: Actor, ways: list[WayOn]) -> Json:
    """The moves that are this person's to make: the ways on as buttons, setting aside as links."""
    moves = own_moves(found, actor, actor.today) if actor.holds(P.APPLICATION_WORK) else []
    open_ways = {way.move: way for way in ways}

    def button(code: str) -> Json:
        words = move_words(found.body, code)
        way = open_ways.get(code)
        return {
            "text": words[:1].upper() + words[1:], "href": reverse("application_move", args=[found.public_id, code]),
            "closed": bool(way and way.missing), "missing": len(way.missing) if way else 0,
        }  # fmt: skip

    onward = [button(m.code) for m in moves if m.code not in SET_ASIDE]
    return {"onward": onward, "aside": [button(m.code) for m in moves if m.code in SET_ASIDE]}


def _people(found: Application, actor: Actor) -> list[Json]:
    may_give = actor.holds(P.APPLICATION_LEAD)
    return [
        {"words": words, "name": name,
         "href": reverse("application_part", args=[found.public_id, part]) if may_give and found.is_open else ""}
        for part, words, name in queries.people_of(found)
    ]  # fmt: skip


def _domains(found: Application, actor: Actor, inside: bool) -> list[Json]:
    """Each section with the three views apart: the partner's, the hub's where it may be read, and the agreed one."""
    answers = {row.section: row for row in found.readinessanswers.all()}
    findings = {row.section: row for row in found.findings.all()} if inside else {}
    agreed = {row.section: row for row in found.agreedviews.all()}
    shown = []
    for section in sections_of(found):
        if not section.is_domain:
            continue
        own = answers.get(section.code)
        finding, both = findings.get(section.code), agreed.get(section.code)
        shown.append(
            {
                "title": section.title, "title_mi": section.title_mi, "is_placeholder": section.is_placeholder,
                "href": reverse("application_section", args=[found.public_id, section.code]) if own else "",
                "own": view_words(found.body, own.own_view if own else ""),
                "hub": view_words(found.body, finding.view if finding else ""),
                "agreed": view_words(found.body, both.view if both else ""),
                "is_discussed": found.state == "CONTENT_AGREED" or (found.state in REVIEW and finding is not None),
            }
        )  # fmt: skip
    return shown


def _questions(found: Application, actor: Actor) -> list[Json]:
    """Questions of the hub. A partner sees them once they were sent: in clarifying, or settled."""
    titles = {s.code: s.title for s in sections_of(found)}
    rows = found.clarifications.select_related("asked_by", "answered_by", "carried_by").order_by("pk")
    sent = found.state == "CLARIFY"
    return [
        {"row": row, "title": titles.get(row.section, row.section),
         "href": reverse("application_question", args=[found.public_id, row.public_id])}
        for row in rows if not actor.is_provider or sent or row.is_settled
    ]  # fmt: skip


def _decision(found: Application) -> Json | None:
    row = found.newest_decision
    if row is None:
        return None
    return {
        "row": row, "kinds": [label_of(found.body, KINDS, kind) for kind in row.kinds],
        "submissions": list(row.submissions.select_related("recorded_by").order_by("pk")),
    }  # fmt: skip


def _steps(found: Application, actor: Actor) -> list[Json]:
    return [
        {"title": state_words(found.body, row.to_state), "move": move_words(found.body, row.move),
         "at": row.at, "who": row.by.name, "part": part_words(found.body, row.part) if row.part else "",
         "note": row.note}
        for row in queries.steps_of(found, actor)
    ]  # fmt: skip


def _notices(found: Application, actor: Actor) -> list[Json]:
    """Who told of the interest. A partner reads its own notice only."""
    rows = found.interestnotices.select_related("told_by").order_by("pk")
    return [
        {"who": row.told_by.name, "part": part_words(found.body, row.part), "at": row.told_at, "name": row.name_given,
         "text": row.text}
        for row in rows if not actor.is_provider or row.part == "PARTNER"
    ]  # fmt: skip


def _target(gate: Gate) -> Json | None:
    """Until when its state is aimed to be left, with the day as a day."""
    target = gate.dates.get("target")
    return (
        {**target, "until": dt.date.fromisoformat(str(target["until"]))} if isinstance(target, dict) else None
    )
