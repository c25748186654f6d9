"""What the house's own records say of a month: it is handed out filled in, and what comes back is laid beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.agreements.models import Agreement, Line
from homeward.apps.children.models import Child
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.exchange.models import DataReturn, next_month
from homeward.apps.exchange.profiles import Field, Group, asked
from homeward.apps.exchange.writing import rows_in
from homeward.apps.placements.models import Placement, Spell
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange

Row = dict[str, JSON]
ONE = dt.timedelta(days=1)
# A spell whose meaning for a night is plain; where a place is held or care is shared the partner says what it was.
STATUS = {Spell.Kind.MISSING: "missing", Spell.Kind.ABSENT: "approved_absence"}
UNSAID = frozenset({Spell.Kind.HOLD, Spell.Kind.SHARED_CARE})
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def month_of(day: dt.date) -> DateRange:
    return DateRange(day.replace(day=1), next_month(day))


def made_key(body: CommissioningBody, organisation: Organisation, child_id: int) -> str:
    """A key for a child that says nothing of the child, and is another one for every partner."""
    number = int(
        salted_hmac("homeward.exchange.key", f"{body.pk}/{organisation.pk}/{child_id}").hexdigest(), 16
    )
    letters = ""
    for _turn in range(8):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return f"K-{letters}"


@dataclass(frozen=True)
class Held:
    """The rows of each group as far as the records fill them, and the children they are of."""

    rows: dict[str, list[Row]]
    children: tuple[Child, ...]
    numbers: frozenset[str]

    def told(self, group: str) -> list[Row]:
        return self.rows.get(group, [])


def held(
    groups: Sequence[Group],
    month: dt.date,
    agreement: Agreement | None,
    by: Actor,
    organisation: Organisation,
) -> Held:
    """What the records hold of a partner's month, in the columns of a profile, as far as the person may see it."""
    period = month_of(month)
    stays = _stays(period, agreement, by, organisation)
    world = _World(by, organisation, month, agreement, period, stays)
    rows = {group.code: world.rows(group) for group in asked(groups)}
    return Held(rows, tuple({p.child_id: p.child for p in stays}.values()), world.numbers)


def _stays(
    period: DateRange, agreement: Agreement | None, by: Actor, organisation: Organisation
) -> list[Placement]:
    found = Placement.objects.visible_to(by).filter(organisation=organisation, period__overlap=to_db(period))
    if agreement is not None:
        found = found.filter(line__agreement=agreement)
    found = found.select_related("child", "home", "line__agreement").prefetch_related("spells")
    return list(found.order_by("child__reference", "period", "pk"))


