"""Reads what is recorded for a body into plain data, in a handful of queries whatever the size of the file."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from typing import Any

from django.conf import settings

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child, LegalStatusSpell, StatusFact
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db
from homeward.apps.intake.kinds.world import Known, KnownSpell, KnownStatus, KnownStay, World
from homeward.apps.intake.loading.geography import read_areas, read_postcodes
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.providers.models import Home, HomeRemoteness, Provider


def body_key(body: Any) -> bytes:
    """The key for hashes of what must not be readable, such as postcodes: of this house and this body alone."""
    return hmac.new(
        settings.SECRET_KEY.encode(), b"homeward.intake.home:" + body.public_id.encode(), hashlib.sha256
    ).digest()


def read_world(kind: str, by: Actor) -> World:
    """What the checks of a kind need to know. People limited to some providers see theirs only."""
    world = World(pack=pack_of(by.body), today=by.today, key=body_key(by.body))
    if kind in ("areas", "postcodes"):
        read_areas(world, by)
        if kind == "postcodes":
            read_postcodes(world, by)
        return world
    _homes(world, by)
    if kind == "homes":
        _providers(world, by)
        return world
    _children(world, by)
    _stays(world, by)
    if kind == "placements":
        _lines(world, by)
    elif kind == "spells":
        _spells(world, by)
    elif kind == "ssda903":
        _statuses(world, by)
    if kind in ("children", "ssda903"):
        facts = StatusFact.objects.visible_to(by).filter(superseded_at=None)
        world.facts = {(c, k): v for c, k, v in facts.values_list("child_id", "kind", "value")}
    return world


def _providers(world: World, by: Actor) -> None:
    for p in Provider.objects.visible_to(by).select_related("organisation"):
        known = Known(p.pk, p.public_id, {}, p.organisation_id, str(p))
        world.providers[fold(p.organisation.name)] = known
        world.providers[fold(p.reference)] = known


def _homes(world: World, by: Actor) -> None:
    classes: dict[int, str] = {}
    for home, code, period in (
        HomeRemoteness.objects.visible_to(by).order_by("period").values_list("home_id", "code", "period")
    ):
        if from_db(period).contains(world.today) or home not in classes:
            classes[home] = code
    for h in Home.objects.visible_to(by):
        values = {
            "name": h.name,
            "kind": h.kind,
            "places": h.places,
            "urn": h.urn,
            "opened_on": h.opened_on,
            "provider": h.provider_id,
            "remoteness": classes.get(h.pk, ""),
        }
        known = Known(h.pk, h.public_id, values, h.organisation_id, h.name)
        world.homes[h.reference] = known
        if h.urn:
            world.homes_by_urn[h.urn.strip().upper()] = known
        if h.postcode_digest:
            world.homes_by_postcode[h.postcode_digest] = known


def _children(world: World, by: Actor) -> None:
    fields = ("born_on", "given_name", "family_name", "sex")
    for c in Child.objects.visible_to(by).only("id", "public_id", "reference", "client_number", *fields):
        known = Known(c.pk, c.public_id, {f: getattr(c, f) for f in fields}, None, c.reference)
        world.children.setdefault(c.reference, known)
        world.children[c.client_number] = known


def _stays(world: World, by: Actor) -> None:
    stays: dict[int, list[KnownStay]] = defaultdict(list)
    for p in Placement.objects.visible_to(by).select_related("home"):
        known = KnownStay(
            p.pk,
            p.public_id,
            p.child_id,
            p.home_id,
            p.line_id,
            p.stay,
            p.placement_type,
            p.end_reason,
            p.source_key,
            p.home.name,
        )
        stays[p.child_id].append(known)
        if p.source_key:
            world.stays_by_key[p.source_key] = known
    world.stays = dict(stays)


def _lines(world: World, by: Actor) -> None:
    for line in Line.objects.visible_to(by).select_related("agreement"):
        known = Known(line.pk, line.public_id, {}, line.organisation_id, str(line))
        world.lines[line.agreement.reference, line.number] = known


def _spells(world: World, by: Actor) -> None:
    found: dict[int, list[KnownSpell]] = defaultdict(list)
    for s in Spell.objects.visible_to(by):
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
