"""The dates of a journey: targets, the first touchpoint, submissions, notice, reports. A target is never a limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from homeward.engine.approval.accreditation import records
from homeward.engine.approval.case import AREA, Case
from homeward.engine.approval.notices import longest_notice, notice_days
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import ValueUsed
from homeward.kernel.years import months_after
from homeward.policy import Policy

TARGETS = "approval_targets"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Touchpoint:
    """The window of the first Partnership Touchpoint; both days are inside it."""

    approved_on: date
    window_start: date
    window_end: date
    suggested_on: date
    overdue_from: date
    is_overdue: bool
    in_window: bool | None
    values: tuple[ValueUsed, ...]

    def to_json(self) -> dict[str, JSON]:
        return {
            "approved_on": plain(self.approved_on),
            "window_start": plain(self.window_start),
            "window_end": plain(self.window_end),
            "suggested_on": plain(self.suggested_on),
            "overdue_from": plain(self.overdue_from),
            "overdue": self.is_overdue,
            "scheduled_in_window": self.in_window,
            "task": {"code": "invite_lead", "who": ["LOCAL"]},
        }


def first_touchpoint(case: Case) -> Touchpoint | None:
    """From the day of the approval, clamped to the month's end; None before there is an approval."""
    approved = approved_on(case)
    if approved is None:
        return None
    start = months_after(approved, case.whole("touchpoint_from"))
    end = months_after(approved, case.whole("touchpoint_until"))
    given = case.facts.touchpoint
    scheduled = None if given is None else given.scheduled_on
    held = given is not None and case.by_then(given.held_on)
    return Touchpoint(
        approved,
        start,
        end,
        case.days.last_on_or_before(end),
        end + _DAY,
        case.on > end and not held,
        None if scheduled is None else start <= scheduled <= end,
        case.used("touchpoint_from", "touchpoint_until"),
    )


def approved_on(case: Case) -> date | None:
    """The day of the approval: as recorded, else that of a decision to approve."""
    given = case.facts.decision
    if case.facts.approved_on is not None:
        return case.facts.approved_on
    return given.on if given is not None and given.outcome == "approved" else None


def target(case: Case, policy: Policy) -> dict[str, JSON] | None:
    """Until when the state is aimed to be left, in working days from when it was entered."""
    state, since = case.facts.state, case.facts.since
    if state is None or since is None:
        return None
    used = policy.look_or_none(f"{AREA}.target_days", on=since, key=state)
    if used is None:
        return None
    days = int(str(used.value))
    until = case.days.after(since, days)
    return {
        "state": state,
        "working_days": days,
        "calendar": case.days.name,
        "until": plain(until),
        "past": case.on > until,
        "statutory": False,
        "standing": used.standing,
    }


def rests_on(case: Case, policy: Policy) -> tuple[ValueUsed, ...]:
    """The values behind the dates that were worked out, each once; none where nothing was."""
    found: list[ValueUsed | None] = []
    facts, touchpoint = case.facts, first_touchpoint(case)
    if touchpoint is not None:
        found += [*touchpoint.values, case.days.used]
    if target(case, policy) is not None and facts.since is not None:
        found += [policy.look_or_none(f"{AREA}.target_days", on=facts.since, key=facts.state), case.days.used]
    if facts.notice is not None and facts.notice.given_on is not None:
        found += [value for item in notice_days(case, facts.notice.given_on) for value in item.values]
    if _report_due(case) is not None:
        found += [*case.used("level1_report_alert"), case.days.used]
    if _next_review(case) is not None:
        found += case.used("accreditation_review")
    if _eligibility(case) is not None:
        found += [*case.used("eligibility_check"), case.days.used]
    once = {(value.path, value.key): value for value in found if value is not None}
    return tuple(once.values())


def dates(case: Case, policy: Policy) -> dict[str, JSON]:
    """Every date that follows from the facts, by name; None where nothing is recorded that it runs from."""
    touchpoint = first_touchpoint(case)
    given, asked = case.facts.notice, case.facts.submissions
    notices, latest = [], None
    if given is not None and given.given_on is not None:
        notices, latest = notice_days(case, given.given_on), longest_notice(case, given.given_on)
    return {
        "calendar": {"name": case.days.name, "public_holidays_known": case.facts.public_holidays is not None},
        "target": target(case, policy),
        "first_touchpoint": None if touchpoint is None else touchpoint.to_json(),
        "submit_by": plain(case.facts.conversation.submit_by if case.facts.conversation else None),
        "submissions_until": plain(None if asked is None else asked.until),
        "notice": [item.to_json() for item in notices],
        "earliest_decision": plain(None if latest is None else latest.earliest_decision),
        "next_review_due": plain(_next_review(case)),
        "level1_report_due": plain(_report_due(case)),
        "eligibility_check_until": plain(_eligibility(case)),
    }


def _next_review(case: Case) -> date | None:
    """Of the accreditation that counts; else the latest known."""
    held = records(case)
    known = [item for item in held if item.why_not is None] or held
    return max((item.next_review_due for item in known if item.next_review_due is not None), default=None)


def _report_due(case: Case) -> date | None:
    due = [
        case.days.after(row.report_completed_on, case.whole("level1_report_alert"))
        for row in case.facts.accreditations
        if row.report_completed_on is not None and row.report_received_on is None
    ]
    return min(due, default=None)


def _eligibility(case: Case) -> date | None:
    """The accreditor's own clock, for information."""
    asked = [row.applied_on for row in case.facts.accreditations if row.applied_on is not None]
    return case.days.after(max(asked), case.whole("eligibility_check")) if asked else None
