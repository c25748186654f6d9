"""The hub's review: findings, questions, the visit, what both agree about a domain, and both agreements."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import own_part, part_in, stands_at
from homeward.apps.approvals.models import (
    AgreedView,
    Application,
    Clarification,
    ContentAgreement,
    Finding,
    ReadinessVisit,
)
from homeward.apps.approvals.parts import LEAD, PARTNER
from homeward.apps.approvals.services.answering import digest_of
from homeward.apps.approvals.services.common import needed, of, take
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

REVIEW = ("HUB_REVIEW", "VISIT", "CLARIFY", "CONTENT_AGREED")
Side = ContentAgreement.Side
CANNOT_FIND, CANNOT_SETTLE = "This finding cannot be recorded", "What was agreed cannot be recorded"
CANNOT_ASK, CANNOT_REPLY = "This question cannot be asked", "This answer cannot be recorded"
CANNOT_CARRY, CANNOT_VISIT = "This improvement cannot be recorded", "The visit cannot be recorded"
CANNOT_AGREE = "The content cannot be agreed"


@service("record_finding", CANNOT_FIND)
def record_finding(*, application: Application, section: str, view: str, text: str, by: Actor) -> Finding:
    """The hub's own view of a domain. It stands beside the partner's and overwrites nothing."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_FIND)
    given = {"view": view, "text": text}
    refuse_if(
        CANNOT_FIND,
        [own_part(application, by, LEAD), stands_at(application, *REVIEW),
         *needed(given, {"view": "The hub’s view", "text": "What was found"})],
    )  # fmt: skip
    stored, _made = Finding.objects.update_or_create(
        application=application, section=section,
        defaults={**of(application), "view": view, "text": text.strip(), "found_at": timezone.now(), "found_by": by.user},
    )  # fmt: skip
    audit.record(by, "record_finding", application, section=section)
    return stored


@service("record_agreed_view", CANNOT_SETTLE)
def record_agreed_view(
    *, application: Application, section: str, view: str, text: str, by: Actor
) -> AgreedView:
    """What lead and partner agree about a domain after they talked. Agreements given to other content fall."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_SETTLE)
    given = {"view": view, "text": text}
    refuse_if(
        CANNOT_SETTLE,
        [own_part(application, by, LEAD), stands_at(application, *REVIEW),
         *needed(given, {"view": "The view you agreed", "text": "What you agreed"})],
    )  # fmt: skip
    stored, _made = AgreedView.objects.update_or_create(
        application=application, section=section,
        defaults={**of(application), "view": view, "text": text.strip(), "recorded_at": timezone.now(),
                  "recorded_by": by.user},
    )  # fmt: skip
    audit.record(by, "record_agreed_view", application, section=section)
    _void_agreements(application)
    return stored


@service("ask_question", CANNOT_ASK)
def ask_question(
    *, application: Application, section: str, question: str, due_on: dt.date | None, by: Actor
) -> Clarification:
    """Put a question to the partner. It is sent with the others when the application goes to clarifying."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_ASK)
    past = None
    if due_on is not None and due_on < by.today:
        past = Reason("application.in_past", {"field": "due_on", "day": due_on.isoformat()})
    refuse_if(
        CANNOT_ASK,
        [own_part(application, by, LEAD), stands_at(application, "HUB_REVIEW", "CLARIFY"), past,
         *needed({"question": question}, {"question": "The question"})],
    )  # fmt: skip
    made = Clarification.objects.create(
        **of(application), section=section, question=question.strip(), due_on=due_on, asked_by=by.user
    )
    audit.record(by, "ask_question", application, section=section)
    return made


@service("answer_question", CANNOT_REPLY)
def answer_question(*, clarification: Clarification, answer: str, by: Actor) -> Clarification:
    """The partner answers; or the lead writes down what was answered in talk."""
    application = take(clarification.application, by, P.APPLICATION_WORK, CANNOT_REPLY)
    refuse_if(
        CANNOT_REPLY,
        [own_part(application, by, PARTNER, LEAD), stands_at(application, "CLARIFY"), _settled(clarification),
         *needed({"answer": answer}, {"answer": "The answer"})],
    )  # fmt: skip
    clarification.answer, clarification.answered_at, clarification.answered_by = (
        answer.strip(),
        timezone.now(),
        by.user,
    )
    clarification.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(by, "answer_question", application, section=clarification.section)
    tell_parts(
        application, (LEAD,), saying("A question was answered: %(name)s", name=application.organisation.name),
        saying("Answered by %(who)s.", who=by.label), by,
    )  # fmt: skip
    return clarification


