"""Proposing a restriction, and deciding on it by a second person."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.documents import store_upload
from homeward.apps.core.events import publish
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import permit, service
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.causes import CAUSES
from homeward.apps.restrictions.events import RestrictionImposed
from homeward.apps.restrictions.machine import MACHINE, office_of
from homeward.apps.restrictions.models import OPEN, Restriction
from homeward.apps.restrictions.reach import bound_bodies, consortia_of
from homeward.apps.restrictions.services.effects import look_again, raise_reviews
from homeward.apps.restrictions.services.taking import take
from homeward.apps.restrictions.services.telling import tell_all, tell_office, tell_one
from homeward.apps.restrictions.standing import hold_subject
from homeward.apps.restrictions.subjects import homes_known, providers_known
from homeward.kernel.reasons import Reason

State = Restriction.State
CANNOT_PROPOSE = "This restriction cannot be proposed"
EVIDENCE = "evidence"


@service("propose_restriction", CANNOT_PROPOSE)
def propose_restriction(
    *, organisation: Organisation | None, home: Home | None = None, reach: str, cause: str, reason: str,
    what_lifts: str, starts_on: dt.date, evidence: UploadedFile | None = None, by: Actor,
) -> Restriction:  # fmt: skip
    """Propose that a provider, or one of its homes, takes no new placements from a day on. It changes nothing yet.

    A person of a member authority may propose to its consortium; the record is then the consortium's. Raises Refused
    with every reason.
    """
    permit(
        by.relation(P.RESTRICTION_PROPOSE) is Relation.BODY and _knows(by, organisation, home), CANNOT_PROPOSE
    )
    hold_subject(organisation, home)
    body, unfit = _body_for(reach, by)
    row = Restriction(
        body=body, organisation=organisation, home=home, reach=reach, cause=cause, reason=reason.strip(),
        what_lifts=what_lifts.strip(), starts_on=starts_on, proposed_by=by.user, proposed_from=by.body,
    )  # fmt: skip
    refuse_if(CANNOT_PROPOSE, [unfit, *_faults(row)])
    row.save()
    if evidence is not None:
        store_upload(file=evidence, title=_("Evidence"), kind=EVIDENCE, thing=row, by=by)
    audit.record(by, "propose_restriction", row, reason=row.reason, cause=cause)
    title = _("A restriction waits for your decision: %(subject)s") % {"subject": row.subject}
    tell_office(row, title, _("Proposed by %(who)s.") % {"who": by.label}, by)
    return row


def _knows(by: Actor, organisation: Organisation | None, home: Home | None) -> bool:
    """Whether the person may see what the restriction would be about."""
    if home is not None:
        return homes_known(by).filter(pk=home.pk).exists()
    return organisation is not None and providers_known(by).filter(organisation=organisation).exists()


def _body_for(reach: str, by: Actor) -> tuple[CommissioningBody, Reason | None]:
    """Whose restriction it is: the own body's, or that of the consortium."""
    if by.role is Role.CONSORTIUM_MANAGER:
        told = {"body": by.body.name, "field": "reach"}
        local = Reason("restriction.consortium_is_framework", told)
        return by.body, None if reach == Restriction.Reach.FRAMEWORK else local
    if reach == Restriction.Reach.LOCAL:
        return by.body, None
    consortium = consortia_of(by.body, by.today)[0]
    told = {"body": by.body.name, "day": by.today.isoformat(), "field": "reach"}
    alone = Reason("restriction.no_consortium", told) if consortium == by.body else None
    return consortium, alone


