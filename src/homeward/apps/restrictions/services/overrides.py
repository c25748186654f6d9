"""One child may come all the same: asked for, then agreed by the head of service and by the consortium."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.events import publish
from homeward.apps.core.notices import tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import flags
from homeward.apps.placements.services.nightly import Clock
from homeward.apps.restrictions.events import OverrideAgreed
from homeward.apps.restrictions.machine import OVERRIDE, side_of
from homeward.apps.restrictions.models import STANDING, Restriction, RestrictionOverride
from homeward.apps.restrictions.queries import stays_bound
from homeward.apps.restrictions.reach import consortia_of
from homeward.apps.restrictions.services.taking import take_override
from homeward.kernel.reasons import Reason

State = RestrictionOverride.State
CANNOT_ASK = "This override cannot be asked for"


@service("ask_override", CANNOT_ASK)
def ask_override(
    *, restriction: Restriction, reference: str, reason: str, child: Child | None = None, by: Actor
) -> RestrictionOverride:
    """Ask that one child, named by a reference, may come under a restriction. Both sides are told."""
    allowed = by.relation(P.RESTRICTION_OVERRIDE) is Relation.BODY and may(
        by, P.RESTRICTION_READ, restriction
    )
    permit(allowed and (child is None or may(by, P.CHILD_READ, child)), CANNOT_ASK)
    hold(restriction)
    refuse_if(CANNOT_ASK, _faults(restriction, reference.strip(), reason, by))
    override = RestrictionOverride.objects.create(
        body=by.body, organisation=restriction.organisation, restriction=restriction, child=child,
        reference=reference.strip(), reason=reason.strip(), consortium=_consortium_for(restriction, by), asked_by=by.user,
    )  # fmt: skip
    audit.record(by, "ask_override", override, reason=reason, restriction=restriction.public_id)
    text = _("Asked by %(who)s.") % {"who": by.label}
    _tell_both(
        override, _("An override waits for you: %(number)s") % {"number": override.reference}, text, by
    )
    return override


def _consortium_for(restriction: Restriction, by: Actor) -> CommissioningBody:
    """Whose manager agrees beside the head of service: the consortium that restricted, else the body's own."""
    if restriction.reach == Restriction.Reach.FRAMEWORK:
        return restriction.body
    return consortia_of(by.body, by.today)[0]


def _faults(restriction: Restriction, reference: str, reason: str, by: Actor) -> list[Reason]:
    found: list[Reason] = []
    if restriction.state not in STANDING:
        found.append(Reason("restriction.override_idle", {"subject": restriction.subject}))
    if not reference:
        found.append(Reason("restriction.override_reference", {"field": "reference"}))
    if not reason.strip():
        found.append(Reason("restriction.reason_missing", {"field": "reason"}))
    same = RestrictionOverride.objects.filter(
        restriction=restriction, body=by.body, reference__iexact=reference
    ).exclude(state=State.REFUSED)
    if reference and (other := same.select_related("asked_by").first()) is not None:
        told = {"who": other.asked_by.name, "reference": reference, "state": other.get_state_display()}
        found.append(Reason("restriction.override_stands", {**told, "field": "reference"}))
    return found


@service("agree_override", "This override cannot be agreed")
def agree_override(*, override: RestrictionOverride, by: Actor) -> RestrictionOverride:
    """Agree for one's side. It holds once both sides have agreed, each by another person, neither of them the asker."""
    take_override(override, by, P.RESTRICTION_IMPOSE, "This override cannot be agreed")
    move = OVERRIDE.check("agree", override, by)
    side = side_of(override, by)
    setattr(override, f"{side}_by", by.user)
    setattr(override, f"{side}_at", timezone.now())
    if override.service_by_id is not None and override.consortium_by_id is not None:
        override.state = move.target
    override.save()
    audit.record(by, "agree_override", override, side=side, restriction=override.restriction.public_id)
    if override.is_valid:
        publish(OverrideAgreed(override, by))
        _look_again(override, by)
        title = _("Agreed by both: %(number)s may come") % {"number": override.reference}
        tell([override.asked_by], body=override.body, title=title, url=_address(override))
    return override


@service("refuse_override", "This override cannot be refused")
def refuse_override(*, override: RestrictionOverride, reason: str, by: Actor) -> RestrictionOverride:
    """Either side refuses, with a reason. It stays on record."""
    take_override(override, by, P.RESTRICTION_IMPOSE, "This override cannot be refused")
    move = OVERRIDE.check("refuse", override, by, reason=reason)
    override.state, override.refused_at, override.refused_by = move.target, timezone.now(), by.user
    override.refusal_reason = reason.strip()
    override.save()
    audit.record(by, "refuse_override", override, reason=reason)
    title = _("Refused: an override for %(number)s") % {"number": override.reference}
    tell([override.asked_by], body=override.body, title=title, text=reason, url=_address(override))
    return override


def _look_again(override: RestrictionOverride, by: Actor) -> None:
    """A stay of this child that was recorded first is no breach any more."""
    if override.child is None:
        return
    stays = stays_bound(override.restriction).filter(child=override.child)
    rows: list[Placement] = list(stays.select_related("body", "child", "home", "line__agreement"))
    for stay in rows:
        flags.recheck_own(stay, by=Clock(stay.body, label=by.role.label))


def _tell_both(override: RestrictionOverride, title: str, text: str, by: Actor) -> None:
    for role, body in ((Role.HEAD_OF_SERVICE, override.body), (Role.CONSORTIUM_MANAGER, override.consortium)):
        people = people_in([role], body=body, organisation_id=override.organisation_id)
        told = [person for person in people if person.pk != by.user.pk]
        tell(told, body=body, title=title, text=text, url=_address(override))


def _address(override: RestrictionOverride) -> str:
    return reverse("restriction_override", args=[override.public_id])
