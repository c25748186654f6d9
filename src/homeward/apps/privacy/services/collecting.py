"""What came from another agency: a duty to tell the person, kept until they were told or an exception is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.privacy.clocks import notice_rule_begins, owes_notice
from homeward.apps.privacy.machine import COLLECTION
from homeward.apps.privacy.models import IndirectCollection
from homeward.apps.privacy.services.checks import filled, known_ground, not_own_case, not_to_come
from homeward.apps.privacy.subjects import Subject
from homeward.kernel.reasons import Reason

RECORD, CHANGE = "This cannot be recorded", "This cannot be changed"
POINTS, EXCEPTIONS = "collection_notice_points", "collection_exceptions"
State = IndirectCollection.State


@service("record_collection", RECORD)
def record_collection(
    *, subject: Subject, agency: str, what: str, received_on: dt.date, by: Actor
) -> IndirectCollection:
    """Record what came from another agency. Refused for a day on which no notice was owed."""
    permit(by.relation(P.PRIVACY_WRITE) is Relation.BODY, RECORD)
    refuse_if(
        RECORD,
        [
            not_to_come(received_on, by, "received_on"), filled(agency, "agency"), filled(what, "what"),
            not_own_case(subject, by), _owed(by, received_on),
        ],
    )  # fmt: skip
    made = IndirectCollection.objects.create(
        body=by.body, **subject.fields(), agency=agency.strip(), what=what.strip(), received_on=received_on,
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "record_collection", made, received_on=received_on.isoformat())
    return made


def _owed(by: Actor, day: dt.date) -> Reason | None:
    if owes_notice(by.body, day) is not None:
        return None
    begins = notice_rule_begins(by.body)
    if begins is None:
        return Reason("privacy.no_such_duty", {})
    told = {"begins": begins.isoformat(), "day": day.isoformat(), "field": "received_on"}
    return Reason("privacy.no_duty_then", told)


def note_file(*, group: str, what: str, key: str, agency: str = "", by: Actor) -> IndirectCollection | None:
    """A file about people was loaded: somebody has to say whether another agency sent it. None where no notice is owed.

    For whoever hears of the loading, inside its writing. Once for each `key`.
    """
    if owes_notice(by.body, by.today) is None:
        return None
    made, is_new = IndirectCollection.objects.get_or_create(
        body=by.body, source_key=key,
        defaults={
            "whom": "group", "contact": group[:200], "agency": agency[:200], "what": what[:400], "received_on": by.today,
            "recorded_by": by.user,
            "state": State.TO_SORT, "source": IndirectCollection.Source.FILE,
        },
    )  # fmt: skip
    if is_new:
        audit.record(by, "record_collection", made, file=key)
    return made


@service("sort_collection", CHANGE)
def sort_collection(*, collection: IndirectCollection, agency: str, by: Actor) -> IndirectCollection:
    """Say from which agency a file came: from now on the people are to be told."""
    _held(collection, by)
    refuse_if(CHANGE, [filled(agency, "agency")])
    COLLECTION.make("sort", collection, by, agency=agency.strip())
    audit.record(by, "sort_collection", collection)
    return collection


@service("record_own_collection", CHANGE)
def record_own(*, collection: IndirectCollection, reason: str, by: Actor) -> IndirectCollection:
    """Say that a file held the body's own information: nobody has to be told."""
    _held(collection, by)
    COLLECTION.check("own", collection, by, reason=reason)
    _settle(collection, State.OWN, by, reason=reason.strip())
    audit.record(by, "record_own_collection", collection)
    return collection


@service("tell_person", CHANGE)
def tell_person(
    *, collection: IndirectCollection, points: Collection[str], told_on: dt.date, how: str, by: Actor
) -> IndirectCollection:
    """Record that the person was told. Every point of the pack's list is ticked; each that is not is named."""
    _held(collection, by)
    asked = choices_of(by.body, POINTS, by.today)
    early = told_on < collection.received_on
    days = {"received": collection.received_on.isoformat(), "told": told_on.isoformat(), "field": "told_on"}
    refuse_if(
        CHANGE,
        [
            not_to_come(told_on, by, "told_on"), filled(how, "how"),
            Reason("privacy.told_before_received", days) if early else None,
            *(Reason("privacy.point_open", {"point": words, "field": "points"}) for code, words in asked if code not in points),
        ],
    )  # fmt: skip
    ticked = [code for code, _words in asked if code in points]
    COLLECTION.make(
        "tell", collection, by, told_points=ticked, told_on=told_on, told_how=how.strip(), **_decided(by)
    )
    audit.record(by, "tell_person", collection, points=ticked)
    return collection


@service("except_collection", CHANGE)
def except_collection(
    *, collection: IndirectCollection, exception: str, reason: str, by: Actor
) -> IndirectCollection:
    """Record why the person is not told: one of the pack's exceptions, and what makes it one here."""
    _held(collection, by)
    refuse_if(CHANGE, [known_ground(by, EXCEPTIONS, exception, "exception"), filled(reason)])
    COLLECTION.check("except", collection, by, reason=reason)
    _settle(collection, State.EXCEPTED, by, reason=reason.strip(), exception=exception)
    audit.record(by, "except_collection", collection, exception=exception)
    return collection


def _held(collection: IndirectCollection, by: Actor) -> None:
    permit(may(by, P.PRIVACY_WRITE, collection), CHANGE)
    hold(collection)


def _settle(collection: IndirectCollection, state: str, by: Actor, **fields: object) -> None:
    """What `Machine.make` does, for a record that has a field `reason` of its own."""
    for name, value in {"state": state, "since": timezone.now(), **_decided(by), **fields}.items():
        setattr(collection, name, value)
    collection.save()


def _decided(by: Actor) -> dict[str, Any]:
    return {"decided_by": by.user, "decided_at": timezone.now()}
