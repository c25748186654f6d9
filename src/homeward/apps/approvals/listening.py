"""What becoming a care partner answers to agreements: nothing is drawn up or signed before the approval is complete."""

from __future__ import annotations

from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.agreements.events import AgreementAsked, AgreementDrawn, AgreementSigned
from homeward.apps.approvals.journey import has_journey, stands_at
from homeward.apps.approvals.models import PartnerApproval, Transition
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.parts import LEAD, MANAGER
from homeward.apps.approvals.promising import in_the_way
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.core.events import subscribe
from homeward.apps.core.notices import saying

CONTRACTED = ("CONTRACTING", "QA_CYCLE", "HANDED_OVER")
UNSIGNED = "in_the_way.AGREEMENT_UNSIGNED"


def approval_in_force(body: CommissioningBody, organisation: Organisation) -> PartnerApproval | None:
    rows = PartnerApproval.objects.filter(body=body, organisation=organisation).exclude(state__in=OVER)
    return rows.select_related(
        "application__organisation", "application__body", "body", "organisation"
    ).first()


@subscribe(AgreementAsked)
def approval_first(asked: AgreementAsked) -> None:
    """The hard gate: an approval in force with its accreditation, and contracting begun."""
    agreement = asked.agreement
    if not has_journey(agreement.body):
        return
    found = in_the_way(agreement.body, [agreement.organisation])[agreement.organisation_id]
    asked.reasons.extend(reason for reason in found if reason.code != UNSIGNED)
    approval = approval_in_force(agreement.body, agreement.organisation)
    early = stands_at(approval.application, *CONTRACTED) if approval else None
    if early is not None:
        asked.reasons.append(early)


@subscribe(AgreementDrawn)
def hand_over(drawn: AgreementDrawn) -> None:
    """The application knows its live agreement; one that was signed stays the one it was handed over with."""
    agreement = drawn.agreement
    row = Transition.objects.filter(
        application__organisation=agreement.organisation, body=agreement.body, application__approval__isnull=False
    ).order_by("-pk").first()  # fmt: skip
    if row is None or row.agreement_id == agreement.pk:
        return
    if row.agreement is None or not row.agreement.papers.exclude(signed_on=None).exists():
        row.agreement = agreement
        row.save(update_fields=["agreement"])


@subscribe(AgreementSigned)
def tell_hub(signed: AgreementSigned) -> None:
    agreement = signed.agreement
    approval = approval_in_force(agreement.body, agreement.organisation)
    if approval is None:
        return
    title = saying("The outcome agreement of %(name)s is signed by both", name=agreement.organisation.name)
    tell_parts(approval.application, (LEAD, MANAGER), title, agreement.reference, signed.by)
