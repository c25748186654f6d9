"""Who has to have agreed: the decision on the placement, a verbal approval, use outside the framework."""

from __future__ import annotations

from datetime import date

from homeward.engine.standing.asking import Asking
from homeward.engine.standing.facts import AcceptFacts, AgreementFact
from homeward.engine.standing.in_the_way import Found, by_then, entitled
from homeward.engine.standing.moments import local_day, working_days_after


def add(facts: AcceptFacts, asking: Asking, found: Found) -> None:
    """What is wrong with the decision, or that there is none."""
    needed = asking.values.text("matching.decided_before")
    later = asking.is_before(needed)
    decision, verbal = facts.decision, facts.verbal
    if decision is not None and by_then(decision, facts.at, asking.zone):
        if decision.outcome == "refused":
            found.add("decision_refused", later=later, by=decision.by, reason=decision.reason)
        _by_whom("placement", decision, facts, asking, found, later)
    elif verbal is not None and by_then(verbal, facts.at, asking.zone):
        _verbal(verbal, facts, asking, found, later)
    else:
        used = asking.values.used("matching.decided_before")
        found.add("decision_missing", later=later, values=used, needed_before=needed)
    if facts.candidate.route == "non_framework":
        agreed = facts.non_framework
        if agreed is None or not by_then(agreed, facts.at, asking.zone):
            found.add("non_framework_not_agreed")
        else:
            _by_whom("non_framework", agreed, facts, asking, found, later=False)


def deadlines(facts: AcceptFacts, asking: Asking) -> dict[str, date]:
    """Until when the verbal approval has to be confirmed."""
    if facts.verbal is None or (facts.decision is not None and facts.decision.outcome == "agreed"):
        return {}
    return {"verbal_confirmed": _confirm_by(facts.verbal, asking)}


def _confirm_by(verbal: AgreementFact, asking: Asking) -> date:
    days = asking.values.whole("matching.verbal_confirmed")
    return working_days_after(local_day(verbal.at, asking.zone), days, asking.holidays)


def _verbal(verbal: AgreementFact, facts: AcceptFacts, asking: Asking, found: Found, later: bool) -> None:
    if not asking.emergency:
        found.add("verbal_not_emergency", later=later, urgency=facts.referral.urgency, by=verbal.by)
    last = _confirm_by(verbal, asking)
    if asking.today > last:
        used = asking.values.used("matching.verbal_confirmed")
        found.add("verbal_unconfirmed", later=later, values=used, by=verbal.by, confirm_by=last)
    _by_whom("placement", verbal, facts, asking, found, later)


def _by_whom(
    approval: str, agreement: AgreementFact, facts: AcceptFacts, asking: Asking, found: Found, later: bool
) -> None:
    used = asking.roles[approval]
    roles = asking.may_decide(approval)
    if not entitled(agreement, roles):
        found.add(
            "decider_not_entitled",
            later=later,
            values=[used],
            approval=approval,
            by=agreement.by,
            role=agreement.role,
            entitled=list(roles),
        )
    if agreement.by == facts.requested_by:
        found.add("requester_decides", later=later, approval=approval, by=agreement.by)