class _World:
    """The facts of one month, asked for by the name of a source."""

    def __init__(
        self, by: Actor, organisation: Organisation, month: dt.date, agreement: Agreement | None, period: DateRange,
        stays: Sequence[Placement],
    ) -> None:  # fmt: skip
        self.organisation, self.month, self.agreement, self.period, self.stays = (
            organisation,
            month,
            agreement,
            period,
            stays,
        )
        self.body = by.body
        ids = {p.child_id for p in stays}
        self.seen = set(Child.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True))
        self.numbers = frozenset(n for p in stays for n in (p.child.client_number, p.child.reference))
        self.own_keys = _own_keys(self.body, organisation)

    def rows(self, group: Group) -> list[Row]:
        """The rows of a group with what is held; none of a group whose rows the records do not know."""
        fill = {f.column: f.source for f in group.on}
        things: dict[str, Callable[[], Iterable[Any]]] = {
            "return": lambda: [None],
            "child": lambda: {p.child_id: p for p in self.stays}.values(),
            "placement": lambda: self.stays,
            "night": self._nights,
        }
        if group.of not in things or not any(fill.values()):
            return []
        return [
            {column: self._value(source, thing) for column, source in fill.items()}
            for thing in things[group.of]()
        ]

    def _nights(self) -> Iterable[tuple[Placement, dt.date]]:
        """Each night a child slept in a home of the partner, once."""
        nights: dict[tuple[int, dt.date], Placement] = {}
        for stay in self.stays:
            here = from_db(stay.period)
            first = max(here.start, self.period.start)
            last = self.period.end if here.end is None else min(here.end, self.period.end or here.end)
            assert last is not None
            for number in range((last - first).days):
                nights.setdefault((stay.child_id, first + ONE * number), stay)
        return [(stay, night) for (_child, night), stay in sorted(nights.items(), key=_by_child)]

    def _value(self, source: str, thing: Any) -> JSON:
        if not source:
            return None
        kind, _point, what = source.partition(".")
        if kind in ("return", "partner", "agreement"):
            return self._of_return(source)
        stay, night = thing if isinstance(thing, tuple) else (thing, None)
        if kind == "child":
            return self._of_child(what, stay)
        if kind == "night":
            return _of_night(what, stay, night)
        return _of_stay(source, stay)

    def _of_return(self, source: str) -> JSON:
        line: Line | None = self.agreement.lines.order_by("number").first() if self.agreement else None
        return {
            "return.month": f"{self.month:%Y-%m}",
            "partner.number": self.organisation.business_number or None,
            "agreement.reference": self.agreement.reference if self.agreement else None,
            "agreement.service": line.service_type if line else None,
            "agreement.method": line.method if line else None,
        }[source]

    def _of_child(self, what: str, stay: Placement) -> JSON:
        """Beside the key, only of a child whose record the person may see."""
        child = stay.child
        if what == "key":
            return self.own_keys.get(child.client_number) or made_key(self.body, self.organisation, child.pk)
        if child.pk not in self.seen:
            return None
        if what == "iwi":
            return self._told_names(child) or None
        if what == "birth_month":
            return f"{child.born_on:%Y-%m}" if child.born_on else None
        return {"number": child.client_number, "sex": child.sex or None}.get(what)

    def _told_names(self, child: Child) -> list[JSON]:
        """Iwi, hapū and marae that may be exchanged: whoever they are about agreed to it."""
        rows = child.affiliations.filter(answer="named", may_exchange=True, ended_at=None)
        return list(rows.order_by("kind", "pk").values_list("name", flat=True))


def _by_child(item: tuple[tuple[int, dt.date], Placement]) -> tuple[str, dt.date]:
    (_child, night), stay = item
    return stay.child.reference, night


def _of_stay(source: str, stay: Placement) -> JSON:
    here = from_db(stay.period)
    return {
        "home.reference": stay.home.reference,
        "placement.type": stay.placement_type or None,
        "placement.start": here.start.isoformat(),
        "placement.end": here.end.isoformat() if here.end else None,
        "placement.end_reason": stay.end_reason or None,
    }[source]


def _of_night(what: str, stay: Placement, night: dt.date | None) -> JSON:
    assert night is not None
    if what == "date":
        return night.isoformat()
    if what == "line":
        return str(stay.line) if stay.line else None
    kinds = {s.kind for s in stay.spells.all() if from_db(s.period).contains(night)}
    said = [words for kind, words in STATUS.items() if kind in kinds]
    return said[0] if said else None if kinds & UNSAID else "in_care"


def _own_keys(body: CommissioningBody, organisation: Organisation) -> Mapping[str, str]:
    """The keys by which a partner named children in its latest return, by the agency's number that stood beside them."""
    rows = DataReturn.objects.filter(
        body=body, organisation=organisation, state__in=("submitted", "accepted")
    )
    latest = rows.order_by("-month", "-version").first()
    found: dict[str, str] = {}
    if latest is None:
        return found
    for group in (Group(**{**g, "fields": tuple(Field(**f) for f in g["fields"])}) for g in latest.shape):
        columns = {f.source: f.column for f in group.on if f.source}
        if group.of == "child" and {"child.key", "child.number"} <= set(columns):
            for row in rows_in(latest).get(group.code, []):
                if row.get(columns["child.number"]):
                    found[row[columns["child.number"]]] = row[columns["child.key"]]
    return found
