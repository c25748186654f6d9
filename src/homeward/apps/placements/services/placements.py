"""Recording, changing, ending and removing stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange as StoredRange
from django.db.models import ProtectedError

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, say_day, to_db
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.vocabulary import code_list
from homeward.apps.core.writing import permit, writing
from homeward.apps.placements.checks import (
    HomeFacts,
    LineFacts,
    OtherStay,
    StayFacts,
    check_stay,
    shown_stay,
)
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import flags, gate
from homeward.apps.providers.models import Home
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

CHANGEABLE = frozenset(
    {"child", "home", "line", "period", "placement_type", "end_reason", "source", "source_key"}
)


@dataclass(frozen=True)
class Draft:
    """A placement as it is to stand."""

    child: Child
    home: Home
    line: Line | None
    period: DateRange
    placement_type: str = ""
    end_reason: str = ""
    source: str = ""
    source_key: str = ""

    @property
    def organisation_id(self) -> int | None:
        """Who is party to it: the line's provider, else the home's."""
        return self.line.organisation_id if self.line else self.home.organisation_id

    @classmethod
    def of(cls, placement: Placement) -> Draft:
        return cls(
            placement.child,
            placement.home,
            placement.line,
            placement.stay,
            placement.placement_type,
            placement.end_reason,
            placement.source,
            placement.source_key,
        )

    def columns(self) -> dict[str, Any]:
        """The columns of the row. A stay without a night keeps its day beside the empty range."""
        empty = self.period.is_empty
        return {
            "child": self.child,
            "home": self.home,
            "line": self.line,
            "organisation_id": self.organisation_id,
            "period": StoredRange(empty=True) if empty else to_db(self.period),
            "same_day_on": self.period.start if empty else None,
            "placement_type": self.placement_type,
            "end_reason": self.end_reason,
            "source": self.source[:200],
            "source_key": self.source_key,
        }


def record_placement(
    *,
    child: Child,
    home: Home,
    line: Line | None,
    period: DateRange,
    placement_type: str = "",
    end_reason: str = "",
    source: str = "",
    source_key: str = "",
    by: Actor,
) -> Placement:
    """Record a stay as it happened. Never refused on standing or capacity: what should not be is flagged.

    The result carries `warnings` (list of Problem). Raises Refused with every reason.
    """
    what = "The placement cannot be recorded"
    draft = Draft(child, home, line, period, placement_type, end_reason, source or by.label, source_key)
    permit(may_hold(by, draft), what)
    problems = check_draft(draft, by)
    with writing(by, "record_placement", what):
        reasons = gate.reasons_of(problems)
        if line is not None:
            reasons += gate.tell_before_writing([(line, [period])], by)
        refuse_if(what, reasons)
        placement = Placement.objects.create(body=by.body, **draft.columns())
        warnings = gate.warnings_of(problems)
        audit.record(
            by,
            "record_placement",
            placement,
            **gate.detail_of(period),
            line=str(line or ""),
            warnings=[w.code for w in warnings],
        )
        flags.recheck(placement, by=by)
    placement.warnings = warnings
    return placement


def change_placement(*, placement: Placement, by: Actor, reason: str, **changes: Any) -> Placement:
    """Correct what was recorded. Spells left without a night refuse it; others are clipped."""
    what = "The placement cannot be changed"
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"a placement has no {', '.join(sorted(unknown))} to change")
    before = Draft.of(placement)
    after = replace(before, **changes)
    if after == before:
        placement.warnings = []
        return placement
    _permit_both(by, placement, after, what)
    problems = check_draft(after, by, without=placement)
    with writing(by, "change_placement", what, reason):
        stray, clipped = _fit_spells(placement, after.period)
        reasons = [*gate.reason_wanted(reason), *gate.reasons_of(problems), *stray]
        reasons += gate.tell_before_writing(_changes(before, after), by)
        refuse_if(what, reasons)
        gate.hold(placement, what)
        _write(placement, before, after, by)
        changed = sorted(name for name in CHANGEABLE if getattr(before, name) != getattr(after, name))
        audit.record(
            by,
            "change_placement",
            placement,
            reason=reason,
            changed=changed,
            before=gate.detail_of(before.period),
            after=gate.detail_of(after.period),
            clipped_spells=clipped,
        )
    placement.warnings = gate.warnings_of(problems)
    return placement


def end_placement(*, placement: Placement, on: dt.date, end_reason: str = "", by: Actor) -> Placement:
    """End a stay on the day the child left: the night before is the last. `end_reason` is a pack's code."""
    what = "The placement cannot be ended"
    before = Draft.of(placement)
    permit(may_hold(by, before), what)
    if on < before.period.start:
        problem = Problem(
            "dates_reversed",
            f"The child left on {say_day(on)}, before the stay {shown_stay(before.period)} began.",
            "Give the day the child left, on or after the start.",
            column="on",
        )
        raise Refused(what, [gate.reason_of(problem)])
    after = replace(
        before, period=DateRange(before.period.start, on), end_reason=end_reason or before.end_reason
    )
    problems = check_draft(after, by, without=placement)
    with writing(by, "end_placement", what, end_reason):
        stray, clipped = _fit_spells(placement, after.period)
        reasons = [*gate.reasons_of(problems), *stray, *gate.tell_before_writing(_changes(before, after), by)]
        refuse_if(what, reasons)
        gate.hold(placement, what)
        _write(placement, before, after, by)
        audit.record(
            by, "end_placement", placement, reason=end_reason, on=gate.iso(on), clipped_spells=clipped
        )
    placement.warnings = gate.warnings_of(problems)
    return placement


