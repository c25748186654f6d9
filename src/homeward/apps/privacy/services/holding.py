"""Legal holds: one person places one, and lifting it takes two."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold as lock
from homeward.apps.core.writing import permit, service
from homeward.apps.privacy.machine import HOLD
from homeward.apps.privacy.models import LegalHold
from homeward.apps.privacy.services.checks import filled, known_ground

PLACE, CHANGE = "This hold cannot be placed", "This hold cannot be changed"
CLASSES = "record_classes"


@service("place_hold", PLACE)
def place_hold(
    *, title: str, reason: str, record_class: str = "", child: Child | None = None, by: Actor
) -> LegalHold:
    """Keep records from being disposed of: of one class or of all, of one child or of everybody."""
    permit(
        by.relation(P.PRIVACY_WRITE) is Relation.BODY and (child is None or child.body_id == by.body.pk),
        PLACE,
    )
    unknown = known_ground(by, CLASSES, record_class, "record_class") if record_class else None
    refuse_if(PLACE, [filled(title, "title"), filled(reason), unknown])
    made = LegalHold.objects.create(
        body=by.body,
        title=title.strip(),
        reason=reason.strip(),
        record_class=record_class,
        child=child,
        placed_by=by.user,
    )
    audit.record(by, "place_hold", made, record_class=record_class)
    return made


@service("propose_hold_lift", CHANGE)
def propose_lift(*, hold: LegalHold, reason: str, by: Actor) -> LegalHold:
    """Ask for a hold to be lifted. It stands until another person lifts it."""
    permit(may(by, P.PRIVACY_WRITE, hold), CHANGE)
    lock(hold)
    HOLD.make(
        "propose_lift", hold, by, reason=reason, lift_reason=reason.strip(), lift_proposed_by=by.user, note=""
    )
    audit.record(by, "propose_hold_lift", hold)
    people = people_in(roles_with(P.PRIVACY_CHECK, HeldAt.BODY), body=by.body, organisation_id=None)
    tell(
        [p for p in people if p.pk != by.user.pk], body=by.body,
        title=saying("The lifting of a legal hold waits for a second person"),
        url=reverse("legal_hold", args=[hold.public_id]),
    )  # fmt: skip
    return hold


@service("decline_lift", CHANGE)
def decline_lift(*, hold: LegalHold, reason: str, by: Actor) -> LegalHold:
    """Keep the hold, with the reason."""
    permit(may(by, P.PRIVACY_CHECK, hold), CHANGE)
    lock(hold)
    HOLD.make("decline_lift", hold, by, reason=reason, note=reason.strip(), lift_proposed_by=None)
    audit.record(by, "decline_lift", hold)
    return hold


@service("lift_hold", CHANGE)
def lift_hold(*, hold: LegalHold, by: Actor) -> LegalHold:
    """Lift a hold somebody else proposed to lift. Nothing is disposed of by it."""
    permit(may(by, P.PRIVACY_CHECK, hold), CHANGE)
    lock(hold)
    HOLD.make("lift", hold, by, lifted_by=by.user, lifted_at=timezone.now())
    audit.record(by, "lift_hold", hold)
    return hold
