"""Spells within a placement: record, end."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from homeward.api import examples, problems
from homeward.api.nouns.placements import dates_against, one
from homeward.api.operations import operation
from homeward.api.reading import actor_in, made_at, the_one
from homeward.api.shapes.placements import NewSpell, RecordedSpell, SpellEnd, spell_shape, warnings_of
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.periods import from_db
from homeward.apps.placements import services
from homeward.apps.placements.models import Spell
from homeward.kernel.ranges import DateRange

spells = Router(tags=["Placements"])
PATH = "/placements/{placement_id}/spells"


@operation(
    spells, "post", PATH, name="recordSpell", permission=P.PLACEMENT_WRITE, answers=RecordedSpell, status=201,
    refuses=True, matched=True, summary="Record a spell", example=examples.RECORDED_SPELL, sends=examples.RECORD_SPELL,
)  # fmt: skip
def record_spell(request: HttpRequest, placement_id: str, sent: NewSpell) -> Status[RecordedSpell]:
    """Record a hold, a missing episode, an absence, shared care or a care type within a placement.

    Partly outside the placement it is clipped, and a warning says so; wholly outside it is refused.
    """
    actor = actor_in(request)
    placement = one(request, placement_id, P.PLACEMENT_WRITE, matched=True)
    if faults := dates_against(sent.start, sent.end, actor, None):
        raise problems.invalid(faults)
    made = services.record_spell(
        placement=placement, kind=sent.kind, period=DateRange(sent.start, sent.end), code=sent.code,
        decided_by=sent.decided_by, reference=sent.reference, by=actor,
    )  # fmt: skip
    made_at(request, f"/api/v1/placements/{placement_id}")
    return Status(201, _recorded(made))


@operation(
    spells, "post", PATH + "/{spell_id}/end", name="endSpell", permission=P.PLACEMENT_WRITE, answers=RecordedSpell,
    refuses=True, matched=True, summary="End a spell", example=examples.RECORDED_SPELL, sends=examples.END_SPELL,
)  # fmt: skip
def end_spell(request: HttpRequest, placement_id: str, spell_id: str, sent: SpellEnd) -> RecordedSpell:
    """Record the first day after a spell. An end already recorded is replaced. If-Match is the placement's tag."""
    actor = actor_in(request)
    placement = one(request, placement_id, P.PLACEMENT_WRITE, matched=True)
    spell = the_one(Spell.objects.filter(placement=placement), spell_id)
    start = from_db(spell.period).start
    if faults := dates_against(start, sent.on, actor, None, end_name="on"):
        raise problems.invalid(faults)
    ended = services.change_spell(spell=spell, period=DateRange(start, sent.on), reason=sent.reason, by=actor)
    return _recorded(ended)


def _recorded(spell: Spell) -> RecordedSpell:
    warnings = spell.warnings
    spell.refresh_from_db()
    return RecordedSpell(spell=spell_shape(spell), warnings=warnings_of(warnings))