def remove_placement(*, placement: Placement, reason: str, by: Actor) -> None:
    """Take away a stay that never was. Its history and its events stay."""
    what = "The placement cannot be removed"
    draft = Draft.of(placement)
    permit(may_hold(by, draft), what)
    with writing(by, "remove_placement", what, reason):
        reasons = gate.reason_wanted(reason)
        if draft.line is not None:
            reasons += gate.tell_before_writing([(draft.line, [draft.period])], by)
        refuse_if(what, reasons)
        gate.hold(placement, what)
        audit.record(
            by,
            "remove_placement",
            placement,
            reason=reason,
            **gate.detail_of(draft.period),
            line=str(draft.line or ""),
        )
        try:
            placement.delete()
        except ProtectedError:
            raise Refused(
                what, [Reason("placements.named_elsewhere", {"start": gate.iso(draft.period.start)})]
            ) from None
        flags.recheck_around(homes=[draft.home], lines=[draft.line], by=by)


def check_draft(draft: Draft, by: Actor, *, without: Placement | None = None) -> list[Problem]:
    """Everything against a placement as it would stand, from the records as they are now."""
    start = draft.period.start
    stays = Placement.objects.filter(child_id=draft.child.pk).select_related("home")
    others = [
        OtherStay(p.public_id, p.home_id, p.home.name, p.line_id, p.stay)
        for p in (stays.exclude(pk=without.pk) if without else stays)
    ]
    in_body = {"child": draft.child, "home": draft.home, "line": draft.line}
    strangers = {name for name, thing in in_body.items() if thing is not None and thing.body_id != by.body.pk}
    home = HomeFacts(draft.home.pk, draft.home.name, draft.home.organisation_id)
    line = LineFacts(draft.line.pk, str(draft.line), draft.line.organisation_id) if draft.line else None
    return check_stay(
        StayFacts(
            start=start,
            end=draft.period.end,
            today=by.today,
            home=None if "home" in strangers else home,
            line=None if "line" in strangers else line,
            child_known="child" not in strangers,
            born_on=draft.child.born_on,
            placement_type=draft.placement_type,
            end_reason=draft.end_reason,
            placement_types=code_list(by.body, "placement_types"),
            end_reasons=code_list(by.body, "end_reasons"),
            others=others,
        )
    )


def may_hold(by: Actor, draft: Draft) -> bool:
    """Whether `by` keeps placements as this one would stand; other bodies' things look missing."""
    bodies = {draft.child.body_id, draft.home.body_id, *([draft.line.body_id] if draft.line else [])}
    return bodies == {by.body.pk} and gate.may_write(by, by.body.pk, draft.organisation_id)


def _permit_both(by: Actor, placement: Placement, after: Draft, what: str) -> None:
    permit(gate.may_write(by, placement.body_id, placement.organisation_id) and may_hold(by, after), what)


def _changes(before: Draft, after: Draft) -> gate.Changes:
    """Which nights of which lines change. Another home or child changes all of them."""
    same_nights = before.home == after.home and before.child == after.child
    if before.line == after.line:
        if after.line is None:
            return []
        if same_nights:
            return [(after.line, gate.changed_nights([before.period], [after.period]))]
        return [(after.line, [before.period, after.period])]
    pairs = [(before.line, [before.period]), (after.line, [after.period])]
    return [(line, ranges) for line, ranges in pairs if line is not None]


def _write(placement: Placement, before: Draft, after: Draft, by: Actor) -> None:
    columns = after.columns()
    for name, value in columns.items():
        setattr(placement, name, value)
    # By name, so that breaches somebody found meanwhile are not written back as they were read.
    placement.save(update_fields=list(columns))
    if after.period != before.period:
        _clip_spells(placement, after.period)
    flags.recheck(placement, by=by)
    flags.recheck_around(homes=[before.home], lines=[before.line], by=by)


def _fit_spells(placement: Placement, stay: DateRange) -> tuple[list[Reason], list[str]]:
    """Spells that new dates would leave outside (reasons), and those that they clip (public ids)."""
    stray: list[Reason] = []
    clipped: list[str] = []
    for spell in gate.spells_of(placement):
        period = from_db(spell.period)
        inside = period.clip(stay)
        if inside is None:
            words = spell.get_kind_display().lower()
            stray.append(Reason("placements.spell_would_stray", {"words": words, "when": shown_stay(period)}))
        elif inside != period:
            clipped.append(spell.public_id)
    return stray, clipped


def _clip_spells(placement: Placement, stay: DateRange) -> None:
    for spell in gate.spells_of(placement):
        inside = from_db(spell.period).clip(stay)
        if inside is not None and inside != from_db(spell.period):
            spell.period = to_db(inside)
            spell.save(update_fields=["period"])
