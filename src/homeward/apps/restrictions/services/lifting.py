"""Lifting: proposed by one person, decided by another."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.periods import say_day
from homeward.apps.core.writing import service
from homeward.apps.restrictions.events import RestrictionLifted
from homeward.apps.restrictions.machine import MACHINE
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.reach import bound_bodies
from homeward.apps.restrictions.services.effects import look_again
from homeward.apps.restrictions.services.taking import take
from homeward.apps.restrictions.services.telling import tell_all, tell_office, tell_one


@service("propose_lift", "Lifting cannot be proposed")
def propose_lift(*, restriction: Restriction, lifts_on: dt.date, reason: str, by: Actor) -> Restriction:
    """Propose that a restriction ends; `lifts_on` is the first free day. It binds until a second person lifts it."""
    take(restriction, by, P.RESTRICTION_PROPOSE, "Lifting cannot be proposed")
    move = MACHINE.check("propose_lift", restriction, by, reason=reason, lifts_on=lifts_on)
    restriction.state, restriction.lift_on, restriction.lift_reason = move.target, lifts_on, reason.strip()
    restriction.lift_proposed_at, restriction.lift_proposed_by = timezone.now(), by.user
    restriction.save()
    audit.record(by, "propose_lift", restriction, reason=reason, lifts_on=lifts_on.isoformat())
    title = _("Lifting waits for your decision: %(subject)s") % {"subject": restriction.subject}
    tell_office(restriction, title, _("Proposed by %(who)s.") % {"who": by.label}, by)
    return restriction


@service("lift_restriction", "This restriction cannot be lifted")
def lift_restriction(
    *, restriction: Restriction, lifts_on: dt.date | None = None, note: str = "", by: Actor
) -> Restriction:
    """Lift a restriction from `lifts_on`, or from the day proposed: it binds until 00:00 of that day, which is free.

    A day that has passed meanwhile gives way to today. What was held does not come back by itself.
    """
    take(restriction, by, P.RESTRICTION_IMPOSE, "This restriction cannot be lifted")
    move = MACHINE.check("lift", restriction, by, lifts_on=lifts_on)
    assert restriction.lift_on is not None
    day = lifts_on or max(restriction.lift_on, restriction.body.today)
    restriction.state, restriction.lifts_on = move.target, max(day, restriction.starts_on)
    restriction.lifted_at, restriction.lifted_by = timezone.now(), by.user
    restriction.save()
    audit.record(by, "lift_restriction", restriction, reason=note, lifts_on=restriction.lifts_on.isoformat())
    publish(RestrictionLifted(restriction, bound_bodies(restriction.body, restriction.body.today), by))
    look_again(restriction, by)
    title = _("New placements again: %(subject)s") % {"subject": restriction.subject}
    text = _("The restriction is lifted; %(day)s is free. What was held does not come back by itself.") % {
        "day": say_day(restriction.lifts_on)
    }
    tell_all(restriction, title, text, by)
    return restriction


@service("keep_restriction", "The lifting cannot be refused")
def keep_restriction(*, restriction: Restriction, reason: str, by: Actor) -> Restriction:
    """Refuse to lift it, with a reason. The restriction goes on as it was."""
    take(restriction, by, P.RESTRICTION_IMPOSE, "The lifting cannot be refused")
    move = MACHINE.check("keep", restriction, by, reason=reason)
    proposer = restriction.lift_proposed_by
    restriction.state, restriction.lift_on, restriction.lift_reason = move.target, None, ""
    restriction.lift_proposed_at = restriction.lift_proposed_by = None
    restriction.save()
    audit.record(by, "keep_restriction", restriction, reason=reason)
    if proposer is not None:
        title = _("The restriction stays: %(subject)s") % {"subject": restriction.subject}
        tell_one(proposer, restriction, title, reason, by)
    return restriction
