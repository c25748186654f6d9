"""Recording, changing and removing what was so during part of a placement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.vocabulary import code_list
from homeward.apps.core.writing import permit, writing
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.placements.services import gate
from homeward.apps.placements.spell_checks import OtherSpell, SpellFacts, check_spell
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

CHANGEABLE = frozenset({"kind", "period", "code", "decided_by", "reference", "source"})


@dataclass(frozen=True)
class Draft:
    """A spell as it is to stand. Who decided belongs to holds only, a code to care types only."""

    kind: str
    period: DateRange
    code: str = ""
    decided_by: str = ""
    reference: str = ""
    source: str = ""

    @classmethod
    def of(cls, spell: Spell) -> Draft:
        return cls(
            spell.kind, from_db(spell.period), spell.code, spell.decided_by, spell.reference, spell.source
        )

    def tidy(self) -> Draft:
        return replace(
            self,
            code=self.code if self.kind == "care_type" else "",
            decided_by=self.decided_by if self.kind == "hold" else "",
        )

    def columns(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "period": to_db(self.period),
            "code": self.code,
            "decided_by": self.decided_by,
            "reference": self.reference[:200],
            "source": self.source[:200],
        }


def record_spell(
    *,
    placement: Placement,
    kind: str,
    period: DateRange,
    code: str = "",
    decided_by: str = "",
    reference: str = "",
    source: str = "",
    by: Actor,
) -> Spell:
    """Record a hold, a missing episode, an absence, shared care or a care type within a placement.

    Partly outside the placement it is clipped and says so in `warnings`; wholly outside it is refused.
    """
    what = "The spell cannot be recorded"
    permit(gate.may_write(by, placement.body_id, placement.organisation_id), what)
    draft = Draft(kind, period, code, decided_by, reference, source or by.label).tidy()
    problems = check_draft(placement, draft, by)
    with writing(by, "record_spell", what):
        inside = period.clip(placement.stay)
        refuse_if(
            what, [*gate.reasons_of(problems), *_told(placement, [] if inside is None else [inside], by)]
        )
        assert inside is not None  # wholly outside was refused
        gate.hold(placement, what)
        spell = Spell.objects.create(
            body=placement.body,
            organisation_id=placement.organisation_id,
            placement=placement,
            **replace(draft, period=inside).columns(),
        )
        _record(by, "record_spell", placement, spell, inside)
    spell.warnings = gate.warnings_of(problems)
    return spell


def change_spell(*, spell: Spell, by: Actor, reason: str, **changes: Any) -> Spell:
    """Correct a spell. All its nights change when its kind, code or decider does."""
    what = "The spell cannot be changed"
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"a spell has no {', '.join(sorted(unknown))} to change")
    placement = spell.placement
    permit(gate.may_write(by, placement.body_id, placement.organisation_id), what)
    before = Draft.of(spell)
    after = replace(before, **changes).tidy()
    if after == before:
        spell.warnings = []
        return spell
    problems = check_draft(placement, after, by, without=spell)
    with writing(by, "change_spell", what, reason):
        inside = after.period.clip(placement.stay)
        kept = [] if inside is None else [inside]
        alike = (before.kind, before.code, before.decided_by) == (after.kind, after.code, after.decided_by)
        ranges = gate.changed_nights([before.period], kept) if alike else [before.period, *kept]
        refuse_if(
            what, [*gate.reason_wanted(reason), *gate.reasons_of(problems), *_told(placement, ranges, by)]
        )
        assert inside is not None  # wholly outside was refused
        _hold(placement, spell, what)
        for name, value in replace(after, period=inside).columns().items():
            setattr(spell, name, value)
        spell.save()
        _record(by, "change_spell", placement, spell, inside, reason)
    spell.warnings = gate.warnings_of(problems)
    return spell


def remove_spell(*, spell: Spell, reason: str, by: Actor) -> None:
    """Take away a spell that never was. Its history and its events stay."""
    what = "The spell cannot be removed"
    placement = spell.placement
    permit(gate.may_write(by, placement.body_id, placement.organisation_id), what)
    period = from_db(spell.period)
    with writing(by, "remove_spell", what, reason):
        refuse_if(what, [*gate.reason_wanted(reason), *_told(placement, [period], by)])
        _hold(placement, spell, what)
        _record(by, "remove_spell", placement, spell, period, reason)
        spell.delete()


def check_draft(
    placement: Placement, draft: Draft, by: Actor, *, without: Spell | None = None
) -> list[Problem]:
    """Everything against a spell as it would stand."""
    others = [
        OtherSpell(s.public_id, s.kind, s.code, from_db(s.period))
        for s in gate.spells_of(placement)
        if without is None or s.pk != without.pk
    ]
    return check_spell(
        SpellFacts(
            kind=draft.kind,
            start=draft.period.start,
            end=draft.period.end,
            today=by.today,
            stay=placement.stay,
            code=draft.code,
            decided_by=draft.decided_by,
            care_types=code_list(by.body, "care_types"),
            deciders=code_list(by.body, "hold_deciders"),
            others=others,
        )
    )


def _hold(placement: Placement, spell: Spell, what: str) -> None:
    """The placement and its spell as they were read, locked; see `gate.hold`."""
    gate.hold(placement, what)
    found = Spell.objects.filter(pk=spell.pk).first()
    if found is None or Draft.of(found) != Draft.of(spell):
        raise Refused(what, [Reason("record.collides")])


def _told(placement: Placement, ranges: list[DateRange], by: Actor) -> list[Any]:
    if placement.line is None:
        return []
    return gate.tell_before_writing([(placement.line, ranges)], by)


def _record(
    by: Actor, action: str, placement: Placement, spell: Spell, period: DateRange, reason: str = ""
) -> None:
    """The event stands on the placement, where people look for it."""
    audit.record(
        by,
        action,
        placement,
        reason=reason,
        spell=spell.public_id,
        spell_kind=spell.kind,
        code=spell.code,
        decided_by=spell.decided_by,
        **gate.detail_of(period),
    )
