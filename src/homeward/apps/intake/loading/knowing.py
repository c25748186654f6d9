"""Reads what is recorded for a body into plain data, in a handful of queries for each part of a file."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.kinds.world import Known, KnownSpell, KnownStatus, KnownStay, World
from homeward.apps.intake.loading.concerning import REFERENCE
from homeward.apps.intake.loading.geography import read_areas, read_postcodes
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.providers.models import Home, HomeRemoteness, Provider
from homeward.kernel.ranges import DateRange


def body_key(body: Any) -> bytes:
    """The key for hashes of what must not be readable, such as postcodes: of this house and this body alone."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"homeward.intake.home:" + body.public_id.encode(), hashlib.sha256
    ).digest()


class Records:
    """What is recorded for a body. What every row may name is read once, the rest for a part of the file at a time.

    People limited to some providers see theirs only.
    """

    def __init__(self, kind: str, by: Actor) -> None:
        self._kind, self._by = kind, by
        self._common = World(pack=pack_of(by.body), today=by.today, key=body_key(by.body))
        if kind in ("areas", "postcodes"):
            read_areas(self._common, by)
        elif kind == "homes":
            _providers(self._common, by)
        elif kind == "placements":
            _lines(self._common, by)

    def world(self, rows: Sequence[CheckedRow]) -> World:
        """What the checks of these rows need to know."""
        by, common = self._by, self._common
        world = World(
            common.pack,
            common.today,
            common.providers,
            lines=common.lines,
            areas=common.areas,
            key=common.key,
        )
        named = Named.by(self._kind, rows)
        if self._kind == "postcodes":
            read_postcodes(world, by, named.own)
        if self._kind in ("areas", "postcodes"):
            return world
        if self._kind != "children":
            _homes(world, by, named.homes, with_classes=self._kind == "homes")
        if self._kind == "homes":
            return world
        _children(world, by, named.children)
        children = None if named.children is None else {c.pk for c in world.children.values()}
        _stays(world, by, children, named.stays)
        if self._kind == "spells":
            _spells(world, by, children is not None)
        if self._kind == "ssda903":
            _statuses(world, by)
        if self._kind in ("children", "ssda903"):
            facts = StatusFact.objects.visible_to(by).filter(
                superseded_at=None, **_within("child__id", children)
            )
            world.facts = {(c, k): v for c, k, v in facts.values_list("child_id", "kind", "value")}
        return world


@dataclass(frozen=True, slots=True)
class Named:
    """What rows name, by the names they use. None: nothing is left out, because the rows are checked as a whole."""

    own: set[str] | None = None
    homes: set[str] | None = None
    children: set[str] | None = None
    stays: set[str] | None = None

    @classmethod
    def by(cls, kind: str, rows: Sequence[CheckedRow]) -> Named:
        found = [row.data for row in rows if row.data is not None]
        if kind == "postcodes":
            return cls(own={d.postcode for d in found})
        if kind == "homes":
            return cls(homes={d.reference for d in found})
        if kind == "children":
            return cls(children={d.client_number for d in found}, stays=set())
        if kind in ("placements", "spells"):
            homes, children = ({name for d in found if (name := getattr(d, of))} for of in ("home", "child"))
            return cls(homes=homes, children=children, stays={d.placement for d in found if d.placement})
        return cls()


def _within(field: str, keys: Collection[Any] | None) -> dict[str, Collection[Any]]:
    return {} if keys is None else {f"{field}__among": keys}


def _providers(world: World, by: Actor) -> None:
    for p in Provider.objects.visible_to(by).select_related("organisation"):
        known = Known(p.pk, p.public_id, {}, p.organisation_id, str(p))
        world.providers[fold(p.organisation.name)] = known
        world.providers[fold(p.reference)] = known


