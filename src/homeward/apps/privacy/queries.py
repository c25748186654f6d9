"""Readers of the registers: who sees which, what follows, what is due for disposal and what is held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Membership, Scoped
from homeward.apps.children.models import Child
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.timeline import Entry, Watched, action_in_words, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy.models import (
    AccessRequest,
    Breach,
    Correction,
    Disclosure,
    IndirectCollection,
    LegalHold,
)

PEOPLE = ("body", "child", "person", "recorded_by")


def requests(actor: Actor) -> QuerySet[AccessRequest]:
    return AccessRequest.objects.visible_to(actor).select_related(*PEOPLE, "prepared_by", "checked_by")


def corrections(actor: Actor) -> QuerySet[Correction]:
    return Correction.objects.visible_to(actor).select_related(*PEOPLE, "decided_by")


def disclosures(actor: Actor) -> QuerySet[Disclosure]:
    return Disclosure.objects.visible_to(actor).select_related(*PEOPLE, "given_by")


def collections(actor: Actor) -> QuerySet[IndirectCollection]:
    return IndirectCollection.objects.visible_to(actor).select_related(*PEOPLE, "decided_by")


def holds(actor: Actor) -> QuerySet[LegalHold]:
    return LegalHold.objects.visible_to(actor).select_related(
        "body", "child", "placed_by", "lift_proposed_by", "lifted_by"
    )


def breaches(actor: Actor) -> QuerySet[Breach]:
    return Breach.objects.visible_to(actor).select_related("body", "organisation", "reported_by", "judged_by")


def of_child(rows: QuerySet[Any], child: Child) -> QuerySet[Any]:
    return rows.filter(child=child)


def statements_on(child: Child) -> list[Correction]:
    """Statements of correction that are read with a child's record, oldest first."""
    rows = Correction.objects.filter(child=child, state=Correction.State.REFUSED).exclude(statement="")
    return list(rows.order_by("statement_at", "pk"))


# What corrected a record ------------------------------------------------------------------------------

OURS = ("accessrequest", "correction", "disclosure", "indirectcollection", "legalhold", "breach")


def changes_since(correction: Correction) -> QuerySet[AuditEvent]:
    """Changes of the person's records since a correction was recorded, newest first."""
    rows = AuditEvent.objects.filter(body_id=correction.body_id, at__gte=correction.recorded_at)
    rows = rows.exclude(action="read").exclude(kind__in=OURS)
    if correction.child is not None:
        rows = rows.filter(thing__in=[correction.child.public_id, *_things_of(correction.child)])
    elif correction.person is not None:
        roles = Membership.objects.filter(body=correction.body, user=correction.person).values_list(
            "public_id", flat=True
        )
        rows = rows.filter(thing__in=[correction.person.public_id, *roles])
    return rows.order_by("-at", "-pk")


def _things_of(child: Child) -> Iterator[str]:
    for model in apps.get_models():
        path = getattr(model, "child_path", None) if issubclass(model, Scoped) else None
        if path and model._meta.app_label != "privacy":
            yield from model._base_manager.filter(**{path: child}).values_list("public_id", flat=True)


def change_words(event: AuditEvent) -> str:
    """`Changed, 4 Nov 2026 14:10, Nīkau Pōhatu, contract manager`."""
    return f"{action_in_words(event.action)}, {event.at:%Y-%m-%d %H:%M} UTC, {event.actor_label}"


# Timelines --------------------------------------------------------------------------------------------

_KEYS = frozenset(
    {"since", "recorded_at", "recorded_by", "whom", "child", "person", "contact", "digest", "passages"}
)


def timeline_of(thing: Any, words: str) -> list[Entry]:
    """What happened to one record of this app."""
    body = thing.body
    formats = {
        "ground": lambda code: label_of(body, GROUNDS_OF[type(thing)], code),
        "exception": lambda code: label_of(body, "collection_exceptions", code),
        "due_calendar": lambda code: label_of(body, "working_calendars", code),
        "record_class": lambda code: label_of(body, "record_classes", code),
    }
    hidden = _KEYS | {
        "prepared_at",
        "checked_at",
        "answered_at",
        "decided_at",
        "due_days",
        "due_standing",
        "change_event",
    }
    return timeline(thing, [Watched(type(thing), words, formats=formats, hidden=hidden)])


GROUNDS_OF: dict[type, str] = {AccessRequest: "withholding_grounds", Disclosure: "disclosure_grounds"}


# Holds ------------------------------------------------------------------------------------------------


def standing_holds(body: CommissioningBody) -> list[LegalHold]:
    rows = LegalHold.objects.filter(body=body, state__in=LegalHold.STANDING)
    return list(rows.select_related("child").order_by("placed_at", "pk"))


def holds_on(body: CommissioningBody, record_class: str, child: Child | None = None) -> list[LegalHold]:
    """The holds that keep a record of a class, about a child or about nobody, from being disposed of."""
    about = Q(child=None) | Q(child=child) if child is not None else Q(child=None)
    rows = LegalHold.objects.filter(
        about, Q(record_class="") | Q(record_class=record_class), body=body, state__in=LegalHold.STANDING
    )
    return list(rows.order_by("placed_at", "pk"))


@dataclass(frozen=True)
class Late:
    """How a request stands to its day."""

    days: int

    @property
    def is_late(self) -> bool:
        return self.days > 0


def lateness(due: dt.date | None, today: dt.date) -> Late:
    return Late((today - due).days if due else 0)
