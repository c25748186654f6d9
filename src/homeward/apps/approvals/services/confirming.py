"""The two-yearly review as it came out, and what the care partner says to it. The confirmation itself is a move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.journey import own_part
from homeward.apps.approvals.models import PartnerApproval, QualityReview
from homeward.apps.approvals.models.standing import OVER
from homeward.apps.approvals.parts import DELEGATE, LEAD, MANAGER, PARTNER
from homeward.apps.approvals.reviews import NOT_IN_PLACE, OUTCOMES, SAFETY, names_a_day
from homeward.apps.approvals.services.common import needed
from homeward.apps.approvals.services.telling import tell_parts
from homeward.apps.approvals.templates import DOMAINS, VIEWS
from homeward.apps.core import audit
from homeward.apps.core.checks import unknown_code
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import code_list, is_code
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason

CANNOT_RECORD, CANNOT_COMMENT = "This review cannot be recorded", "This comment cannot be recorded"


@service("record_review", CANNOT_RECORD)
def record_review(
    *, approval: PartnerApproval, reported_on: dt.date, outcome: str, reasons: str, views: Mapping[str, str],
    safety: str = "", agency: str = "", look_again_on: dt.date | None = None, by: Actor,
) -> QualityReview:  # fmt: skip
    """Keep what a review came to: an outcome of the pack's list, with reasons. It is a judgment, never worked out.

    Where Safety is not yet in place the outcome says expressly why; a deferral names the day it is looked at again.
    What was found about the agency's own part stands beside it, because the review is of the system as well.
    """
    permit(may(by, P.APPLICATION_LEAD, approval.application), CANNOT_RECORD)
    hold(approval)
    refuse_if(
        CANNOT_RECORD,
        [
            own_part(approval.application, by, LEAD),
            Reason("review.approval_over", {"name": approval.organisation.name}) if approval.state in OVER else None,
            *_codes(approval, outcome, views, by.today),
            *needed({"reasons": reasons}, {"reasons": "Reasons"}),
            *_days(approval, reported_on, look_again_on, outcome, by.today),
            Reason("review.safety", {"field": "safety"})
            if views.get(SAFETY) == NOT_IN_PLACE and not safety.strip()
            else None,
        ],
    )  # fmt: skip
    made = QualityReview.objects.create(
        body=approval.body, organisation=approval.organisation, approval=approval, reported_on=reported_on,
        views={domain: view for domain, view in views.items() if view}, outcome=outcome, reasons=reasons.strip(),
        safety=safety.strip(), agency=agency.strip(), look_again_on=look_again_on, recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "record_review", approval, outcome=outcome, on=reported_on.isoformat())
    title = saying("The quality review of %(name)s is recorded", name=approval.organisation.name)
    text = saying("Recorded by %(who)s. Your own comment is printed with it.", who=by.label)
    tell_parts(approval.application, (PARTNER, MANAGER, DELEGATE), title, text, by)
    return made


def _codes(approval: PartnerApproval, outcome: str, views: Mapping[str, str], today: dt.date) -> list[Reason]:
    body = approval.body
    asked = [("outcome", "Outcome", OUTCOMES, outcome)]
    asked += [(f"view_{d}", "View", VIEWS, view) for d, view in views.items() if view]
    asked += [("views", "Domain", DOMAINS, domain) for domain in views]
    found = []
    for field, label, name, code in asked:
        if not is_code(body, name, code, today):
            known = code_list(body, name)
            found.append(unknown_code(field, label, code, known.codes if known else (), today))
    return found


def _days(
    approval: PartnerApproval, reported_on: dt.date, again: dt.date | None, outcome: str, today: dt.date
) -> list[Reason]:
    found = []
    if reported_on > today:
        found.append(
            Reason("application.in_future", {"field": "reported_on", "day": reported_on.isoformat()})
        )
    if reported_on < approval.approved_on:
        told = {"field": "reported_on", "day": approval.approved_on.isoformat()}
        found.append(Reason("review.before_approval", told))
    if QualityReview.objects.filter(approval=approval, reported_on=reported_on).exists():
        found.append(Reason("review.twice", {"field": "reported_on", "day": reported_on.isoformat()}))
    if names_a_day(approval.body, outcome) and (again is None or again <= reported_on):
        found.append(Reason("review.again", {"field": "look_again_on"}))
    return found


@service("comment_review", CANNOT_COMMENT)
def comment_review(*, review: QualityReview, text: str, by: Actor) -> QualityReview:
    """The care partner's own comment: it is printed with the outcome, in its own words."""
    application = review.approval.application
    permit(may(by, P.APPLICATION_WORK, application), CANNOT_COMMENT)
    hold(review)
    refuse_if(
        CANNOT_COMMENT,
        [own_part(application, by, PARTNER), *needed({"text": text}, {"text": "Your comment"})],
    )
    review.comment, review.commented_at, review.commented_by = text.strip(), timezone.now(), by.user
    review.save(update_fields=["comment", "commented_at", "commented_by"])
    audit.record(by, "comment_review", review.approval, on=review.reported_on.isoformat())
    title = saying("%(name)s commented on its quality review", name=review.organisation.name)
    tell_parts(application, (LEAD,), title, saying("Recorded by %(who)s.", who=by.label), by)
    return review