def _homes(world: World, by: Actor, named: set[str] | None, *, with_classes: bool) -> None:
    homes = Home.objects.visible_to(by).filter(**_within("reference", named))
    classes = _classes(world, by, homes if named is not None else None) if with_classes else {}
    fields = ("name", "kind", "places", "urn", "opened_on")
    others = ("pk", "public_id", "reference", "organisation_id", "provider_id", "postcode_digest")
    for pk, public_id, reference, organisation, provider, digest, *values in homes.values_list(
        *others, *fields
    ):
        told = dict(zip(fields, values, strict=True)) | {
            "provider": provider,
            "remoteness": classes.get(pk, ""),
        }
        known = Known(pk, public_id, told, organisation, told["name"])
        world.homes[reference] = known
        if told["urn"]:
            world.homes_by_urn[told["urn"].strip().upper()] = known
        if digest:
            world.homes_by_postcode[digest] = known


def _classes(world: World, by: Actor, homes: Any) -> dict[int, str]:
    """The remoteness class of each home today, else the first recorded."""
    found: dict[int, str] = {}
    rows = HomeRemoteness.objects.visible_to(by).filter(**({} if homes is None else {"home__in": homes}))
    for home, code, period in rows.order_by("period").values_list("home_id", "code", "period"):
        if home not in found or from_db(period).contains(world.today):
            found[home] = code
    return found


def _children(world: World, by: Actor, named: set[str] | None) -> None:
    fields = ("born_on", "given_name", "family_name", "sex")
    found = Child.objects.visible_to(by)
    if named is not None:
        references = {name for name in named if REFERENCE.fullmatch(name)}
        found = found.filter(Q(client_number__among=named) | Q(reference__among=references))
    for pk, public_id, reference, number, *values in found.values_list(
        "pk", "public_id", "reference", "client_number", *fields
    ):
        known = Known(pk, public_id, dict(zip(fields, values, strict=True)), None, reference)
        world.children.setdefault(reference, known)
        world.children[number] = known


def _stays(world: World, by: Actor, children: set[int] | None, named: set[str] | None) -> None:
    found = Placement.objects.visible_to(by)
    if children is not None:
        found = found.filter(Q(child__id__among=children) | Q(source_key__among=named or ()))
    stays: dict[int, list[KnownStay]] = defaultdict(list)
    for period, same_day_on, *values in found.values_list(
        "period", "same_day_on", "pk", "public_id", "child_id", "home_id", "line_id", "placement_type", "end_reason",
        "source_key", "home__name",
    ).order_by("pk"):  # fmt: skip
        pk, public_id, child, home, line, *rest = values
        stay = from_db(period) if same_day_on is None else DateRange(same_day_on, same_day_on)
        known = KnownStay(pk, public_id, child, home, line, stay, *rest)
        stays[child].append(known)
        if known.source_key:
            world.stays_by_key[known.source_key] = known
    world.stays = dict(stays)


def _lines(world: World, by: Actor) -> None:
    for line in Line.objects.visible_to(by).select_related("agreement"):
        known = Known(line.pk, line.public_id, {}, line.organisation_id, str(line))
        world.lines[line.agreement.reference, line.number] = known


def _spells(world: World, by: Actor, of_stays: bool) -> None:
    found: dict[int, list[KnownSpell]] = defaultdict(list)
    stays = [stay.pk for own in world.stays.values() for stay in own] if of_stays else None
    for s in Spell.objects.visible_to(by).filter(**_within("placement__id", stays)):
        found[s.placement_id].append(
            KnownSpell(
                s.pk,
                s.public_id,
                s.placement_id,
                s.kind,
                from_db(s.period),
                s.code,
                s.decided_by,
                s.reference,
            )
        )
    world.spells = dict(found)


def _statuses(world: World, by: Actor) -> None:
    found: dict[int, list[KnownStatus]] = defaultdict(list)
    for s in LegalStatusSpell.objects.visible_to(by):
        found[s.child_id].append(KnownStatus(s.pk, s.child_id, s.code, from_db(s.period)))
    world.statuses = dict(found)
