"""Breaches: found from the records, stored on the stay that came last, and looked into by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements import breaches
from homeward.apps.placements.breaches import Allowed, Nights, Occupant
from homeward.apps.placements.models import ExceedRequest, Placement
from homeward.apps.placements.services import gate
from homeward.apps.placements.watching import Look, watch
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

EVER = DateRange(dt.date.min, None)
Shared = tuple[str, QuerySet[Placement], list[Allowed]]


def recheck(placement: Placement, *, by: Any) -> None:
    """Find the breaches of one stay, and of those that share its home or its line."""
    recheck_own(placement, by=by)
    recheck_around(homes=[placement.home], lines=[placement.line], by=by)
    placement.refresh_from_db(fields=["breaches", "breaches_noted"])


def recheck_own(placement: Placement, *, by: Any) -> bool:
    """Find what follows from the stay, its home and its line alone. Returns whether anything changed."""
    shared = (breaches.OVER_CAPACITY, breaches.OVER_TARGET)
    kept = [code for code in placement.breaches if code in shared]
    return _store(placement, [*own_breaches(placement, by.today), *kept], by)


def recheck_around(*, homes: Iterable[Home], lines: Iterable[Line | None], by: Any) -> None:
    """Find who is beyond the places of a home or the target of a line, and store it."""
    for home in homes:
        for shared in _home_limit(home):
            _store_shared(*shared, by)
    for line in lines:
        for shared in _line_limit(line, by.today):
            _store_shared(*shared, by)


def shared_limits(placement: Placement, today: dt.date) -> list[Shared]:
    """What limits a stay together with others: the breach, the stays it is about, what is allowed."""
    return [*_home_limit(placement.home), *_line_limit(placement.line, today)]


def _home_limit(home: Home) -> list[Shared]:
    if home.places is None:
        return []
    return [
        (breaches.OVER_CAPACITY, Placement.objects.filter(home=home), [Allowed(EVER, Decimal(home.places))])
    ]


def _line_limit(line: Line | None, today: dt.date) -> list[Shared]:
    limits = None if line is None else target_limits(line, today)
    return [] if limits is None else [(breaches.OVER_TARGET, Placement.objects.filter(line=line), limits)]


def exceed_rule(line: Line, on: dt.date) -> DateRange | None:
    """Since when the line's service type needs an approval to go over its target; None: it needs none."""
    pack = pack_of(line.body)
    if "residential.exceed_applies" not in pack.parameters:
        return None
    used = pack.policy().look_or_none("residential.exceed_applies", on=on, key=line.service_type)
    return DateRange(used.from_, used.until) if used is not None and used.value is True else None


def service_types_that_need_approval(body: CommissioningBody, on: dt.date) -> list[str]:
    """Service types whose lines may go over their target only with an approved request."""
    pack = pack_of(body)
    if "residential.exceed_applies" not in pack.parameters:
        return []
    policy, codes = pack.policy(), pack.vocabulary("service_types").codes_on(on)
    found = {code: policy.look_or_none("residential.exceed_applies", on=on, key=code) for code in codes}
    return [code for code, used in found.items() if used is not None and used.value is True]


def target_limits(line: Line, on: dt.date) -> list[Allowed] | None:
    """How many children target and approvals allow, night by night; None: no approval is needed."""
    rule = exceed_rule(line, on)
    if rule is None:
        return None
    targets = [
        Allowed(cut, Decimal(t.placements))
        for t in line.targets.all()
        if (cut := from_db(t.period).clip(rule)) is not None
    ]
    approved = ExceedRequest.objects.filter(line=line, state=ExceedRequest.State.APPROVED)
    extra = [Allowed(from_db(a.period), Decimal(a.extra_places)) for a in approved]
    return breaches.targets_with_approvals(targets, extra)


def own_breaches(placement: Placement, today: dt.date, look: Look | None = None) -> Nights:
    """Breaches that follow from the stay, its home and its line alone, with their nights.

    `look` is what the apps above know of its home; whoever asks for many stays asks them once for all their homes.
    """
    stay, home, line = placement.stay, placement.home, placement.line
    found = breaches.outside_home(stay, home.opened_on, home.closed_on, today)
    if line is not None:
        found |= breaches.outside_line(stay, from_db(line.period), from_db(line.agreement.period), today)
        if line.home_id is not None and line.home_id != home.pk and not stay.is_empty:
            found[breaches.NOT_THE_LINES_HOME] = [stay]
    return found | (look or watch([home]))(placement, today)


def occupants(stays: Iterable[Placement]) -> list[Occupant]:
    return [Occupant(p.pk, p.child_id, p.stay) for p in stays if p.same_day_on is None]


def _store_shared(code: str, stays: Iterable[Placement], limits: list[Allowed], by: Any) -> None:
    together = list(stays)
    found = breaches.beyond(occupants(together), limits)
    for placement in together:
        if (placement.pk in found) != (code in placement.breaches):
            others = [c for c in placement.breaches if c != code]
            _store(placement, [*others, code] if placement.pk in found else others, by)


def _store(placement: Placement, codes: Iterable[str], by: Any) -> bool:
    """Store the breaches of a stay; what is new is an event of its own. Returns whether anything changed."""
    wanted = sorted(set(codes), key=breaches.ORDER.index)
    if wanted == list(placement.breaches):
        return False
    new = [code for code in wanted if code not in placement.breaches]
    placement.breaches = wanted
    placement.breaches_noted = [code for code in placement.breaches_noted if code in wanted]
    placement.save(update_fields=["breaches", "breaches_noted"])
    if new:
        audit.record(by, "flag_breach", placement, breaches=new)
    return True


def note_breaches(*, placement: Placement, note: str, by: Actor) -> Placement:
    """Somebody looked into what should not have happened and says what was found or done."""
    what = "The note cannot be kept"
    permit(gate.may_write(by, placement.body_id, placement.organisation_id), what)
    reasons = [] if note.strip() else [Reason("placements.note_missing", {})]
    if not placement.open_breaches:
        reasons.append(Reason("placements.nothing_to_note", {}))
    refuse_if(what, reasons)
    with writing(by, "note_breaches", what, note):
        audit.record(by, "note_breaches", placement, reason=note, breaches=placement.open_breaches)
        placement.breaches_noted = list(placement.breaches)
        placement.breach_note = note
        placement.save(update_fields=["breaches_noted", "breach_note"])
    return placement
