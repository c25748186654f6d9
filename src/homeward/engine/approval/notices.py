"""Days of notice before an approval is suspended or revoked, by the section under which its kind ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from homeward.engine.approval.case import AREA, Case
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import ValueUsed

KINDS = "approval_kinds"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class NoticeDays:
    """``last_day``: the last day of the notice; ``earliest_decision``: the first on which it may be decided."""

    section: str
    kinds: tuple[str, ...]
    given_on: date
    days: int
    last_day: date
    earliest_decision: date
    values: tuple[ValueUsed, ...]

    def told(self) -> dict[str, JSON]:
        return {
            "section": self.section,
            "kinds": list(self.kinds),
            "given_on": plain(self.given_on),
            "days": self.days,
            "last_day": plain(self.last_day),
            "earliest_decision": plain(self.earliest_decision),
        }

    def to_json(self) -> dict[str, JSON]:
        return {**self.told(), "standing": self.values[0].standing}


def kinds_of(case: Case) -> tuple[str, ...]:
    """The kinds a notice is about: those it names, else those that were decided."""
    facts = case.facts
    if facts.notice is not None and facts.notice.kinds:
        return tuple(dict.fromkeys(facts.notice.kinds))
    return () if facts.decision is None else tuple(dict.fromkeys(row.kind for row in facts.decision.kinds))


def notice_days(case: Case, given_on: date) -> list[NoticeDays]:
    """Every section's days of notice; day 1 is the day after it is given."""
    by_section: dict[str, list[str]] = {}
    known = case.pack.vocabulary(KINDS)
    for kind in kinds_of(case) or known.codes_on(given_on):  # of an unknown kind the longest notice counts
        section = known.attribute(kind, "ended_under", given_on)
        by_section.setdefault(str(section), []).append(kind)
    found = []
    for section, kinds in by_section.items():
        path = f"s{section}_notice_days"
        if f"{AREA}.{path}" not in case.values:
            continue
        days = case.whole(path)
        last = given_on + days * _DAY
        full = case.is_("earliest_decision", "after_last_day")
        values = case.used(path, "earliest_decision")
        found.append(
            NoticeDays(section, tuple(kinds), given_on, days, last, last + _DAY if full else last, values)
        )
    return found


def longest_notice(case: Case, given_on: date) -> NoticeDays | None:
    """Where kinds end under several sections nothing is decided before the longest notice has run."""
    return max(notice_days(case, given_on), key=lambda item: item.earliest_decision, default=None)
