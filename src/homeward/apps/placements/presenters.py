"""What the placement page shows, prepared: the stay in words, its spells and breaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.periods import from_db
from homeward.apps.core.timeline import Entry, Watched, action_in_words, say_actions, say_details, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.placements import queries, words
from homeward.apps.placements.breaches import known_nights
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.kernel.ranges import DateRange, union
from homeward.web import dates

say_actions(
    record_placement=noted("Recorded"),
    change_placement=noted("Changed"),
    end_placement=noted("Ended"),
    remove_placement=noted("Removed"),
    record_spell=noted("Spell recorded"),
    change_spell=noted("Spell changed"),
    remove_spell=noted("Spell removed"),
    flag_breach=noted("Flagged: it should not have happened"),
    note_breaches=noted("Breach looked into"),
    request_exceed=noted("Asked to exceed"),
    approve_exceed=noted("Approved"),
    refuse_exceed=noted("Refused"),
    withdraw_exceed=noted("Withdrawn"),
)
say_details(flag_breach=lambda detail: words.breaches_in_words(detail.get("breaches", [])))


@dataclass(frozen=True)
class Segment:
    """Nights of a stay on which the same was so."""

    period: DateRange
    words: str
    state: str


def spell_words(spell: Spell, body: Any) -> str:
    """`On hold, decided by the department`; a care type by its label."""
    if spell.kind == Spell.Kind.CARE_TYPE:
        return label_of(body, "care_types", spell.code)
    if spell.kind == Spell.Kind.HOLD:
        who = spell.get_decided_by_display()
        return _("On hold, decided by %(who)s") % {"who": who[0].lower() + who[1:]}
    return str(spell.get_kind_display())


def segments(stay: DateRange, spells: Sequence[Spell], body: Any, today: dt.date) -> list[Segment]:
    """The known nights of a stay, cut wherever something begins or ends; what was so, in words."""
    nights = known_nights(stay, today)
    if nights.is_empty or nights.start > today:
        return []
    found = [(spell, cut) for spell in spells if (cut := from_db(spell.period).clip(nights))]
    cuts = sorted(
        {nights.start, *(d for _s, cut in found for d in (cut.start, cut.end) if d and d != nights.end)}
    )
    result: list[Segment] = []
    for start, end in zip(cuts, [*cuts[1:], nights.end], strict=True):
        here = [spell for spell, cut in found if cut.contains(start)]
        text = _joined(dict.fromkeys(spell_words(s, body) for s in here)) or _("In placement")
        state = words.SPELL_STATES[Spell.Kind(here[0].kind)] if here else "ok"
        if result and result[-1].words == text:
            result[-1] = Segment(DateRange(result[-1].period.start, end), text, state)
        else:
            result.append(Segment(DateRange(start, end), text, state))
    return result


def _joined(parts: Iterable[str]) -> str:
    """`Other person guardianship; on hold, decided by the department`."""
    first, *rest = [*parts] or [""]
    return "; ".join([first, *(part[0].lower() + part[1:] for part in rest)])


def stay_in_words(stay: DateRange, spells: Sequence[Spell], today: dt.date) -> str:
    """`45 nights, 10 of them on hold by the department, 3 missing.`"""
    nights = known_nights(stay, today)
    if stay.is_empty:
        return _("The child came and left on one day, so no night is counted.")
    if nights.start > today:
        return _("The stay has not begun.")
    number = ngettext("%(n)s night", "%(n)s nights", nights.nights) % {"n": nights.nights}
    text = _("%(nights)s so far") % {"nights": number} if stay.end is None or stay.end > today else number
    parts = [
        (_("on hold by the department"), [s for s in spells if s.kind == "hold" and s.decided_by == "dcp"]),
        (_("paused by the provider"), [s for s in spells if s.kind == "hold" and s.decided_by != "dcp"]),
        (_("missing"), [s for s in spells if s.kind == "missing"]),
        (_("absent"), [s for s in spells if s.kind == "absent"]),
    ]
    told = [f"{count} {what}" for what, some in parts if (count := _covered(some, nights))]
    return f"{text}; {', '.join(told)}." if told else f"{text}."


def _covered(spells: Sequence[Spell], nights: DateRange) -> int:
    """Nights of the stay covered by any of the spells, each once."""
    kept = [cut for s in spells if (cut := from_db(s.period).clip(nights))]
    return sum(r.nights for r in union(kept))


def breach_notes(placement: Placement, today: dt.date) -> list[dict[str, Any]]:
    """Each stored breach: heading, what it says, on which nights, and whether somebody looked into it."""
    nights = queries.breach_nights(placement, today) if placement.breaches else {}
    return [
        {
            "head": words.BREACHES[code][0],
            "text": words.BREACHES[code][1],
            "nights": ", ".join(dates.nights(r) for r in nights.get(code, ())),
            "noted": code in placement.breaches_noted,
        }
        for code in placement.breaches
    ]


def history(placement: Placement, actor: Actor) -> list[Entry]:
    """What happened to the record.

    A provider is not shown other homes and lines it may once have stood under, nor what the department found
    out about a breach.
    """
    hidden: set[str] = {"breaches_noted"}
    if actor.is_provider:
        hidden |= {"breach_note", "home", "line", "child", "source"}
    watched = (
        Watched(
            Placement,
            _("Placement"),
            labels={"same_day_on": _("Came and left on"), "period": _("Stay")},
            formats={"breaches": words.breaches_in_words, "period": dates.nights},
            hidden=frozenset(hidden),
        ),
        Watched(
            Spell,
            _("Spell"),
            link="placement",
            labels={"period": _("nights"), "code": _("care type")},
            formats={"code": lambda code: label_of(actor.body, "care_types", code), "period": dates.nights},
            hidden=frozenset({"source"}),
        ),
    )
    entries = timeline(placement, watched)
    if not actor.is_provider:
        return entries
    return [entry for entry in entries if entry.title != action_in_words("note_breaches")]


def exceed_history(request: ExceedRequest) -> list[Entry]:
    hidden = frozenset({"requested_at", "requested_by", "requested_side", "decided_at", "decided_by"})
    return timeline(
        request, (Watched(ExceedRequest, _("Request"), hidden=hidden, labels={"period": _("Nights")}),)
    )