@service("carry_improvement", CANNOT_CARRY)
def carry_improvement(
    *, clarification: Clarification, improvement: str, owner: str, due_on: dt.date | None, by: Actor
) -> Clarification:
    """Carry a question forward as an improvement action with an owner and a day, instead of an answer now."""
    application = take(clarification.application, by, P.APPLICATION_LEAD, CANNOT_CARRY)
    given = {"improvement": improvement, "owner": owner, "due_on": due_on}
    labels = {"improvement": "The improvement", "owner": "Who does it", "due_on": "By when"}
    refuse_if(
        CANNOT_CARRY,
        [own_part(application, by, LEAD), stands_at(application, "HUB_REVIEW", "CLARIFY"), _settled(clarification),
         *needed(given, labels)],
    )  # fmt: skip
    clarification.improvement, clarification.improvement_owner = improvement.strip(), owner.strip()
    clarification.improvement_by, clarification.carried_at = due_on, timezone.now()
    clarification.carried_by = by.user
    clarification.save()
    audit.record(by, "carry_improvement", application, section=clarification.section)
    return clarification


@service("decide_visit", CANNOT_VISIT)
def decide_visit(*, application: Application, is_wanted: bool, reason: str, by: Actor) -> ReadinessVisit:
    """Say whether a visit is made, and why. The guidance leaves it open."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_VISIT)
    held = ReadinessVisit.objects.filter(application=application).exclude(held_on=None).exists()
    refuse_if(
        CANNOT_VISIT,
        [own_part(application, by, LEAD), stands_at(application, "HUB_REVIEW"),
         Reason("application.visit_held", {"reference": application.reference}) if held else None,
         *needed({"reason": reason}, {"reason": "Reason"})],
    )  # fmt: skip
    stored, _made = ReadinessVisit.objects.update_or_create(
        application=application,
        defaults={**of(application), "is_wanted": is_wanted, "reason": reason.strip(), "decided_at": timezone.now(),
                  "decided_by": by.user},
    )  # fmt: skip
    audit.record(by, "decide_visit", application, reason=reason)
    return stored


@service("describe_visit", CANNOT_VISIT)
def describe_visit(
    *, application: Application, held_on: dt.date, place: str, people: str, understood: str, by: Actor
) -> ReadinessVisit:
    """Write down the visit: when, where, who, and the partner's story as it was understood."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_VISIT)
    visit = ReadinessVisit.objects.filter(application=application, is_wanted=True).first()
    future = Reason("application.in_future", {"field": "held_on", "day": held_on.isoformat()})
    given, labels = (
        {"place": place, "understood": understood},
        {"place": "Place", "understood": "What was understood"},
    )
    refuse_if(
        CANNOT_VISIT,
        [own_part(application, by, LEAD), stands_at(application, "VISIT"), future if held_on > by.today else None,
         *needed(given, labels)],
    )  # fmt: skip
    permit(visit is not None, CANNOT_VISIT)
    assert visit is not None
    visit.held_on, visit.place, visit.people, visit.understood = (
        held_on,
        place.strip(),
        people.strip(),
        understood.strip(),
    )
    visit.save()
    audit.record(by, "describe_visit", application, on=held_on.isoformat())
    return visit


@service("agree_content", CANNOT_AGREE)
def agree_content(*, application: Application, by: Actor) -> ContentAgreement:
    """One side confirms the content as it stands: the partner's manager for the partner, the lead for the hub."""
    take(application, by, P.APPLICATION_WORK, CANNOT_AGREE)
    side = Side.PARTNER if by.is_provider else Side.HUB
    given = ContentAgreement.objects.filter(application=application, side=side, void_at=None).exists()
    refuse_if(
        CANNOT_AGREE,
        [own_part(application, by, PARTNER, LEAD), stands_at(application, "CONTENT_AGREED"),
         Reason("application.agreed_before", {"side": str(side.label)}) if given else None],
    )  # fmt: skip
    made = ContentAgreement.objects.create(
        **of(application), side=side, digest=content_digest(application), by=by.user
    )
    audit.record(by, "agree_content", application, side=side)
    other = PARTNER if part_in(application, by, (LEAD,)) else LEAD
    tell_parts(
        application, (other,), saying("The content was agreed by the other side: %(name)s", name=application.organisation.name),
        saying("Agreed by %(who)s.", who=by.label), by,
    )  # fmt: skip
    return made


def content_digest(application: Application) -> str:
    """The digest of all that is agreed: the template handed in, the questions with their answers, the agreed views."""
    newest = application.submissions.order_by("-number").first()
    asked = application.clarifications.order_by("pk").values_list("question", "answer", "improvement")
    views = application.agreedviews.order_by("section").values_list("section", "view", "text")
    return digest_of(
        [newest.digest if newest else "", [list(row) for row in asked], [list(row) for row in views]]
    )


def _settled(clarification: Clarification) -> Reason | None:
    return Reason("application.question_settled", {}) if clarification.is_settled else None


def _void_agreements(application: Application) -> None:
    ContentAgreement.objects.filter(application=application, void_at=None).update(void_at=timezone.now())
