"""What becoming a care partner asks of people: whose turn it is, what follows a decision, an accreditation that was lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.approvals import queries
from homeward.apps.approvals.journey import journey_of, part_in, state_words
from homeward.apps.approvals.models import Accreditation, Application, PartnerApproval, RaisedTask
from homeward.apps.approvals.models.applications import PAUSED
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.parts import DELEGATE, LEAD, LOCAL
from homeward.apps.approvals.services.accrediting import LOST
from homeward.apps.approvals.work import parts_for, work_words
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say_day

SEPARATELY = 8  # more than these share one line, or they would hide everything else
SOON = dt.timedelta(days=60)


@duty_source
def my_turn(actor: Actor) -> Iterator[Duty]:
    """Applications that stand where this person is to act. A day that was agreed is due; a target is not."""
    states = [s for s in queries.held_by(actor) if s != PAUSED] if actor.holds(P.APPLICATION_WORK) else []
    if not states:
        return
    rows = queries.listed(actor).filter(state__in=states).order_by("since", "pk")
    flow = journey_of(actor.body)
    mine = [row for row in rows if part_in(row, actor, flow.state(row.state).held_by)]
    for row in mine[:SEPARATELY]:
        yield Duty(
            title=f"{row.organisation.name}: {state_words(row.body, row.state)}",
            why=_why(row), verb=_("Open"), url=reverse("application", args=[row.public_id]), due=_due(row, actor),
            kind="application", since=row.body.day_of(row.since),
        )  # fmt: skip
    if len(mine) > SEPARATELY:
        yield Duty(
            title=_("%(n)s more applications stand with you") % {"n": len(mine) - SEPARATELY},
            why=_("Those that have stood longest are told one by one."), verb=_("Show them"),
            url=f"{reverse('applications')}?turn=mine", due=None, kind="application",
            since=mine[SEPARATELY].body.day_of(mine[SEPARATELY].since),
        )  # fmt: skip


def _why(row: Application) -> str:
    target = queries.target_of(row)
    if target is None:
        return _("It is your part of the way to becoming a care partner.")
    day = say_day(target)
    if target < row.body.today:
        return _(
            "The day aimed at, %(day)s by the general calendar of working days, has passed. It is a target, not a limit."
        ) % {"day": day}
    return _("Aimed at %(day)s by the general calendar of working days. It is a target, not a limit.") % {
        "day": day
    }


def _due(row: Application, actor: Actor) -> dt.date | None:
    """Only a day that people agreed or were given."""
    if row.state == "COLLECTING" and actor.is_provider:
        return row.submit_by
    if row.state == "DECLINE_PROPOSED" and actor.is_provider:
        decision = row.newest_decision
        return decision.submissions_by if decision else None
    return None


# Role: its part, the line of the transition that is empty, the states in which it is wanted, and the words.
WANTED = (
    (Role.DEPUTY_CHIEF_EXECUTIVE, DELEGATE, "letter_sent_on", ("APPROVED",), _l("Sign the letter: %(name)s")),
    (Role.LOCAL_ADVISER, LOCAL, "lead_invited_on", ("QA_CYCLE",), _l("Invite the lead to the first touchpoint: %(name)s")),
    (Role.HUB_LEAD, LEAD, "touchpoint_on", ("QA_CYCLE",), _l("Set the day of the first touchpoint: %(name)s")),
    (Role.HUB_LEAD, LEAD, "celebrated_on", ("CONTRACTING", "QA_CYCLE", "HANDED_OVER"), _l("Celebrate with %(name)s")),
)  # fmt: skip


@duty_source
def after_the_decision(actor: Actor) -> Iterator[Duty]:
    """The letter, the invitation of the lead, the first touchpoint, the celebration."""
    if not actor.holds(P.APPLICATION_WORK):
        return
    for role, part, field, states, title in WANTED:
        if role is not actor.role:
            continue
        rows = queries.listed(actor).filter(
            **{"state__in": states, f"transition__{field}": None, "transition__isnull": False}
        )
        for row in rows.select_related("transition__letter").order_by("since", "pk"):
            if part_in(row, actor, (part,)):
                yield Duty(
                    title=title % {"name": row.organisation.name}, why=_("It follows the approval."),
                    verb=_("Read and sign") if part == DELEGATE else _("Record it"), url=_address(row, part), due=None,
                    kind="application.after", since=row.body.day_of(row.since),
                )  # fmt: skip


def _address(row: Application, part: str) -> str:
    if part == DELEGATE and row.transition.letter is not None:
        return reverse("document_sign", args=[row.transition.letter.public_id])
    return reverse("application_transition", args=[row.public_id])


@duty_source
def raised_work(actor: Actor) -> Iterator[Duty]:
    """Work that a step raised: a notice in the Gazette, each child looked at, evidence kept, an improvement carried on."""
    if not actor.holds(P.APPLICATION_WORK):
        return
    rows = RaisedTask.objects.visible_to(actor).filter(done_on=None)
    for row in rows.select_related("application__organisation", "application__body").order_by("due_on", "pk"):
        application = row.application
        if part_in(application, actor, parts_for(application, row.task)):
            yield Duty(
                title=f"{work_words(application.body, row.task)}: {application.organisation.name}",
                why=row.words or _("A step of the journey asks for it."), verb=_("Record it"),
                url=reverse("application_task", args=[application.public_id, row.public_id]), due=row.due_on,
                kind=f"application.{row.task}", since=application.body.day_of(row.raised_at),
            )  # fmt: skip


@duty_source
def care_models(actor: Actor) -> Iterator[Duty]:
    """Care model summaries that were handed in, for the lead."""
    if actor.role is not Role.HUB_LEAD:
        return
    waiting = CareModelSummary.objects.visible_to(actor).filter(state=CareModelSummary.State.SUBMITTED)
    for summary in waiting.select_related("organisation").order_by("since", "pk"):
        row = queries.listed(actor).filter(organisation=summary.organisation).order_by("-pk").first()
        if row is not None and part_in(row, actor, (LEAD,)):
            yield Duty(
                title=_("Read a care model summary: %(name)s") % {"name": summary.organisation.name},
                why=_("It was handed in. Agree it, or give it back."), verb=_("Open"),
                url=reverse("care_model", args=[row.public_id]), due=None, kind="care_model",
                since=row.body.day_of(summary.since),
            )  # fmt: skip


@duty_source
def accreditation_to_look_at(actor: Actor) -> Iterator[Duty]:
    """Care partners whose accreditation was lost or runs out soon: both are needed to keep an approval."""
    if actor.role not in (Role.HUB_LEAD, Role.DEPUTY_CHIEF_EXECUTIVE, Role.ACCREDITOR):
        return
    partners = PartnerApproval.objects.visible_to(actor).exclude(state__in=OVER).values("organisation")
    lost = Q(status__in=LOST) | Q(review_due_on__lte=actor.today + SOON)
    rows = Accreditation.objects.visible_to(actor).filter(lost, organisation__in=partners)
    for row in rows.select_related("organisation").order_by("review_due_on", "pk"):
        gone = row.status in LOST
        yield Duty(
            title=(_("Accreditation lost by a care partner: %(name)s") if gone else _("Accreditation to be renewed: %(name)s"))
            % {"name": row.organisation.name},
            why=_("Level 1 is needed to gain and to keep an approval."), verb=_("Open"),
            url=reverse("accreditation", args=[row.public_id]), due=None if gone else row.review_due_on,
            kind="accreditation", since=row.body.day_of(row.recorded_at),
        )  # fmt: skip
