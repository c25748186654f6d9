"""Breaches: reported by anybody, judged by the privacy officer, contained, told of, and closed."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.privacy.clocks import breach_target
from homeward.apps.privacy.machine import BREACH
from homeward.apps.privacy.models import Breach, BreachNotice
from homeward.apps.privacy.services.checks import filled
from homeward.kernel.reasons import Reason

REPORT, CHANGE = "This cannot be reported", "This breach cannot be changed"


@service("report_breach", REPORT)
def report_breach(
    *, what: str, discovered_at: dt.datetime, affected: str = "", affected_count: int | None = None, contained: str = "",
    by: Actor,
) -> Breach:  # fmt: skip
    """Report a suspected breach. Anybody who works here may; the privacy officer is told at once.

    The target runs from the discovery in elapsed hours, where the pack aims at any.
    """
    refuse_if(REPORT, [filled(what, "what"), _not_to_come(discovered_at, by, "discovered_at")])
    made = Breach.objects.create(
        body=by.body, organisation=by.organisation, what=what.strip(), discovered_at=discovered_at, affected=affected.strip(),
        affected_count=affected_count, contained=contained.strip(), contained_at=timezone.now() if contained.strip() else None,
        target_at=breach_target(by.body, discovered_at), reported_by=by.user,
    )  # fmt: skip
    audit.record(by, "report_breach", made)
    people = people_in(roles_with(P.BREACH_WRITE, HeldAt.BODY), body=by.body, organisation_id=None)
    if not people:  # a body without one: whoever gives the roles has to know
        people = people_in(roles_with(P.MEMBERSHIP_MANAGE, HeldAt.BODY), body=by.body, organisation_id=None)
    tell(
        [p for p in people if p.pk != by.user.pk], body=by.body,
        title=saying("A suspected breach was reported: %(reference)s", reference=made.reference),
        url=reverse("breach", args=[made.public_id]),
    )  # fmt: skip
    return made


@service("contain_breach", CHANGE)
def contain_breach(
    *, breach: Breach, contained: str, affected: str = "", affected_count: int | None = None, by: Actor
) -> Breach:
    """Record what was done to contain it, and whom it concerns."""
    _held(breach, by)
    refuse_if(CHANGE, [*_open(breach), filled(contained, "contained")])
    breach.contained, breach.contained_at = contained.strip(), timezone.now()
    breach.affected, breach.affected_count = affected.strip() or breach.affected, affected_count
    breach.save(update_fields=["contained", "contained_at", "affected", "affected_count"])
    audit.record(by, "contain_breach", breach)
    return breach


@service("judge_breach", CHANGE)
def judge_breach(*, breach: Breach, likely: bool, reason: str, by: Actor) -> Breach:
    """Decide whether serious harm is likely, with reasons. It can be judged again when more is known."""
    _held(breach, by)
    BREACH.make(
        "likely" if likely else "unlikely", breach, by, reason=reason, harm_reasons=reason.strip(), judged_at=timezone.now(),
        judged_by=by.user,
    )  # fmt: skip
    audit.record(by, "judge_breach", breach, likely=likely)
    return breach


@service("record_breach_notice", CHANGE)
def record_notice(
    *, breach: Breach, told: str, given_at: dt.datetime, how: str, words: str = "", by: Actor
) -> BreachNotice:
    """Record that the Commissioner, or the people affected, were told."""
    _held(breach, by)
    refuse_if(CHANGE, [*_open(breach), filled(how, "how"), _not_to_come(given_at, by, "given_at")])
    made = BreachNotice.objects.create(
        body=breach.body,
        breach=breach,
        told=told,
        given_at=given_at,
        how=how.strip(),
        words=words.strip(),
        recorded_by=by.user,
    )
    audit.record(by, "record_breach_notice", breach, told=told)
    return made


@service("excuse_breach_notice", CHANGE)
def excuse_notice(*, breach: Breach, reason: str, by: Actor) -> Breach:
    """Record why the people affected are not told, or not yet."""
    _held(breach, by)
    refuse_if(CHANGE, [*_open(breach), filled(reason)])
    breach.not_told_reason = reason.strip()
    breach.save(update_fields=["not_told_reason"])
    audit.record(by, "excuse_breach_notice", breach)
    return breach


@service("close_breach", CHANGE)
def close_breach(*, breach: Breach, learned: str = "", by: Actor) -> Breach:
    """Close a breach that is contained and, where serious harm is likely, told of."""
    _held(breach, by)
    BREACH.make("close", breach, by, learned=learned.strip(), closed_at=timezone.now(), closed_by=by.user)
    audit.record(by, "close_breach", breach)
    return breach


def _held(breach: Breach, by: Actor) -> None:
    permit(may(by, P.BREACH_WRITE, breach), CHANGE)
    hold(breach)


def _open(breach: Breach) -> list[Reason | None]:
    return [] if breach.is_open else [Reason("privacy.breach_closed", {"what": breach.reference})]


def _not_to_come(moment: dt.datetime, by: Actor, field: str) -> Reason | None:
    if moment <= timezone.now():
        return None
    day = by.body.day_of(moment).isoformat()
    return Reason("privacy.to_come", {"day": day, "today": by.today.isoformat(), "field": field})