def _faults(row: Restriction) -> list[Reason]:
    day = row.starts_on.isoformat()
    found: list[Reason] = []
    if not is_code(row.body, CAUSES, row.cause, row.starts_on):
        found.append(Reason("restriction.unknown_cause", {"given": row.cause, "day": day, "field": "cause"}))
    if not row.reason:
        found.append(Reason("restriction.reason_missing", {"field": "reason"}))
    if not row.what_lifts:
        found.append(Reason("restriction.lift_missing", {"field": "what_lifts"}))
    if row.starts_on < row.body.today:
        told = {"day": day, "today": row.body.today.isoformat(), "field": "starts_on"}
        found.append(Reason("restriction.starts_before", told))
    if row.home is not None and row.home.organisation_id != row.organisation_id:
        name = row.organisation.name if row.organisation else ""
        found.append(
            Reason("restriction.not_its_home", {"home": row.home.name, "provider": name, "field": "home"})
        )
    same = Restriction.objects.filter(
        body=row.body, organisation=row.organisation, home=row.home, cause=row.cause, state__in=OPEN
    ).first()
    if same is not None:
        told = {"subject": row.subject, "state": same.get_state_display(), "field": "cause"}
        found.append(Reason("restriction.stands", told))
    return found


@service("impose_restriction", "This restriction cannot be imposed")
def impose_restriction(
    *, restriction: Restriction, starts_on: dt.date | None = None, note: str = "", by: Actor
) -> Restriction:
    """Put a proposed restriction in force, by another person than the proposer: from `starts_on`, or from the day proposed.

    A day that has passed meanwhile gives way to today. Nothing ends: each child there gets a review. Those who hold
    offers and contracts hear of it in the same transaction.
    """
    take(restriction, by, P.RESTRICTION_IMPOSE, "This restriction cannot be imposed")
    move = MACHINE.check("impose", restriction, by, starts_on=starts_on)
    restriction.starts_on = starts_on or max(restriction.starts_on, restriction.body.today)
    _decide(restriction, move.target, note, by)
    audit.record(
        by, "impose_restriction", restriction, reason=note, starts_on=restriction.starts_on.isoformat()
    )
    raise_reviews(restriction, by)
    publish(RestrictionImposed(restriction, bound_bodies(restriction.body, restriction.body.today), by))
    look_again(restriction, by)
    title = _("No new placements: %(subject)s") % {"subject": restriction.subject}
    text = _("From %(day)s. Children already there stay. What would lift it: %(lift)s") % {
        "day": say_day(restriction.starts_on), "lift": restriction.what_lifts,
    }  # fmt: skip
    tell_all(restriction, title, text, by)
    return restriction


@service("refuse_restriction", "This restriction cannot be refused")
def refuse_restriction(*, restriction: Restriction, reason: str, by: Actor) -> Restriction:
    """Send a proposal back with a reason. It stays on record, and nothing changes."""
    take(restriction, by, P.RESTRICTION_IMPOSE, "This restriction cannot be refused")
    move = MACHINE.check("refuse", restriction, by, reason=reason)
    _decide(restriction, move.target, reason, by)
    audit.record(by, "refuse_restriction", restriction, reason=reason)
    title = _("The restriction you proposed was refused: %(subject)s") % {"subject": restriction.subject}
    tell_one(restriction.proposed_by, restriction, title, reason, by)
    return restriction


@service("withdraw_restriction", "This proposal cannot be taken back")
def withdraw_restriction(*, restriction: Restriction, reason: str, by: Actor) -> Restriction:
    """The proposer takes a proposal back before anybody decided."""
    take(restriction, by, P.RESTRICTION_PROPOSE, "This proposal cannot be taken back")
    move = MACHINE.check("withdraw", restriction, by, reason=reason)
    _decide(restriction, move.target, reason, by)
    audit.record(by, "withdraw_restriction", restriction, reason=reason)
    title = _("Nothing to decide any more: %(subject)s") % {"subject": restriction.subject}
    tell_office(restriction, title, _("%(who)s took the proposal back.") % {"who": by.label}, by)
    return restriction


def _decide(restriction: Restriction, state: str, reason: str, by: Actor) -> None:
    restriction.state, restriction.decided_at, restriction.decided_by = state, timezone.now(), by.user
    restriction.decision_reason = reason.strip()
    restriction.save()


def may_decide(restriction: Restriction, by: Actor) -> bool:
    """Whether the person's office decides on this restriction, whoever proposed it."""
    return (
        by.holds(P.RESTRICTION_IMPOSE)
        and by.role is office_of(restriction)
        and by.body.pk == restriction.body_id
    )
