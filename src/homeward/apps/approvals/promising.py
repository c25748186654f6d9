"""What an approval says when a place is about to be promised: missing, suspended, over, or without its accreditation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.approvals.gates import approval_gate
from homeward.apps.approvals.journey import APPROVAL, has_journey
from homeward.apps.approvals.models import PartnerApproval
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.core.refusals import plain
from homeward.engine.approval import Gate
from homeward.kernel.reasons import Reason


def stops(gate: Gate) -> list[Any]:
    """What stops new placements: of the approval, of its accreditation, or that the agreement is not signed by both."""
    return list(gate.new_placements.refusals)


def in_the_way(body: CommissioningBody, organisations: Collection[Organisation]) -> dict[int, list[Reason]]:
    """Every reason of each organisation's approval, by its key; none where the body's policy approves nobody."""
    found: dict[int, list[Reason]] = defaultdict(list)
    if not organisations or not has_journey(body):
        return found
    rows = PartnerApproval.objects.filter(body=body, organisation__in=organisations).exclude(state__in=OVER)
    approved = {
        row.organisation_id: row for row in rows.select_related("application", "body", "organisation")
    }
    for organisation in organisations:
        row = approved.get(organisation.pk)
        if row is None:
            told = {"provider": organisation.name, "body": body.name}
            found[organisation.pk].append(Reason("standing.not_approved", told))
        else:
            found[organisation.pk] += reasons_of(row.application, stops(approval_gate(row)), APPROVAL)
    return found


plain(
    "standing.not_approved",
    title="{provider} is not approved",
    fact="No approval of {provider} by {body} is in force.",
    lift="Bring its application to approval.",
    who="The National Quality Hub and the Deputy Chief Executive",
)
