"""What a restriction does to what was promised: it goes back to the head of service, until it is lifted or overridden."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.events import subscribe
from homeward.apps.core.notices import saying
from homeward.apps.decisions.facts import contract_of, signed_sides
from homeward.apps.decisions.models import Agreed, Decision, NoticeGiven
from homeward.apps.decisions.services.taking import tell_in
from homeward.apps.referrals.events import ReferralRenewed
from homeward.apps.restrictions.events import RestrictionImposed
from homeward.apps.restrictions.standing import standing_of

S = Decision.State
# What is promised and not begun; a contract signed by both still waits for the first night.
BOUND = (S.AGREED, S.ACCEPTED, S.CONTRACTED)


@subscribe(RestrictionImposed)
def back_to_the_head_of_service(event: RestrictionImposed) -> None:
    """Unsigned contracts, and promises not begun, are decided anew. Whoever imposes holds the provider: nobody signs meanwhile.

    The first night under a restriction that begins later is looked at when it comes: it is asked on the day.
    """
    row = event.restriction
    scope = Q(offer__home=row.home) if row.home_id else Q(organisation=row.organisation)
    if row.home is not None and row.home.urn:
        scope |= Q(offer__home__urn=row.home.urn, organisation=row.organisation)
    bound = Decision.objects.filter(scope, body__in=event.bodies, state__in=BOUND)
    for decision in bound.select_for_update(of=("self",)).order_by("pk"):
        if _is_bound(decision):
            _return(decision, event)


@subscribe(ReferralRenewed)
def the_notice_looks_to_the_new_one(event: ReferralRenewed) -> None:
    """A notice stands without a next home until the referral that looks for it now has found one."""
    for notice in NoticeGiven.objects.filter(referral=event.referral, withdrawn_at=None):
        notice.referral = event.renewed
        notice.save(update_fields=["referral"])


def _is_bound(decision: Decision) -> bool:
    """An override both sides gave for these children takes the restriction away."""
    on = max(decision.start_on, decision.body.today)
    told = {"organisation": decision.organisation, "body": decision.body, "home": decision.offer.home}
    found = standing_of(**told, on=on, reference=decision.search.referral.reference)  # type: ignore[arg-type]
    return any(reason.code == "standing.restricted" for reason in found.reasons)


def _return(decision: Decision, event: RestrictionImposed) -> None:
    agreed_only = decision.state == S.AGREED
    decision.state = S.PROPOSED if agreed_only else S.RETURNED
    decision.since = timezone.now()
    decision.returned_because = _("Restricted since %(day)s: %(subject)s.") % {
        "day": event.restriction.starts_on.isoformat(), "subject": event.restriction.subject,
    }  # fmt: skip
    decision.save(update_fields=["state", "since", "returned_because"])
    kinds = (Agreed.Kind.PLACEMENT, Agreed.Kind.VERBAL)
    for row in Agreed.objects.filter(decision=decision, kind__in=kinds, past_at=None):
        row.past_at = decision.since
        row.save(update_fields=["past_at"])
    audit.record(
        event.by, "return_decision", decision, reason=decision.returned_because, signed=_signed(decision)
    )
    title = saying(
        "Referral %(referral)s: a restriction was imposed, decide again", referral=decision.search.referral
    )
    tell_in(
        decision, (Role.HEAD_OF_SERVICE, Role.PLACEMENT_OFFICER), title, event.by, decision.returned_because
    )


def _signed(decision: Decision) -> list[str]:
    contract = contract_of(decision)
    return [] if contract is None else sorted(signed_sides(contract))
