"""What single moves need to be told, what the engine hears of it beforehand, and what they write when the gate lets them.

A move without an entry needs nothing but, perhaps, a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.approvals.facts import facts_of
from homeward.apps.approvals.facts_recorded import person
from homeward.apps.approvals.models import (
    AdvisoryAdvice,
    Application,
    ApplicationDecision,
    PartnerApproval,
    Recommendation,
    RecommendationFeedback,
    Transition,
)
from homeward.apps.approvals.services.answering import freeze, open_template
from homeward.apps.approvals.services.common import needed, of
from homeward.apps.approvals.services.letter import draw_letter
from homeward.apps.approvals.templates import KINDS
from homeward.apps.core.vocabulary import code_list
from homeward.kernel.reasons import Reason

Told = Mapping[str, Any]
Outcome = ApplicationDecision.Outcome
WITH_WHANAU = "Tamariki Māori with whānau, hapū and iwi"


def _nothing(application: Application, told: Told, by: Actor) -> dict[str, Any]:
    return {}


def _no_deed(application: Application, told: Told, by: Actor) -> None:
    """Most moves write nothing but the step."""


@dataclass(frozen=True)
class Deed:
    """`labels`: what must be told, by the field of its form. `heard`: facts in place of those on record."""

    labels: Mapping[str, str]
    heard: Callable[[Application, Told, Actor], dict[str, Any]] = _nothing
    write: Callable[[Application, Told, Actor], None] = _no_deed

    def missing(self, told: Told) -> Sequence[Reason]:
        return needed({name: told.get(name) for name in self.labels}, dict(self.labels))


def newest_recommendation(application: Application) -> Recommendation | None:
    return application.recommendations.order_by("-number").first()


def _submit(application: Application, told: Told, by: Actor) -> None:
    freeze(application, by)


def _hear_feedback(application: Application, told: Told, by: Actor) -> dict[str, Any]:
    earlier = facts_of(application).model_dump()["feedback"]
    return {"feedback": [*earlier, {"by": person(by.user), "on": by.today}]}


def _write_feedback(application: Application, told: Told, by: Actor) -> None:
    newest = newest_recommendation(application)
    assert newest is not None
    RecommendationFeedback.objects.create(
        **of(application), recommendation=newest, text=told["text"].strip(), given_by=by.user
    )


def _write_endorsement(application: Application, told: Told, by: Actor) -> None:
    newest = newest_recommendation(application)
    assert newest is not None
    newest.endorsed_at, newest.endorsed_by = timezone.now(), by.user
    newest.endorsement = str(told.get("text", "")).strip()
    newest.save(update_fields=["endorsed_at", "endorsed_by", "endorsement"])


def _hear_advice(application: Application, told: Told, by: Actor) -> dict[str, Any]:
    return {"advisory_advice": {"by": person(by.user), "on": by.today}}


def _write_advice(application: Application, told: Told, by: Actor) -> None:
    AdvisoryAdvice.objects.create(
        **of(application), met_on=told["met_on"], present=told["present"].strip(), advice=told["text"].strip(),
        recorded_by=by.user,
    )  # fmt: skip


def _hear_decision(outcome: str) -> Callable[[Application, Told, Actor], dict[str, Any]]:
    def heard(application: Application, told: Told, by: Actor) -> dict[str, Any]:
        decision = {
            "outcome": "approved" if outcome == Outcome.APPROVED else "declined",
            "kinds": [{"kind": kind} for kind in told.get("kinds", ())],
            "conditions": [told["conditions"]] if told.get("conditions") else [], "reasons": told.get("reasons", ""),
            "by": person(by.user), "on": by.today, "satisfied_of_suitability": told.get("is_suitable"),
        }  # fmt: skip
        until: dt.date | None = told.get("submissions_by")
        return {"decision": decision} | ({"submissions": {"until": until}} if until else {})

    return heard


def section_of(application: Application, kinds: Sequence[str]) -> str:
    """The sections of the Act that give the power for some kinds, each once, as the pack says."""
    found = code_list(application.body, KINDS)
    rows = [found.row(kind) for kind in kinds] if found else []
    return ", ".join(dict.fromkeys(str(row.attributes.get("section", "")) for row in rows if row))


def _decide(application: Application, told: Told, by: Actor, outcome: str) -> ApplicationDecision:
    kinds = list(told.get("kinds", ()))
    return ApplicationDecision.objects.create(
        **of(application), outcome=outcome, kinds=kinds, section=section_of(application, kinds),
        conditions=str(told.get("conditions", "")).strip(), reasons=told["reasons"].strip(),
        is_suitable=bool(told.get("is_suitable")), with_whanau=str(told.get("with_whanau", "")).strip(),
        submissions_by=told.get("submissions_by"), decided_by=by.user,
    )  # fmt: skip


def _approve(application: Application, told: Told, by: Actor) -> None:
    decision = _decide(application, told, by, Outcome.APPROVED)
    PartnerApproval.objects.create(
        **of(application), approved_on=by.today, kinds=decision.kinds, section=decision.section,
        conditions=decision.conditions, changed_by=by.user,
    )  # fmt: skip
    Transition.objects.create(**of(application), letter=draw_letter(application, decision, by))


def _propose_decline(application: Application, told: Told, by: Actor) -> None:
    _decide(application, told, by, Outcome.DECLINE_PROPOSED)


def _decline(application: Application, told: Told, by: Actor) -> None:
    _decide(application, told, by, Outcome.DECLINED)


def _open(application: Application, told: Told, by: Actor) -> None:
    open_template(application, by)


def _tell_contact(application: Application, told: Told, by: Actor) -> None:
    Transition.objects.filter(application=application).update(contact_told_at=timezone.now())


DEEDS: dict[str, Deed] = {
    "begin_collecting": Deed({}, write=_open),
    "submit": Deed({}, write=_submit),
    "give_feedback": Deed({"text": "Your feedback"}, _hear_feedback, _write_feedback),
    "endorse": Deed({}, write=_write_endorsement),
    "advise": Deed(
        {"met_on": "When the group met", "present": "Who took part", "text": "The advice"}, _hear_advice, _write_advice
    ),
    "approve": Deed(
        {"kinds": "Kinds of approval", "reasons": "Reasons", "with_whanau": WITH_WHANAU},
        _hear_decision(Outcome.APPROVED), _approve,
    ),
    "decline": Deed(
        {"reasons": "Reasons", "submissions_by": "Last day for submissions"},
        _hear_decision(Outcome.DECLINE_PROPOSED), _propose_decline,
    ),
    "confirm_decline": Deed({"reasons": "Reasons"}, _hear_decision(Outcome.DECLINED), _decline),
    "begin_contracting": Deed({}, write=_tell_contact),
}  # fmt: skip
# Moves that say why: the text stands in the step, told to whoever reads it.
WITH_REASON = frozenset({"pause", "withdraw"})
# Moves whose text stays within the agency.
INSIDE = frozenset(
    {"give_feedback", "endorse", "advise", "consult_group", "enter_approval", "return_recommendation"}
)
