"""The care model summary: written by the partner on its own template, handed in, agreed by the hub, then a next version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.approvals.journey import own_part
from homeward.apps.approvals.models import Application, ReadinessTemplate
from homeward.apps.approvals.parts import LEAD, LOCAL, PARTNER
from homeward.apps.approvals.services.answering import asked_only, digest_of, template_in_force
from homeward.apps.approvals.services.common import needed, running, take
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.approvals.templates import sections_in
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason

S = CareModelSummary.State
CANNOT_BEGIN = "A care model summary cannot be begun"
CANNOT_SAVE = "This part of the care model summary cannot be saved"
CANNOT_SUBMIT = "This care model summary cannot be handed in"
CANNOT_SETTLE = "This care model summary cannot be settled"


@service("begin_care_model", CANNOT_BEGIN)
def begin_care_model(*, application: Application, by: Actor) -> CareModelSummary:
    """Begin the first or next version, on the newest template; what the version before says is taken over."""
    take(application, by, P.APPLICATION_ANSWER, CANNOT_BEGIN)
    before = versions_of(application).order_by("-number").first()
    open_one = before is not None and before.state != S.AGREED
    told = {"number": before.number if before else 0}
    refuse_if(
        CANNOT_BEGIN,
        [running(application), Reason("care_model.open", told) if open_one else None],
    )
    template = template_in_force(ReadinessTemplate.Kind.CARE_MODEL, by)
    made = CareModelSummary.objects.create(
        body=application.body, organisation=application.organisation, number=before.number + 1 if before else 1,
        template=template.number, sections=template.content, saved_by=by.user,
        answers={
            section.code: asked_only(section, before.answers.get(section.code, {}) if before else {})
            for section in sections_in(template.content)
        },
    )  # fmt: skip
    audit.record(by, "begin_care_model", application, number=made.number)
    return made


def versions_of(application: Application) -> Any:
    """Every version of the organisation's summary."""
    return CareModelSummary.objects.filter(body=application.body, organisation=application.organisation)


def _take(summary: CareModelSummary, application: Application, by: Actor, permission: P, what: str) -> None:
    permit(may(by, permission, application), what)
    permit(summary.organisation_id == application.organisation_id, what)
    hold(summary)


def _stands(summary: CareModelSummary, state: str) -> Reason | None:
    if summary.state == state:
        return None
    words: dict[str, JSON] = {
        "number": summary.number, "state": str(summary.get_state_display()).lower(),
    }  # fmt: skip
    return Reason("care_model.not_now", words)


@service("save_care_model", CANNOT_SAVE)
def save_care_model(
    *, summary: CareModelSummary, application: Application, section: str, answers: Mapping[str, str], by: Actor
) -> CareModelSummary:  # fmt: skip
    """Keep what was written in one section so far; nothing need be whole before it is handed in."""
    _take(summary, application, by, P.APPLICATION_ANSWER, CANNOT_SAVE)
    refuse_if(CANNOT_SAVE, [_stands(summary, S.DRAFT)])
    asked = next((s for s in sections_in(summary.sections) if s.code == section), None)
    permit(asked is not None, CANNOT_SAVE)
    assert asked is not None
    summary.answers = {**summary.answers, section: asked_only(asked, answers)}
    summary.saved_at, summary.saved_by = timezone.now(), by.user
    summary.save(update_fields=["answers", "saved_at", "saved_by"])
    audit.record(by, "save_care_model", application, number=summary.number, section=section)
    return summary


@service("submit_care_model", CANNOT_SUBMIT)
def submit_care_model(
    *, summary: CareModelSummary, application: Application, changed: str = "", by: Actor
) -> CareModelSummary:
    """Hand a version in: from then on it is frozen, with its digest. A later version says what changed."""
    _take(summary, application, by, P.APPLICATION_WORK, CANNOT_SUBMIT)
    later = needed({"changed": changed}, {"changed": "What changed"}) if summary.number > 1 else []
    refuse_if(
        CANNOT_SUBMIT,
        [own_part(application, by, PARTNER), _stands(summary, S.DRAFT), *unanswered(summary), *later],
    )
    summary.changed, summary.digest = changed.strip(), digest_of([summary.sections, summary.answers])
    summary.submitted_at, summary.submitted_by = timezone.now(), by.user
    _move(summary, S.SUBMITTED)
    audit.record(by, "submit_care_model", application, number=summary.number, digest=summary.digest)
    title = saying("The care model summary of %(name)s came in", name=application.organisation.name)
    tell_parts(application, (LEAD, LOCAL), title, saying("Handed in by %(who)s.", who=by.label), by)
    return summary


def unanswered(summary: CareModelSummary) -> list[Reason]:
    """A reason for each section with a question that has no answer yet."""
    found = []
    for section in sections_in(summary.sections):
        said = summary.answers.get(section.code, {})
        missing = [q.text for q in section.questions if not said.get(q.code)]
        if missing:
            told = {"section": section.title, "questions": " ".join(missing)}
            found.append(Reason("care_model.unanswered", told))
    return found


@service("agree_care_model", CANNOT_SETTLE)
def agree_care_model(
    *, summary: CareModelSummary, application: Application, remark: str = "", by: Actor
) -> CareModelSummary:
    """The hub agrees a version. The next outcome agreement rests on it; a signed one is varied."""
    _settle(summary, application, by, [])
    summary.settled_at, summary.settled_by, summary.remark = timezone.now(), by.user, remark.strip()
    _move(summary, S.AGREED)
    audit.record(by, "agree_care_model", application, number=summary.number)
    title = saying("The care model summary of %(name)s is agreed", name=application.organisation.name)
    tell_parts(application, (PARTNER, LOCAL), title, summary.remark, by)
    return summary


@service("return_care_model", CANNOT_SETTLE)
def return_care_model(
    *, summary: CareModelSummary, application: Application, remark: str, by: Actor
) -> CareModelSummary:
    """The hub gives a version back with what is wished for; the partner writes on."""
    _settle(summary, application, by, needed({"remark": remark}, {"remark": "What is wished for"}))
    summary.remark, summary.digest = remark.strip(), ""
    _move(summary, S.DRAFT)
    audit.record(by, "return_care_model", application, number=summary.number)
    title = saying("The care model summary of %(name)s came back", name=application.organisation.name)
    tell_parts(application, (PARTNER,), title, summary.remark, by)
    return summary


def _settle(summary: CareModelSummary, application: Application, by: Actor, more: list[Reason]) -> None:
    _take(summary, application, by, P.APPLICATION_LEAD, CANNOT_SETTLE)
    refuse_if(CANNOT_SETTLE, [own_part(application, by, LEAD), _stands(summary, S.SUBMITTED), *more])


def _move(summary: CareModelSummary, state: str) -> None:
    summary.state, summary.since = state, timezone.now()
    summary.save()
