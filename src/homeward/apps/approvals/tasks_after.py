"""What a person can do once it is decided: letter, care model summary, outcome agreement, touchpoint, work that was raised."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.agreements.signed import signed_on
from homeward.apps.approvals.journey import part_in
from homeward.apps.approvals.models import Application, Transition
from homeward.apps.approvals.parts import ACCREDITOR, DELEGATE, LEAD, LOCAL, PARTNER
from homeward.apps.approvals.queries import tasks_of
from homeward.apps.approvals.services.transition import AFTER, own_lines
from homeward.apps.approvals.work import work_words
from homeward.apps.providers.models import Provider

Json = dict[str, Any]


def line(found: Application, name: str, title: str, is_done: bool, hint: str = "", *more: str) -> Json:
    """A line of the task list that leads to a page of the application."""
    return to(reverse(name, args=[found.public_id, *more]), title, is_done, hint)


def to(address: str, title: str, is_done: bool, hint: str = "") -> Json:
    status, colour = (_("Recorded"), "ok") if is_done else (_("To do"), "warn")
    return {"title": title, "href": address, "hint": hint, "status": status, "state": colour}


def after_tasks(found: Application, actor: Actor) -> list[Json]:
    """The lines of this person from the decision on, and the accreditor's own."""
    lines: list[Json] = []
    if found.state == "DECLINE_PROPOSED":
        lines += _submission(found, actor)
    row = getattr(found, "transition", None) if found.state in AFTER else None
    if row is not None:
        lines += [*_letter(found, actor, row), *_summary(found, actor), *_agreement(found, actor, row)]
        if actor.holds(P.APPLICATION_WORK) and (names := own_lines(found, actor)):
            done = all(getattr(row, name) for name in names)
            lines.append(line(found, "application_transition", _("First touchpoint and celebration"), done))
    lines += _raised(found, actor)
    if found.is_open and part_in(found, actor, (ACCREDITOR,)):
        done = found.organisation.accreditations.filter(body=found.body).exists()
        lines.append(line(found, "application_accreditation", _("The accreditation"), done))
    return lines


def _submission(found: Application, actor: Actor) -> list[Json]:
    if not (part_in(found, actor, (PARTNER, LEAD)) and actor.holds(P.APPLICATION_WORK)):
        return []
    decision = found.newest_decision
    heard = bool(decision and decision.submissions.exists())
    return [line(found, "application_submission", _("Say why it should not be declined"), heard)]


def _letter(found: Application, actor: Actor, row: Transition) -> list[Json]:
    if row.letter is None or not (actor.holds(P.APPLICATION_DECIDE) and part_in(found, actor, (DELEGATE,))):
        return []
    done = row.letter_sent_on is not None
    name = "document" if done else "document_sign"
    return [to(reverse(name, args=[row.letter.public_id]), _("Sign the letter of approval"), done)]


def _summary(found: Application, actor: Actor) -> list[Json]:
    """The care model summary: of the partner to write, of the lead to agree."""
    if not part_in(found, actor, (PARTNER, LOCAL, LEAD)) or not actor.holds(P.AGREEMENT_READ):
        return []
    rows = CareModelSummary.objects.filter(body=found.body, organisation=found.organisation)
    newest = rows.order_by("-number").first()
    state = newest.state if newest else None
    hint = _("With the hub.") if state == "submitted" else (_("Being written.") if state == "draft" else "")
    return [line(found, "care_model", _("Care model summary"), state == "agreed", hint)]


def _agreement(found: Application, actor: Actor, row: Transition) -> list[Json]:
    """The live agreement: the care partner put on record, its agreement made, drawn up, signed by both."""
    title = _("Outcome agreement")
    if row.agreement is not None:
        if not part_in(found, actor, (LOCAL, PARTNER)):
            return []
        address = reverse("agreement_paper", args=[row.agreement.public_id])
        return [to(address, title, signed_on(row.agreement) is not None, _("Read, and signed by both."))]
    if not (part_in(found, actor, (LOCAL,)) and actor.holds(P.PROVIDER_WRITE)):
        return []
    provider = Provider.objects.filter(body=found.body, organisation=found.organisation).first()
    if provider is None:
        hint = _("With its number, so that homes and agreements can be recorded with it.")
        return [to(reverse("provider_add"), _("Record it as a care partner"), False, hint)]
    made = Agreement.objects.filter(body=found.body, provider=provider).order_by("-pk").first()
    if made is None:
        hint = _("Its lines with specification, funding model and rate. Then it is drawn up.")
        return [to(f"{reverse('agreement_add')}?provider={provider.public_id}", title, False, hint)]
    hint = _("It is made. Draw it up when every line is whole.")
    return [to(reverse("agreement", args=[made.public_id]), title, False, hint)]


def _raised(found: Application, actor: Actor) -> list[Json]:
    return [
        line(found, "application_task", work_words(found.body, row.task), False, row.words, row.public_id)
        for row in tasks_of(found, actor)
    ]
