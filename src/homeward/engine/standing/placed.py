"""What placing a child there asks for: approvals and notices outside the area, checks before the placement."""

from __future__ import annotations

from datetime import date

from homeward.engine.matching.distance import Whereabouts
from homeward.engine.standing.asking import Asking
from homeward.engine.standing.facts import AcceptFacts, AgreementFact, CheckFact
from homeward.engine.standing.in_the_way import Found, by_then, entitled
from homeward.engine.standing.moments import local_day, working_days_after


def add(
    facts: AcceptFacts, asking: Asking, where: Whereabouts, found: Found, deadlines: dict[str, date]
) -> None:
    """Approvals and checks are needed from the contract on, the notice to the area authority at the start."""
    later = asking.is_before("contract")
    if where.out_of_area is None:
        found.add("area_unknown", later=later, unknown="out_of_area")
    elif where.out_of_area:
        _out_of_area(facts, asking, where, found, later, deadlines)
    for code in asking.values.codes("matching.checks"):
        _check(code, facts, asking, found, later, deadlines)


def _out_of_area(
    facts: AcceptFacts,
    asking: Asking,
    where: Whereabouts,
    found: Found,
    later: bool,
    deadlines: dict[str, date],
) -> None:
    area = facts.candidate.area
    if where.at_a_distance is None:
        found.add("area_unknown", later=later, unknown="at_a_distance", area=area)
    if where.at_a_distance:
        # the higher approval stands for the lower one
        _approved("at_a_distance", "distance_not_approved", facts.at_a_distance, facts, asking, found, later)
        if facts.area_consulted_on is None or facts.area_consulted_on > asking.today:
            found.add("area_not_consulted", later=later, area=area)
    else:
        approval = facts.out_of_area
        _approved("out_of_area", "out_of_area_not_approved", approval, facts, asking, found, later)
    if facts.area_notified_on is None or facts.area_notified_on > asking.today:
        start = facts.offer.start_on or facts.referral.start_by
        used = asking.values.used("matching.area_notified")
        inputs: dict[str, object] = {"area": area}
        if asking.emergency:
            days = asking.values.whole("matching.area_notified")
            deadlines["area_notified"] = working_days_after(start, days, asking.holidays)
            inputs["notify_by"] = deadlines["area_notified"]
        found.add("area_not_notified", later=asking.is_before("start"), values=used, **inputs)


def _approved(
    approval: str,
    code: str,
    given: AgreementFact | None,
    facts: AcceptFacts,
    asking: Asking,
    found: Found,
    later: bool,
) -> None:
    roles = asking.may_decide(approval)
    if given is None or not by_then(given, facts.at, asking.zone) or not entitled(given, roles):
        told = {} if given is None else {"by": given.by, "role": given.role}
        found.add(code, later=later, values=[asking.roles[approval]], needed=list(roles), **told)
    elif given.by == facts.requested_by:
        found.add("requester_decides", later=later, approval=approval, by=given.by)


def _check(
    code: str, facts: AcceptFacts, asking: Asking, found: Found, later: bool, deadlines: dict[str, date]
) -> None:
    used = asking.values.used("matching.checks")
    check = next((item for item in facts.checks if item.code == code), CheckFact(code=code))
    if check.done_on is not None and check.done_on <= asking.today:
        return
    waived = check.waived
    if waived is None or not waived.reason.strip() or not by_then(waived, facts.at, asking.zone):
        found.add("check_missing", later=later, values=used, check=code)
        return
    if not asking.emergency:
        found.add("waiver_not_emergency", later=later, check=code, urgency=facts.referral.urgency)
    days = asking.values.whole("matching.waiver_made_good")
    last = working_days_after(local_day(waived.at, asking.zone), days, asking.holidays)
    deadlines[f"check:{code}"] = last
    if asking.today > last:
        made_good = asking.values.used("matching.waiver_made_good")
        found.add("waiver_overdue", later=later, values=made_good, check=code, made_good_by=last)
