"""Records that a file brings in by the thousand: each has its key and its history, and says who wrote it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from homeward.apps.children.models import Child
from homeward.apps.core import audit, ids
from homeward.apps.core.bulk import insert_many
from homeward.apps.core.events import at_once, publish_many, subscribe
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.writing import writing
from tests.factories.accounts import CommissioningBodyFactory, actor_in

pytestmark = pytest.mark.django_db


def children(body: object, *numbers: str) -> list[Child]:
    born = dt.date(2014, 3, 9)
    return [Child(body=body, client_number=n, born_on=born, search_key=n.lower()) for n in numbers]


def test_each_gets_its_key_and_its_history_with_who_and_why() -> None:
    by = actor_in("placement_officer", CommissioningBodyFactory())
    with writing(by, "add_child", "They cannot be added", "From a file"):
        made = insert_many(children(by.body, "C-1", "Tāne\t\\N", "C-3"))
    assert [Child.objects.get(pk=c.pk).client_number for c in made] == ["C-1", "Tāne\t\\N", "C-3"]
    events = Child.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(e.pgh_obj_id, e.pgh_label) for e in events] == [(c.pk, "insert") for c in made]
    assert {(e.pgh_context.metadata["by"], e.pgh_context.metadata["reason"]) for e in events} == {
        (by.label, "From a file")
    }


def test_constraints_hold_and_nothing_is_left() -> None:
    by = actor_in("placement_officer", CommissioningBodyFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(children(by.body, "C-1", "C-1"))
    assert not Child.objects.exists()
    assert insert_many([]) == []


def test_the_trail_tells_of_each_and_of_what_is_its_own() -> None:
    by = actor_in("placement_officer", CommissioningBodyFactory())
    one, two = insert_many(children(by.body, "C-1", "C-2"))
    audit.record_each(by, "look_at", [(one, {"page": 1}), (two, {})], source="a file")
    audit.record_each(by, "look_at", [])
    found = AuditEvent.objects.filter(action="look_at").order_by("id")
    assert [(e.thing, e.kind, e.detail, e.actor_label) for e in found] == [
        (one.public_id, "child", {"source": "a file", "page": 1}, by.label),
        (two.public_id, "child", {"source": "a file"}, by.label),
    ]


def test_keys_by_the_thousand_are_looked_up_like_any() -> None:
    by = actor_in("placement_officer", CommissioningBodyFactory())
    one, _two = insert_many(children(by.body, "C-1", "C-2"))
    assert Child.objects.get(pk__among={one.pk, 0}) == one
    assert Child.objects.get(client_number__among=["C-1", 'it\'s {so}, "too"']) == one
    assert not Child.objects.filter(pk__among=[]).exists()


def test_news_by_the_thousand_reach_every_handler() -> None:
    class News(int):
        pass

    heard: list[object] = []
    subscribe(News)(lambda event: heard.append(event))

    def slow(event: object) -> None:
        raise AssertionError("it has a way to hear them at once")

    subscribe(News)(slow)
    at_once(slow)(lambda events: heard.append(list(events)))
    publish_many([News(1), News(2)])
    publish_many([])
    assert heard == [1, 2, [1, 2]]


def test_codes_use_every_letter_alike() -> None:
    text = "".join(ids.random_code(12) for _ in range(3_000))
    assert len(text) == 36_000 and set(text) == set(ids.ALPHABET)
    expected = len(text) / len(ids.ALPHABET)
    assert all(abs(text.count(letter) - expected) < expected * 0.25 for letter in ids.ALPHABET)
