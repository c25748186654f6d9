"""Preparation on record: what is provided locally already, and the conversation of hub and partner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import own_part, part_in, stands_at
from homeward.apps.approvals.local import figures_now
from homeward.apps.approvals.models import Application, BecomingConversation, DeclaredInterest, LocalProvision
from homeward.apps.approvals.parts import ACCREDITOR, ADMIN, LEAD, LOCAL, PARTNER
from homeward.apps.approvals.services.common import needed, of, running, take
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.kernel.reasons import Reason

CANNOT_PROVISION = "What is provided locally cannot be recorded"
CANNOT_CONVERSATION = "This conversation cannot be recorded"
CANNOT_DETAILS = "These details cannot be changed"
CANNOT_JOINT = "The joint approach cannot be asked for"
CANNOT_JOINT_PLAN = "The joint approach cannot be agreed"
CANNOT_INTEREST = "This interest cannot be declared"
DETAILS = frozenset(
    {"contact_name", "contact_email", "contact_phone", "local_office", "has_talked", "kinds", "care_options", "places",
     "hoped_for_by"}
)  # fmt: skip


@service("record_local_provision", CANNOT_PROVISION)
def record_local_provision(
    *, application: Application, there_already: str, spoken_to: str, with_whanau: str, by: Actor
) -> LocalProvision:
    """Write down what is provided locally, who was spoken to, and how tamariki Māori stay with their whānau.

    What is on record that day of partners, homes and places is kept with it. A later note takes the place of the
    earlier one, whose text the history keeps.
    """
    take(application, by, P.APPLICATION_WORK, CANNOT_PROVISION)
    given = {
        "there_already": there_already.strip(),
        "spoken_to": spoken_to.strip(),
        "with_whanau": with_whanau.strip(),
    }
    labels = {
        "there_already": "What is there already", "spoken_to": "Who was spoken to",
        "with_whanau": "Tamariki Māori with whānau, hapū and iwi",
    }  # fmt: skip
    refuse_if(
        CANNOT_PROVISION,
        [running(application), own_part(application, by, LOCAL, LEAD), *needed(given, labels)],
    )
    stored, _made = LocalProvision.objects.update_or_create(
        application=application,
        defaults={**of(application), **given, "figures": figures_now(application.body, by.today),
                  "recorded_at": timezone.now(), "recorded_by": by.user},
    )  # fmt: skip
    audit.record(by, "record_local_provision", application)
    return stored


@service("record_conversation", CANNOT_CONVERSATION)
def record_conversation(
    *, application: Application, held_on: dt.date, whakawhanaungatanga: bool, familiarisation: bool, practice_run: bool,
    partner_knows: bool, submit_by: dt.date | None, people: str = "", notes: str = "", by: Actor,
) -> BecomingConversation:  # fmt: skip
    """Write down the conversation in its parts, and the day agreed for handing the template in.

    A conversation in more than one sitting is one record: what is not done yet is recorded when it is.
    """
    take(application, by, P.APPLICATION_WORK, CANNOT_CONVERSATION)
    told = {"field": "held_on", "day": held_on.isoformat()}
    before = {
        "field": "submit_by",
        "day": submit_by.isoformat() if submit_by else "",
        "held": held_on.isoformat(),
    }
    refuse_if(
        CANNOT_CONVERSATION,
        [
            running(application),
            own_part(application, by, LEAD),
            Reason("application.in_future", told) if held_on > by.today else None,
            Reason("application.submit_before_held", before) if submit_by and submit_by <= held_on else None,
        ],
    )
    stored, _made = BecomingConversation.objects.update_or_create(
        application=application,
        defaults={**of(application), "held_on": held_on, "whakawhanaungatanga": whakawhanaungatanga,
                  "familiarisation": familiarisation, "practice_run": practice_run, "partner_knows": partner_knows,
                  "people": people.strip(), "notes": notes.strip(), "recorded_at": timezone.now(),
                  "recorded_by": by.user},
    )  # fmt: skip
    if submit_by is not None:
        application.submit_by = submit_by
        application.save(update_fields=["submit_by"])
    audit.record(by, "record_conversation", application, on=held_on.isoformat())
    return stored


@service("change_application", CANNOT_DETAILS)
def change_application(*, application: Application, by: Actor, **changes: Any) -> Application:
    """Correct contact, office, what is asked for and what is hoped for."""
    take(application, by, P.APPLICATION_WORK, CANNOT_DETAILS)
    if strange := sorted(set(changes) - DETAILS):
        raise TypeError(f"cannot change {', '.join(strange)}")
    refuse_if(CANNOT_DETAILS, [running(application), own_part(application, by, LOCAL, LEAD, PARTNER, ADMIN)])
    changed = sorted(name for name, value in changes.items() if getattr(application, name) != value)
    for name in changed:
        setattr(application, name, changes[name])
    if changed:
        application.save(update_fields=changed)
        audit.record(by, "change_application", application, fields=changed)
    return application


@service("ask_joint_approach", CANNOT_JOINT)
def ask_joint_approach(*, application: Application, wish: str, by: Actor) -> Application:
    """The partner asks that hub and accreditor plan their work together. Each keeps its own cycle and report."""
    take(application, by, P.APPLICATION_WORK, CANNOT_JOINT)
    asked = Reason("application.joint_asked", {"reference": application.reference})
    refuse_if(
        CANNOT_JOINT,
        [
            running(application),
            own_part(application, by, PARTNER),
            asked if application.joint_asked_at else None,
            *needed({"wish": wish}, {"wish": "What you wish for"}),
        ],
    )
    application.joint_asked_at, application.joint_plan = timezone.now(), wish.strip()
    application.save(update_fields=["joint_asked_at", "joint_plan"])
    audit.record(by, "ask_joint_approach", application)
    return application


@service("agree_joint_approach", CANNOT_JOINT_PLAN)
def agree_joint_approach(*, application: Application, plan: str, by: Actor) -> Application:
    """Hub or accreditor agrees to plan jointly, and says how. Both agree before the plan is settled."""
    take(application, by, P.APPLICATION_WORK, CANNOT_JOINT_PLAN)
    refuse_if(
        CANNOT_JOINT_PLAN,
        [
            own_part(application, by, LEAD, ACCREDITOR),
            stands_at(application, "JOINT_PLAN"),
            *needed({"plan": plan}, {"plan": "How it is planned"}),
        ],
    )
    field = "joint_accreditor_at" if part_in(application, by, (ACCREDITOR,)) else "joint_hub_at"
    setattr(application, field, timezone.now())
    application.joint_plan = plan.strip()
    application.save(update_fields=[field, "joint_plan"])
    audit.record(by, "agree_joint_approach", application)
    return application


@service("declare_interest", CANNOT_INTEREST)
def declare_interest(*, application: Application, text: str, by: Actor) -> DeclaredInterest:
    """Somebody of the agency says that they have an interest in the organisation: they do nothing here any more."""
    take(application, by, P.APPLICATION_WORK, CANNOT_INTEREST)
    permit(not by.is_provider, CANNOT_INTEREST)
    refuse_if(CANNOT_INTEREST, needed({"text": text}, {"text": "What the interest is"}))
    stored, _made = DeclaredInterest.objects.get_or_create(
        application=application, user=by.user, defaults={**of(application), "text": text.strip()}
    )
    audit.record(by, "declare_interest", application)
    return stored
