"""What a value would change: before and after, day by day, and what was counted with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from homeward.apps.core.periods import from_db, say
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy import words
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import laid_with, pack_of, spans
from homeward.apps.local_policy.touching import Touched
from homeward.kernel.ranges import DateRange
from homeward.policy import PackError
from homeward.policy.parameters import Parameter, Value


@dataclass(frozen=True)
class Change:
    """For one key and one stretch of days: what the policy says now, and what it would say."""

    key: str
    period: str
    before: list[str]
    before_standing: str
    after: list[str]
    after_standing: str


def changed_by(value: LocalValue) -> list[Change] | None:
    """Every stretch on which the policy would say something else; None where the value cannot stand."""
    now = pack_of(value.body).parameters[value.path]
    try:
        then = laid_with(value).parameters[value.path]
    except PackError:
        return None
    period = from_db(value.period)
    found = []
    keys: list[str | None] = [*value.keys] or [None]
    for key in keys:
        for days in _stretches(now, then, key, period):
            change = _change(value, now, then, key, days)
            if change is not None:
                found.append(change)
    return found


def _stretches(now: Parameter, then: Parameter, key: str | None, period: DateRange) -> list[DateRange]:
    """The period, cut wherever either side changes."""
    keys = [key] if key is not None else []
    held = [*spans(now, keys, period), *spans(then, keys, period)]
    edges = {period.start}
    for item in held:
        cut = item.in_force.clip(period)
        if cut is not None:
            edges |= {cut.start} | ({cut.end} if cut.end is not None else set())
    ordered = sorted(edges)
    ends = [*ordered[1:], period.end]
    return [
        DateRange(start, end) for start, end in zip(ordered, ends, strict=True) if end is None or start < end
    ]


def _change(
    value: LocalValue, now: Parameter, then: Parameter, key: str | None, days: DateRange
) -> Change | None:
    before, after = now.on(days.start, key), then.on(days.start, key)
    if before == after or (before and after and _content(before) == _content(after)):
        return None
    body = value.body
    return Change(
        key=label_of(body, now.keyed_by or "", key) if key else "",
        period=say(days),
        before=words.value_lines(body, now, before.value) if before else [],
        before_standing=before.standing if before else "",
        after=words.value_lines(body, then, after.value) if after else [],
        after_standing=after.standing if after else "",
    )


def _content(value: Value) -> tuple[object, ...]:
    return value.value, value.standing, value.clause


def split(touched: Iterable[Touched]) -> dict[str, list[Touched]]:
    """What is still open and will be counted again, and what both sides agreed and becomes an adjustment."""
    found = list(touched)
    return {
        "open": [item for item in found if not item.locked],
        "locked": [item for item in found if item.locked],
    }
