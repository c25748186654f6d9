"""Small forms over one application: what is written down on the way. Each hands its words to one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.approvals import services
from homeward.apps.approvals.forms import (
    ConversationForm,
    DetailsForm,
    InterestDeclaredForm,
    JointForm,
    JointPlanForm,
    PartForm,
    ProvisionForm,
    SubmissionForm,
)
from homeward.apps.approvals.forms_following import TaskForm, TransitionForm
from homeward.apps.approvals.journey import part_in, part_words
from homeward.apps.approvals.local import figures_now
from homeward.apps.approvals.models import Application, AssignedRole, RaisedTask
from homeward.apps.approvals.parts import ROLES
from homeward.apps.approvals.services.transition import own_lines
from homeward.apps.approvals.views.applications import address_of, around
from homeward.apps.approvals.work import parts_for, work_words
from homeward.apps.core.forms import RecordForm, edit, initial_of, offer


def record(
    request: HttpRequest, found: Application, form: RecordForm, do: Callable[[dict[str, Any]], Any], said: str, **page: Any
) -> HttpResponse:  # fmt: skip
    """One form on a page; afterwards back to the application."""
    return edit(request, form, do, lambda made: (said, address_of(found)), **{**around(found), **page})


@page(P.APPLICATION_WORK)
def details(request: HttpRequest, public_id: str) -> HttpResponse:
    """Contact, office, what is asked for and hoped for."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    names = (
        "contact_name", "contact_email", "contact_phone", "local_office", "care_options", "places", "hoped_for_by", "kinds",
    )  # fmt: skip
    talked = {True: "yes", False: "no", None: ""}[found.has_talked]
    form = DetailsForm(
        request.POST or None, body=found.body, initial={**initial_of(found, names), "has_talked": talked}
    )
    return record(
        request, found, form,
        lambda data: services.change_application(application=found, by=actor, **form.given()),
        _("Kept."), heading=_("Contact, and what is asked for"), verb=_("Keep"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def provision(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is provided locally already, considered before a new partner is approved."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    note = getattr(found, "local_provision", None)
    names = ("there_already", "spoken_to", "with_whanau")
    form = ProvisionForm(request.POST or None, initial=initial_of(note, names) if note else {})
    rows = figures_now(found.body, actor.today)
    counted = [
        {"label": row["partner"], "value": _("%(homes)s homes, %(places)s places") % row} for row in rows
    ] or [{"label": _("On record"), "value": _("No care partner yet")}]
    return record(
        request, found, form,
        lambda data: services.record_local_provision(application=found, by=actor, **data),
        _("Recorded, with what is on record today."), heading=_("What is provided locally already"), verb=_("Record it"),
        lede=_("Below is what is on record today; it is kept with your note. A guiding principle asks for it first."),
        facts=counted,
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def conversation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The becoming a care partner conversation, in its parts."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    talk = getattr(found, "conversation", None)
    initial: dict[str, Any] = {"submit_by": found.submit_by}
    if talk is not None:
        parts = ("whakawhanaungatanga", "familiarisation", "practice_run", "partner_knows")
        initial |= {
            **initial_of(talk, ("held_on", "people", "notes")), "done": [name for name in parts if getattr(talk, name)],
        }  # fmt: skip
    form = ConversationForm(request.POST or None, initial=initial)
    return record(
        request, found, form,
        lambda data: services.record_conversation(application=found, by=actor, **form.given()),
        _("Recorded."), heading=_("Becoming a care partner conversation"), verb=_("Record it"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def joint(request: HttpRequest, public_id: str) -> HttpResponse:
    """The partner asks that hub and accreditor plan their work together."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    return record(
        request, found, JointForm(request.POST or None),
        lambda data: services.ask_joint_approach(application=found, by=actor, **data),
        _("Asked for."), heading=_("Ask for a joint approach"), verb=_("Ask for it"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def joint_plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hub or accreditor agrees to plan jointly."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    return record(
        request, found, JointPlanForm(request.POST or None, initial={"plan": found.joint_plan}),
        lambda data: services.agree_joint_approach(application=found, by=actor, **data),
        _("Agreed for your side."), heading=_("Agree to plan jointly"), verb=_("Agree"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def declare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that one has an interest in the organisation, and so does nothing in its application."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    if actor.is_provider:
        raise Http404
    return record(
        request, found, InterestDeclaredForm(request.POST or None),
        lambda data: services.declare_interest(application=found, by=actor, **data),
        _("Declared. You make no step in this application any more."), heading=_("Declare an interest"),
        verb=_("Declare it"), lede=_("Who has an interest in the organisation does not act on its application."),
    )  # fmt: skip


@page(P.APPLICATION_LEAD)
def part(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """Give a part of the journey to somebody who has its role."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_LEAD)
    row = AssignedRole.objects.visible_to(actor).filter(application=found, part=part).first()
    if row is None:
        raise Http404
    people = {
        person.public_id: person
        for person in people_in(ROLES[part], body=found.body, organisation_id=found.organisation_id)
    }
    form = PartForm(
        request.POST or None, initial={"user": row.user.public_id if row.user else "", "note": row.note}
    )
    offer(
        form,
        "user",
        [*((key, person.name) for key, person in people.items()), ("", _("Whoever has the role"))],
    )
    return record(
        request, found, form,
        lambda data: services.assign_part(
            application=found, part=part, user=people.get(data["user"]), note=data["note"], by=actor
        ),
        _("Kept."), heading=_("Who does it: %(part)s") % {"part": part_words(found.body, part)}, verb=_("Keep"),
        lede=_("The split of parts is typical, and agreed with the partner for each journey."),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def transition(request: HttpRequest, public_id: str) -> HttpResponse:
    """What follows the decision; each part writes its own lines."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    row, lines = getattr(found, "transition", None), own_lines(found, actor)
    if row is None or not lines:
        raise Http404
    form = TransitionForm(request.POST or None, keep=lines, initial=initial_of(row, sorted(lines)))
    return record(
        request, found, form,
        lambda data: services.record_transition(application=found, by=actor, **data),
        _("Recorded."), heading=_("First touchpoint and celebration"), verb=_("Record it"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def submission(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the applicant says to a proposed decline."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    return record(
        request, found, SubmissionForm(request.POST or None),
        lambda data: services.hear_submission(application=found, by=actor, **data),
        _("Recorded. The deputy chief executive has been told."), heading=_("Submissions on the proposed decline"),
        verb=_("Record it"),
    )  # fmt: skip


@page(P.APPLICATION_WORK)
def task(request: HttpRequest, public_id: str, task: str) -> HttpResponse:
    """Write down what was done of some work that a step raised."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    row = RaisedTask.objects.visible_to(actor).filter(application=found, public_id=task, done_on=None).first()
    if row is None or not part_in(found, actor, parts_for(found, row.task)):
        raise Http404
    about = [{"label": _("What it is about"), "value": row.words}] if row.words else []
    return record(
        request, found, TaskForm(request.POST or None, initial={"done_on": actor.today}),
        lambda data: services.finish_task(task=row, by=actor, **data),
        _("Recorded."), heading=work_words(found.body, row.task), verb=_("Record it"), facts=about,
    )  # fmt: skip
